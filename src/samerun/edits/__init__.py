"""Edits: chosen fixes in, files out. Rules decide what to write; here it is done, wholly or not at all."""
