# entry
import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "lib"))

from repro import fix

fix()
print([random.randint(0, 99) for _ in range(4)])
