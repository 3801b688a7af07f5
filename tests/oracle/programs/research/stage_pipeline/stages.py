import random

import numpy as np


def load(state):
    return {**state, "rows": [random.random() for _ in range(20)]}


def split(state):
    order = np.random.permutation(len(state["rows"]))  # blame
    return {**state, "train": [state["rows"][i] for i in order[:15]]}


def score(state):
    return {**state, "score": sum(state["train"])}


STAGES = [load, split, score]
