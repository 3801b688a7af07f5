"""Literal seeds instead of one named constant (REP2)."""
