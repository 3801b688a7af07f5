# entry
import argparse
import random

p = argparse.ArgumentParser()
p.add_argument("--mode", choices=["fixed", "free"], default="free")
args = p.parse_args()
if args.mode == "fixed":  # blame: a
    random.seed(0)
print([random.randint(0, 99) for _ in range(4)])  # blame: a
