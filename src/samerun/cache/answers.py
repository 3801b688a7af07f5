"""The second layer: the findings of a whole project, kept until something they depend on is another.

An answer depends on the code of samerun, the settings, the user's catalog, what declares entry points, the findings of
document rules on the same files, and the content of every file of the context, targets or not. All of that is in the
key.  The configuration files that a program reads are not known before it is analysed: an answer says which they were.
What depends on anything else (documents, a baseline, the state of git) is asked anew in every run and has no place in
an answer.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from samerun.cache.keys import code_stamp, digest
from samerun.program.configs import unchanged
from samerun.rules.finding import Finding
from samerun.run import Silenced

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from samerun.cache.store import Store
    from samerun.settings.model import Settings

_DECLARING = ("pyproject.toml", "setup.cfg", "setup.py")


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """What is said of some targets of one project: see `Result`. `read` counts the targets that were analysed.

    `configs` are the configuration files that it depends on besides, there or not, with their state.
    """

    findings: tuple[Finding, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    read: int = 0
    configs: tuple[tuple[str, bytes], ...] = ()


class Question:
    """What an answer depends on: the project at `root` with the digests of its context, and the settings there."""

    def __init__(
        self,
        root: str,
        digests: Mapping[str, bytes],
        settings: Iterable[Settings],
        given: Iterable[Finding],
        targets: Iterable[str],
    ) -> None:
        settings = list(settings)
        self.key = digest(
            code_stamp(),
            root.encode("utf-8", "surrogateescape"),
            *sorted(map(_encoded, settings)),
            *(_content(Path(root, name)) for name in _DECLARING),
            *(_content(path) for each in settings for path in _catalog_files(each)),
            _encoded(list(given)),
            *(part for path in sorted(digests) for part in (path.encode("utf-8", "surrogateescape"), digests[path])),
        )
        self.asked = digest(*(path.encode("utf-8", "surrogateescape") for path in sorted(targets)))

    def answered(self, store: Store) -> Answer | None:
        """The answer of an earlier run."""
        kept = store.answer(self.key, self.asked)
        if kept is None:
            return None
        try:
            answer = msgspec.msgpack.decode(kept, type=Answer)
        except msgspec.MsgspecError:  # a damaged one is as good as none
            return None
        return answer if unchanged(answer.configs) else None

    def keep(self, store: Store, answer: Answer) -> None:
        """Keep an answer for later runs."""
        store.keep_answer(self.key, self.asked, _encoded(answer))


def _encoded(value: object) -> bytes:
    return msgspec.msgpack.encode(value)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        return f"\0{error.strerror}".encode()


def _catalog_files(settings: Settings) -> list[Path]:
    names = settings.catalog.get("files", [])
    base = settings.origin("catalog").file
    folder = Path(base).parent if base else Path()
    return [folder / name for name in names if isinstance(name, str)] if isinstance(names, list) else []
