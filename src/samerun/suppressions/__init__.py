"""Ignore comments: what they say, where they count, which did nothing, and how they are written and removed."""
