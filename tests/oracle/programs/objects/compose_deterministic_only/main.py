# entry
from transforms import Compose, Scale

print(Compose([Scale(2), Scale(3)])([1, 2, 3]))
