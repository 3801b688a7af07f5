# entry
import sys

from src.train import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
