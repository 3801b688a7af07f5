# entry
import random

from pydantic import BaseModel, Field


class Settings(BaseModel):
    n: int = 4
    seed: int | None = Field(default=5, ge=0)


settings = Settings.model_validate({"n": 3})
if settings.seed is not None:
    random.seed(settings.seed)
print([random.randint(0, 99) for _ in range(settings.n)])
