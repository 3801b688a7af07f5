"""Deterministic-algorithm switches (REP3)."""
