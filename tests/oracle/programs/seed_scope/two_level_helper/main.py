# entry
from lab.experiment import Experiment

if __name__ == "__main__":
    print(Experiment(name="two-level").run())
