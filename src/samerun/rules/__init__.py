"""Rules: facts and nodes in, findings out. One file a rule, discovered, never listed."""
