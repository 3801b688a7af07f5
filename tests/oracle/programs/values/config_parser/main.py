# entry
import configparser
import random

INI = """
[run]
seed = 9
n = 4
"""

config = configparser.ConfigParser()
config.read_string(INI)
random.seed(config.getint("run", "seed"))
print([random.randint(0, 99) for _ in range(config.getint("run", "n"))])
