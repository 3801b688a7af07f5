SEED = 3
N = 4
