# entry
import random


def main():
    random.seed(5)
    from heavy import WEIGHTS

    print(WEIGHTS)


main()
