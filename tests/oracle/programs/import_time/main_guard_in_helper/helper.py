import random

NAME = "helper"

if __name__ == "__main__":
    random.seed(0)
