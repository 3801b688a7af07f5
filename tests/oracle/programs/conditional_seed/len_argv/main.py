# entry
import random
import sys


def main(argv):
    if len(argv) > 1:
        random.seed(int(argv[1]))
    print(random.random())  # blame


main(sys.argv)
