"""Rules on evals: who grades, and that they stay independent of what they measure."""
