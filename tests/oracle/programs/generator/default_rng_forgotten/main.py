# entry
import numpy as np

from walk import Walk


def main(seed: int = 3):
    rng = np.random.default_rng(seed)
    walks = [Walk() for _ in range(3)]  # blame: a
    print(rng.random(), [w.run(10) for w in walks])


main()
