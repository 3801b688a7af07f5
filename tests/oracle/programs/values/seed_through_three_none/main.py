# entry
from config import DEFAULT
from runner import Runner

print(Runner(DEFAULT["train"]).run())  # blame: a
