"""Names that speak of seeds: words, not substrings ("reseed" and "seed_all" do, "exceeded" doesn't)."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_SEEDS = ("seed", "seeds", "reseed", "seeded", "seeding", "seeder")


@lru_cache(maxsize=4096)
def words(name: str) -> tuple[str, ...]:
    """The words of an identifier, in lower case: `seedEverything` and `seed_everything` have the same."""
    return tuple(word.lower() for word in _WORD.findall(name))


@lru_cache(maxsize=16384)
def seed_word(name: str) -> bool:
    """Whether a name speaks of seeding, determinism or reproducibility."""
    if "seed" not in name.lower() and "determin" not in name.lower() and "repro" not in name.lower():
        return False
    return any(word in _SEEDS or word.startswith(("determin", "reprod")) for word in words(name))


@lru_cache(maxsize=16384)
def seed_name(name: str) -> bool:
    """Whether a name is that of a seed itself."""
    return "seed" in name.lower() and any(word in ("seed", "seeds") for word in words(name))
