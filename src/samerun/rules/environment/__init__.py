"""Rules on the environment of a run: locks, installs and images."""
