"""Rules on evals: that they stay independent of what they measure."""
