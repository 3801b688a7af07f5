# entry
import random

for epoch in range(3):
    order = random.sample(range(8), 8)  # blame
    random.seed(epoch)
    print(epoch, order)
