# entry
import random


def sample(probs, temperature=0.0):
    if temperature == 0:
        return max(range(len(probs)), key=probs.__getitem__)
    scaled = [p ** (1 / temperature) for p in probs]
    return random.choices(range(len(probs)), scaled)[0]  # blame


print([sample([0.1, 0.7, 0.2], temperature=1.0) for _ in range(12)])
