from random import choice as pick
from random import seed as _seed
