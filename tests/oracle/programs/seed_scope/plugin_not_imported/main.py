# entry
import random

from plugins import PLUGINS

for fn in PLUGINS.values():
    fn()
print(random.random())  # blame
