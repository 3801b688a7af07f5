# entry
from tools import *
from tools import _seed

_seed(3)
print(pick("abcdef"), pick("abcdef"))
