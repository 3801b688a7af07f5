# entry
import datetime
import random

now = datetime.datetime.now()
random.seed(now.microsecond)  # blame: a
print(random.random())
