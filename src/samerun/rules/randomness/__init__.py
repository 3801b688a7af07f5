"""Draws and the seeds that reach them (REP1)."""
