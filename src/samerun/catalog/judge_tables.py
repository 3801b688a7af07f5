"""The tables of judges and roles as typed rows: library calls that judge, carriers of models, words of names."""

from __future__ import annotations

import re
from functools import cache, cached_property
from importlib.resources import files

import msgspec


class JudgeCall(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A library call that takes or is a judge, or (as `[[subject]]`) runs the model under test. See judges.toml."""

    root: str
    names: list[str]
    model: list[str]
    position: int | None = None
    within: str = ""
    default: str = ""
    kinds: list[str] = []
    receiver: bool = False


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words in a project's files that give a library another default judge."""

    root: str
    by: list[str]


class Command(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command that judges: the option that names the judge, and the family that it takes without."""

    name: str
    option: str
    default: str


class Carriers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Calls that hold a model's id."""

    keywords: list[str]
    first: list[str]
    first_of: list[str]
    second: list[str]
    other_tasks: list[str]
    wraps: list[str]
    wrapped: list[str]
    same: list[str]
    neutral: list[str]
    neutral_endings: list[str]
    default: dict[str, str]


class JudgeWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a judge's name."""

    strong: list[str]
    medium: list[str]
    weak: list[str]
    medium_pairs: list[list[str]]
    ambiguous_pairs: list[list[str]]
    disarmed: list[str]
    aside: list[str]


class GeneratorWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words of a generator's name."""

    strong: list[str]
    medium: list[str]
    weak: list[str]
    disarmed: list[str]


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A plain list of words."""

    words: list[str]


class Functions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What functions that grade are called, and what their prompts say."""

    judge: list[str]
    perhaps: list[str]
    aside: list[str]
    prompt: list[str]


class Roles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file roles.toml."""

    judge: JudgeWords
    generator: GeneratorWords
    neither: WordList
    functions: Functions
    holders: WordList


class _Calls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    judge: list[JudgeCall]
    subject: list[JudgeCall]
    moved: list[Moved]
    command: list[Command]
    carriers: Carriers


class JudgeTables:
    """Both files. Names of calls are looked up by import root and last part."""

    def __init__(self) -> None:
        calls = msgspec.convert(_read("judges"), _Calls)
        self.roles = msgspec.convert(_read("roles"), Roles)
        self.carriers = calls.carriers
        self.commands = calls.command
        self.moved = {row.root: [word.encode() for word in row.by] for row in calls.moved}
        self._judges = [(_names(row), row) for row in calls.judge]
        self._subjects = [(_names(row), row) for row in calls.subject]
        self._fit_judges: dict[str, list[JudgeCall]] = {}
        self._fit_subjects: dict[str, list[JudgeCall]] = {}

    def judge(self, dotted: str) -> JudgeCall | None:
        """The row of a library call that judges."""
        return _fitting(self._judges, self._fit_judges, dotted)

    def subject(self, dotted: str) -> JudgeCall | None:
        """The row of a library call that runs the model under test."""
        return _fitting(self._subjects, self._fit_subjects, dotted)

    @cached_property
    def judge_roots(self) -> frozenset[str]:
        """Import roots with judges in them, as they begin."""
        return frozenset(row.root.rstrip("*") for _, row in self._judges)

    @cached_property
    def grading(self) -> list[re.Pattern[str]]:
        """What a prompt that asks for a grade says."""
        return [re.compile(pattern, re.IGNORECASE) for pattern in self.roles.functions.prompt]


@cache
def judge_tables() -> JudgeTables:
    """The tables, read once a process."""
    return JudgeTables()


def _fitting(
    rows: list[tuple[re.Pattern[str], JudgeCall]], known: dict[str, list[JudgeCall]], dotted: str
) -> JudgeCall | None:
    """The row of a dotted name; `known` holds those that fit its root and last part, once they were looked for."""
    root, _, rest = dotted.partition(".")
    subject = f"{root}:{rest.rpartition('.')[2]}"
    if subject not in known:
        known[subject] = [row for pattern, row in rows if pattern.fullmatch(subject)]
    for row in known[subject]:
        if row.within in dotted:
            return row if row.model or row.receiver or row.default else None
    return None


def _names(row: JudgeCall) -> re.Pattern[str]:
    names = "|".join(_glob(name) for name in row.names)
    return re.compile(f"{_glob(row.root)}:(?:{names})")


def _glob(text: str) -> str:
    return re.escape(text).replace(r"\*", r"\w*")


def _read(name: str) -> object:
    return msgspec.toml.decode((files("samerun.catalog") / "models" / f"{name}.toml").read_bytes())
