"""What earlier runs found out, in one SQLite file a cache folder. Nothing in it is ever needed: it only saves time.

Two layers. *Records* are what `index` reads out of one file's content, keyed by that content, the schema of facts and
the Python that parsed it (`keys`). *Answers* are the findings of a whole project, keyed by everything they depend on
(`answers`). `store` keeps both.
"""
