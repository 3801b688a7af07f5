"""The second layer: the findings of a whole project, kept until something they depend on is another.

An answer depends on the code of samerun, the settings, the user's catalog, what declares entry points, the findings of
document rules on the same files, and the content of every file of the context, targets or not. All of that is in the
key. The configuration files that a program reads are not known before it is analysed: an answer says which they were.

Most files of a project are asked for no more than their outline, and of others the facts alone count (`records.Form`).
So an answer is also filed under the outlines of all files, with a list of the files that were looked into: it holds
as long as these are what they were.

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
    from samerun.program.modules import Module
    from samerun.records import Form
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


class Looked(msgspec.Struct, frozen=True, array_like=True):
    """The answer that is kept under `key`, and the files that were looked into for it, each with a digest: of its
    content, or of its facts alone."""

    key: bytes
    texts: tuple[tuple[str, bytes], ...] = ()
    facts: tuple[tuple[str, bytes], ...] = ()


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
        self.digests = digests
        self.basis = digest(
            code_stamp(),
            root.encode("utf-8", "surrogateescape"),
            *sorted(map(_encoded, settings)),
            *(_content(Path(root, name)) for name in _DECLARING),
            *(_content(path) for each in settings for path in _catalog_files(each)),
            _encoded(list(given)),
        )
        self.key = self._with(digests)
        self.asked = digest(*(path.encode("utf-8", "surrogateescape") for path in sorted(targets)))

    def _with(self, parts: Mapping[str, bytes]) -> bytes:
        """The basis and something of every file."""
        rows = (row for path in sorted(parts) for row in (path.encode("utf-8", "surrogateescape"), parts[path]))
        return digest(self.basis, *rows)

    def _by_outlines(self, forms: Mapping[str, Form]) -> bytes:
        return self._with({path: form.head for path, form in forms.items()})

    def answered(self, store: Store) -> Answer | None:
        """The answer of an earlier run on the same contents."""
        return self._kept(store, self.key)

    def _kept(self, store: Store, key: bytes) -> Answer | None:
        kept = store.answer(key, self.asked)
        if kept is None:
            return None
        try:
            answer = msgspec.msgpack.decode(kept, type=Answer)
        except msgspec.MsgspecError:  # a damaged one is as good as none
            return None
        return answer if unchanged(answer.configs) else None

    def alike(self, store: Store, forms: Mapping[str, Form]) -> Answer | None:
        """The answer of an earlier run on other contents, which differ in nothing that the answer depends on."""
        kept = store.answer(self._by_outlines(forms), self.asked)
        if kept is None:
            return None
        try:
            looked = msgspec.msgpack.decode(kept, type=Looked)
        except msgspec.MsgspecError:
            return None
        if any(self.digests.get(path) != known for path, known in looked.texts):
            return None
        if any(path not in forms or forms[path].facts != known for path, known in looked.facts):
            return None
        answer = self._kept(store, looked.key)
        if answer is not None:
            self._keep(store, answer, forms, looked)
        return answer

    def keep(
        self,
        store: Store,
        answer: Answer,
        forms: Mapping[str, Form],
        commented: Iterable[str],
        modules: Iterable[Module],
    ) -> None:
        """Keep an answer for later runs. `commented` files were read for ignore comments, `modules` as was needed."""
        found = (*answer.findings, *(each.finding for each in answer.silenced))
        texts = {*commented, *(finding.path for finding in found)} & self.digests.keys()
        facts = set()
        for module in modules:
            if module.looked == "text":
                texts.add(module.path)
            elif module.looked == "facts":
                facts.add(module.path)
        looked = Looked(
            self.key,
            tuple((path, self.digests[path]) for path in sorted(texts)),
            tuple((path, forms[path].facts) for path in sorted(facts - texts)),
        )
        self._keep(store, answer, forms, looked)

    def _keep(self, store: Store, answer: Answer, forms: Mapping[str, Form], looked: Looked) -> None:
        store.keep_answer(self.key, self.asked, _encoded(answer))
        store.keep_answer(self._by_outlines(forms), self.asked, _encoded(msgspec.structs.replace(looked, key=self.key)))


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
