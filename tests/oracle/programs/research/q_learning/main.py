# entry
from agent import Agent
from env import Corridor


def main(episodes=5):
    env, agent = Corridor(), Agent((-1, 1))
    taken = []
    for episode in range(episodes):
        state = env.reset(seed=episode)
        for _ in range(20):
            action = agent.act(state)
            taken.append(action)
            nxt, reward = env.step(action)
            agent.learn(state, action, reward, nxt)
            state = nxt
    print({k: round(v, 6) for k, v in sorted(agent.q.items())}, state, taken)


if __name__ == "__main__":
    main()
