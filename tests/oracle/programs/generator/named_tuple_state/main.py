# entry
from typing import NamedTuple

import numpy as np


class State(NamedTuple):
    rng: np.random.Generator
    step: int = 0


def advance(state):
    state.rng.normal()
    return state._replace(step=state.step + 1)


s = State(np.random.default_rng(9))
for _ in range(3):
    s = advance(s)
print(s.step, s.rng.normal())
