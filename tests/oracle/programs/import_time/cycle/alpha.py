import random

random.seed(1)
import beta

VALUE = random.random()
