# entry
import random

TEXT = "12"
if TEXT.isdigit():
    random.seed(int(TEXT))
print(random.random())
