# entry
from config import DEFAULT
from runner import Runner

print(Runner(DEFAULT["eval"]).run())
