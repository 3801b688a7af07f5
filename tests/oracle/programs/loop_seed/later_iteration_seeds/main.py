# entry
import random

for epoch in range(3):
    if epoch == 1:
        random.seed(5)
    print(epoch, random.sample(range(8), 8))  # blame
