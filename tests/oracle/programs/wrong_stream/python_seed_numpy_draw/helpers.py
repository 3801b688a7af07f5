import random


def seed_everything(seed=42):
    random.seed(seed)
