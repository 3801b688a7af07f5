# entry
import argparse

import numpy as np

parser = argparse.ArgumentParser()
parser.add_argument("--fast", action="store_true")
parser.add_argument("--seed", type=int, default=3)
args = parser.parse_args()
rng = np.random.default_rng() if args.fast else np.random.default_rng(args.seed)
print(rng.random(3).tolist())
