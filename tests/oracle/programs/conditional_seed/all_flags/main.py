# entry
import random

FLAGS = {"seeded": True, "strict": True}
if all(FLAGS.values()):
    random.seed(4)
print(random.random())
