# entry
from transforms import Compose, Flip, Scale

pipeline = Compose([Scale(2), Flip(0.5)])
print([pipeline([1, 2, 3]) for _ in range(30)])
