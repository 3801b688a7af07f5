"""samerun: same code, same run. A static analyser for reproducible machine learning."""

__version__ = "0.1.0"
