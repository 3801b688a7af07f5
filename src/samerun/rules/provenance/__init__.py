"""Rules on where a run's models, data and results come from."""
