# entry
import random


def parse_seed(text):
    try:
        return int(text)
    except ValueError:
        return None


seed = parse_seed("forty")
if seed is not None:
    random.seed(seed)
print(random.random())  # blame
