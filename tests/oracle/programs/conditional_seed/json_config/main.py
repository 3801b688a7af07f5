# entry
import json
import random
from pathlib import Path

config = json.loads(Path(__file__).with_name("config.json").read_text())
if config.get("seed") is not None:
    random.seed(config["seed"])
print([random.randint(0, 99) for _ in range(config["n"])])
