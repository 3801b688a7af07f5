"""Tables of language models: families, what they are made of, and how their ids are written."""
