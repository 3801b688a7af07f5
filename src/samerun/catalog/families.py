"""Which model an id names: its family, whose weights and outputs it was made of, its maker, whether it is pinned.

The one place that reads model ids. The base name decides; prefixes of hosts and makers, regions, versions of a
service and formats of the weights are taken off first. What no row fits is unknown, and unknown is kin to nothing.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from samerun.catalog.model_tables import Family, ModelTables, Pin

Strictness = Literal["model", "family", "lineage", "provider"]

_VERSION = re.compile(r"-v\d+(:\d+)?(:\d+k)?$")
_AT_DATE = re.compile(r"@\d+$")
_FIREWORKS = re.compile(r"v(\d)p(\d)")
_MAX_LENGTH = 160


class Model(msgspec.Struct, frozen=True):
    """What is known of one id.

    `name` is its normalised base name: two ids with the same name are the same model. `family` is "" for models
    that belong to no brand and are known by their weights alone. `weights` are the families
    whose weights it has, `outputs` those whose answers it was trained on, `line` the brand it continues.
    `sure` is false where only the maker's prefix tells the family.
    """

    written: str
    name: str
    family: str
    maker: str = ""
    weights: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    line: str = ""
    pin: Pin = ""
    sure: bool = True


class Kinship(msgspec.Struct, frozen=True):
    """Why two models are kin: `same` where they are the very same model, and the reason as a clause."""

    same: bool
    reason: str


class Families:
    """Looks up ids and compares them.

    `merge` lists further groups of families that count as one, `split` families that are taken out of every group.
    """

    def __init__(
        self,
        extra: tuple[Family, ...] = (),
        merge: tuple[tuple[str, ...], ...] = (),
        split: tuple[str, ...] = (),
    ) -> None:
        self.tables = ModelTables(extra)
        self._known: dict[tuple[str, bool], Model | None] = {}
        self._group: dict[str, str] = {}
        for group in (*self.tables.ids.together.families, *merge):
            members = [name for name in group if name not in split]
            if members:
                first = self._group.get(members[0], members[0])
                self._group.update(dict.fromkeys(members, first))

    def identify(self, text: str, bare: bool = False) -> Model | None:
        """The model that an id names, None where it is unknown or writes no text.

        `bare`: the id stands where a model is expected for sure, so that short names ("sonnet") count.
        """
        key = (text, bare)
        if key not in self._known:
            self._known[key] = self._identify(text, bare) if len(text) <= _MAX_LENGTH else None
        return self._known[key]

    def _identify(self, text: str, bare: bool) -> Model | None:
        written = text.strip()
        lowered = written.lower()
        if not lowered or any(char.isspace() or char in "{}<>$*\\\"'|" for char in lowered):
            return None
        if lowered.startswith(tuple(self.tables.ids.hosts.not_ids)):
            return None
        is_path = lowered.startswith(("/", "./", "../", "~"))
        if lowered.endswith(tuple(self.tables.ids.hosts.files)):
            return None
        maker = ""
        for base, prefix in self._bases(lowered):
            maker = maker or prefix
            name = self._trimmed(base)
            if self.tables.not_generators.search(name):
                return None
            row = self._row(name, bare, prefix)
            if row is not None:
                return self._model(written, name, base, row)
        brand = self.tables.prefixes[maker].brand if maker and not is_path else ""
        if brand:
            name = self._trimmed(self._bases(lowered)[0][0])
            return Model(written, name, brand, self.tables.prefixes[maker].name, sure=False)
        return None

    def _bases(self, text: str) -> list[tuple[str, str]]:
        """The base names that an id may have, the likeliest first, each with the maker's prefix before it or ""."""
        tables = self.tables
        if text.startswith("arn:"):
            text = text.rpartition("/")[2]
        rest, maker = text, ""
        while True:
            head, colon, tail = rest.partition(":")
            if not colon or "/" in head:
                break
            if head in tables.prefixes or head in tables.hosts:
                maker = head if head in tables.prefixes else maker
            elif not (rest != text and head in tables.ids.hosts.modes):
                break
            rest = tail.lstrip("/")
        found = [self._last_part(rest, maker)] if rest else []
        return found + ([self._last_part(text, "")] if rest != text else [])

    def _last_part(self, text: str, maker: str) -> tuple[str, str]:
        *heads, base = text.rstrip("/").split("/")
        for head in heads:
            maker = head if head in self.tables.prefixes else maker
        if base.startswith("ft:"):  # ft:gpt-4o-mini-2024-07-18:acme::id
            base = base.split(":")[1]
        spelling = self.tables.ids.spelling
        labels = base.split(".")
        if len(labels) > 2 and labels[0] in spelling.regions and labels[1] in spelling.bedrock_makers:
            labels = labels[1:]
        if len(labels) > 1 and labels[0] in spelling.bedrock_makers:
            maker = labels[0]
            base = _VERSION.sub("", ".".join(labels[1:]))
        return base, maker

    def _trimmed(self, base: str) -> str:
        """The base name without what says only how it is served or stored."""
        name = _AT_DATE.sub("", base.replace("_", "-"))
        spelling = self.tables.ids.spelling
        for tail in spelling.service_tails:
            name = name.removesuffix(tail)
        before = ""
        while name != before:
            before = name
            name = re.sub(spelling.weight_tail, "", name.removesuffix(".gguf"))
            for tail in spelling.weight_tails:
                name = name.removesuffix(f"-{tail}")
        return _FIREWORKS.sub(r"\1.\2", name)

    def _row(self, name: str, bare: bool, prefix: str) -> Family | None:
        for pattern, row in self.tables.patterns:
            if (bare or not row.bare) and (not row.needs_maker or self._made_by(row, prefix)) and pattern.search(name):
                return row
        return None

    def _made_by(self, row: Family, prefix: str) -> bool:
        return prefix in self.tables.prefixes and self.tables.prefixes[prefix].name == row.maker

    def _model(self, written: str, name: str, base: str, row: Family) -> Model:
        weights = tuple(row.weights)
        if row.weights_in_name:
            named = next((family for pattern, family in self.tables.weights_words if pattern.search(name)), "")
            weights = (named,) if named else weights
        pin: Pin = next((kind for kind, pattern in self.tables.snapshots if pattern.search(base)), "")
        family = "" if row.mixed else row.name
        return Model(written, name, family, row.maker, weights, tuple(row.outputs), row.line, pin)

    # --- kinship -------------------------------------------------------------------------------------

    def kinship(self, judge: Model, generator: Model, strictness: Strictness = "family") -> Kinship | None:
        """Why the judge is kin to the generator, None where it is not (or not known to be)."""
        if judge.name == generator.name and judge.family == generator.family:
            return Kinship(True, f"both are {judge.name}")
        if strictness == "model":
            return None
        shared = self._shared(self._weights(judge), self._weights(generator))
        if shared:
            return Kinship(False, self._reason(judge, generator, shared))
        if strictness in ("lineage", "provider"):
            shared = self._shared(self._lineage(judge), self._lineage(generator))
            if shared:
                return Kinship(False, f"both descend from {shared}")
        if strictness == "provider":
            makers = self._makers(judge) & self._makers(generator)
            if makers:
                return Kinship(False, f"both are made by {min(makers)}")
        return None

    def _shared(self, one: set[str], other: set[str]) -> str:
        """A family of both sets, "" where there is none; families of one group are one."""
        mine = {self._group.get(name, name): name for name in sorted(one)}
        both = mine.keys() & {self._group.get(name, name) for name in other}
        return mine[min(both)] if both else ""

    def _reason(self, judge: Model, generator: Model, shared: str) -> str:
        derived = (model for model in (judge, generator) if model.family != shared and shared in model.weights)
        told = [f"{model.name} has {shared} weights" for model in derived]
        if told:
            return " and ".join(told)
        if judge.family != generator.family:
            return f"{judge.family} and {generator.family} are one maker's line"
        return f"both are of the {shared} family"

    @staticmethod
    def _weights(model: Model) -> set[str]:
        return {model.family, *model.weights} - {""}

    @staticmethod
    def _lineage(model: Model) -> set[str]:
        return {model.family, model.line, *model.weights, *model.outputs} - {""}

    def _makers(self, model: Model) -> set[str]:
        rows = self.tables.families
        of_weights = {row.maker for row in rows if row.name in model.weights and not row.weights}
        return ({model.maker} | of_weights) - {""}
