# entry
import random

mode = "eval"
match mode:
    case "train":
        random.seed(0)
    case "eval" | "test":
        pass
print(random.random())  # blame
