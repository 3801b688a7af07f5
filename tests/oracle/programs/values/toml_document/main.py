# entry
import random
import tomllib
from pathlib import Path

run = tomllib.loads(Path("run.toml").read_text())["run"]
seed = run.get("seed", 3)
random.seed(seed)
print([random.randint(0, 99) for _ in range(run["n"])])
