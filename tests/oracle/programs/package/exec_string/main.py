# entry
# undecidable: code in a string built at run time
import random

exec("ra" + "ndom.seed(2)")
print(random.random())
