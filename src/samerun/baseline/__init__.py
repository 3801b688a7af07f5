"""The baseline: findings that were there before samerun was, listed in a file and not reported again."""
