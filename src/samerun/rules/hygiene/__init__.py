"""The state of files and suppressions (REP0)."""
