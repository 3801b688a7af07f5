"""The table `[tool.samerun.boundaries]`: which packages are evals, which are models, and who may import whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from samerun.settings.errors import SettingsError

if TYPE_CHECKING:
    from samerun.settings.model import Settings

Places = tuple[str, ...]
"""Packages and modules by their dotted names, or folders and files by paths with a slash, as in `src/acme/evals/`."""

EVAL, MODEL = "eval", "model"


class Pair(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """An eval and what it scores, for REP404, where no import shows it."""

    eval: Annotated[Places, Meta(description="What measures.")]
    model: Annotated[Places, Meta(description="What is measured.")]


class Contract(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True, omit_defaults=True
):
    """One contract: an eval and a model, or any two sides (`from` must not import `to`), or layers."""

    eval: Annotated[Places, Meta(description="Packages that measure.")] = ()
    model: Annotated[Places, Meta(description="Packages that are measured: they define or train models.")] = ()
    from_: Annotated[Places, Meta(description="Packages that must not import those in `to`.")] = msgspec.field(
        default=(), name="from"
    )
    to: Annotated[Places, Meta(description="Packages, libraries too, that those in `from` must not import.")] = ()
    layers: Annotated[
        Places,
        Meta(description='Packages from the highest to the lowest: each may import only those below. "a | b" are level '
        'and must not import each other, "a : b" may.'),
    ] = ()  # fmt: skip
    allow: Annotated[Places, Meta(description="Interface modules, which every side may import.")] = ()
    type_checking: Annotated[bool, Meta(description="Count imports under `if TYPE_CHECKING:` too.")] = False
    because: Annotated[str, Meta(description="The reason, shown with every crossing.")] = ""


class Boundaries(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True, omit_defaults=True
):
    """All of the table: one contract between `eval` and `model`, more of them by name, and pairs for REP404."""

    eval: Annotated[Places, Meta(description="Packages that measure.")] = ()
    model: Annotated[Places, Meta(description="Packages that are measured: they define or train models.")] = ()
    allow: Annotated[Places, Meta(description="Interface modules, which every side may import.")] = ()
    type_checking: Annotated[bool, Meta(description="Count imports under `if TYPE_CHECKING:` too.")] = False
    because: Annotated[str, Meta(description="The reason, shown with every crossing.")] = ""
    by_convention: Annotated[
        bool | None,
        Meta(description="Take packages for evals and models by their names. Default: where no eval is declared."),
    ] = None
    pairs: Annotated[tuple[Pair, ...], Meta(description="Evals and what they score, where no import shows it.")] = ()
    contracts: Annotated[dict[str, Contract], Meta(description="More contracts, by name.")] = {}

    @property
    def conventional(self) -> bool:
        """Whether packages are taken for evals and models by their names."""
        if self.by_convention is not None:
            return self.by_convention
        return not (self.eval or any(each.eval for each in self.contracts.values()))

    def declared(self) -> dict[str, Contract]:
        """Every contract by its key in the settings."""
        own = Contract(
            eval=self.eval, model=self.model, allow=self.allow, type_checking=self.type_checking, because=self.because
        )
        named = {f"boundaries.contracts.{name}": contract for name, contract in self.contracts.items()}
        return {"boundaries": own, **named} if self.eval or self.model else named


def check(settings: Settings) -> None:
    """Raise on a contract that lacks a side or has too many."""
    for key, contract in settings.boundaries.declared().items():
        problem = _problem(contract, key == "boundaries")
        if problem:
            raise SettingsError(place(settings, key), f'"{key}" {problem}')


def place(settings: Settings, key: str, word: str | None = None) -> str:
    """Where a key of the table stands, for an error."""
    origin = settings.origin("boundaries")
    if not origin.file:
        return str(origin)
    from samerun.settings.places import key_line
    from samerun.settings.sources import shown

    return f"{shown(origin.file)}:{key_line(origin.file, key, word)}"


def _problem(contract: Contract, top: bool) -> str:
    """What is wrong with the sides of a contract, as the end of a sentence; "" for nothing."""
    sides = {"eval": contract.eval, "model": contract.model}
    kinds = [any(sides.values()), bool(contract.from_ or contract.to), bool(contract.layers)]
    if sum(kinds) != 1:
        return 'must have either "eval" and "model", or "from" and "to", or "layers"'
    if kinds[1]:
        sides = {"from": contract.from_, "to": contract.to}
    if kinds[2]:
        return "" if len(contract.layers) > 1 else 'must name at least two "layers"'
    missing = next((side for side, places in sides.items() if not places), "")
    if missing and top:
        other = EVAL if missing == MODEL else MODEL
        return f'names "{other}" and no "{missing}"; a boundary has two sides'
    return f'lacks "{missing}"' if missing else ""
