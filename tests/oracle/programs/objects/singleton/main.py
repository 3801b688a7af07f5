# entry
import random

from state import State

State().seed(5)
print(State().draw(4))
