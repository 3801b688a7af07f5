# entry
import random

from pydantic import BaseModel


class Settings(BaseModel):
    n: int = 4
    seed: int | None = None


settings = Settings(n=3)
if settings.seed is not None:  # blame: a
    random.seed(settings.seed)
print([random.randint(0, 99) for _ in range(settings.n)])  # blame: a
