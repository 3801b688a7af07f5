# entry
import random

for name in ("model.bin", "model.pt"):
    if name.endswith(".ckpt"):
        break
else:
    random.seed(3)
print([random.randint(0, 99) for _ in range(4)])
