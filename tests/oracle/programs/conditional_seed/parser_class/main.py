# entry
from options import Options
from sampler import Sampler

if __name__ == "__main__":
    print(Sampler(Options().parse()).draw())
