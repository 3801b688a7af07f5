# entry
import random
import subprocess
import sys

random.seed(1)
result = subprocess.run([sys.executable, "child.py"], capture_output=True, text=True, check=True)
print(random.random(), result.stdout.strip())
