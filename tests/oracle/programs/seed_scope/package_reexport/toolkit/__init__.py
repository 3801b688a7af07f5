from .core import *
from .core import _version as version
