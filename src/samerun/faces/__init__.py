"""Faces: other tools that show our findings, through their own plugin interfaces."""
