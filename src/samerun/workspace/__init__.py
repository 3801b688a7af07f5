"""Which files there are, and their text: discovery, sources, positions, notebooks, documents, git."""
