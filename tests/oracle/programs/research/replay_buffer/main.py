# entry
from buffer import ReplayBuffer

memory = ReplayBuffer(50, seed=1)
for t in range(60):
    memory.push(t, t * t)
print(memory.sample(4))
