# entry
from app.models.linear import Linear

print(Linear(3).w)
