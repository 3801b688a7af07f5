"""What becomes of drawn values: a forward slice from every unseeded draw to its uses, on facts alone.

`fate` is asked by the verdicts. `slices` goes through the statements of one scope, `uses` through their expressions;
the others each know one thing that these ask.
"""
