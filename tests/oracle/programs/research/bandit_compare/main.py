# entry
import numpy as np

from policies import POLICIES


def play(policy, means, steps, rng):
    total = 0.0
    for t in range(steps):
        arm = policy.choose(t)
        reward = rng.normal(means[arm])
        policy.update(arm, reward)
        total += reward
    return total


def main():
    means = [0.1, 0.4, 0.8]
    for name, make in POLICIES.items():
        rng = np.random.default_rng(11)
        print(name, round(play(make(len(means)), means, 30, rng), 6))


main()
