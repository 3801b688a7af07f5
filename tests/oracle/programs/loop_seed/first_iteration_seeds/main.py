# entry
import random

for epoch in range(3):
    if epoch == 0:
        random.seed(5)
    print(epoch, random.sample(range(8), 8))
