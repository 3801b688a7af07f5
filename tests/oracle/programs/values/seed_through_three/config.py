DEFAULT = {"train": {"seed": None}, "eval": {"seed": 3}}
