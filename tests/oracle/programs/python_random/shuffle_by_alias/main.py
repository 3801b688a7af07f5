# entry
from random import shuffle as mix

deck = list(range(20))
mix(deck)  # blame
print(deck)
