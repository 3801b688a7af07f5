# entry -m
from . import simulate

if __name__ == "__main__":
    print(simulate(4))
