"""Seed flow: for every entry point, which draws are reached before their stream was seeded.

An abstract run of the program on facts alone: statements in order, branches both ways where their test is
unknown, project functions entered, libraries replaced by what the catalog says of them.
"""
