# entry
import random
import sys

print("nothing to do")
sys.exit(0)
print(random.random())
