"""What a document rule reads: the documents of one repository, their text, and what its locks say."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from samerun.workspace.sources import SourceProblem
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from samerun.locks.model import LockResult, Place
    from samerun.workspace.sources import SourceFile


class Documents:
    """The documents that belong together because a lock at their top may speak for all of them.

    `root` is their folder, `paths` every document and Python file below it, `targets` those that are reported on
    (notebooks and Python files too); all are identities. `read` gives the text of one, or raises `SourceProblem`;
    `contents` stand in for what is on disk. `profile` says which policies hold for a file.
    """

    def __init__(
        self,
        root: str,
        paths: Collection[str],
        targets: Collection[str],
        read: Callable[[str], SourceFile],
        contents: Mapping[str, bytes],
        profile: Callable[[str], str],
    ) -> None:
        self.root = root
        self.paths = tuple(sorted(paths))
        self.targets = tuple(sorted(targets))
        self.profile = profile
        self._read = read
        self._contents = contents

    def source(self, path: str) -> SourceFile | None:
        """The text of a document; None where there is no file to read."""
        try:
            return self._read(path)
        except SourceProblem:
            return None

    @cached_property
    def locks(self) -> tuple[LockResult, ...]:
        """What is believed of every manifest and lock; their paths are relative to `root`.

        Variables that configure the tools on this machine play no part: what only they would settle is unknown.
        """
        from samerun.locks import ListedReader, check_locks

        prefix = len(self.root.rstrip("/")) + 1
        listed = {path[prefix:] for path in self.paths}
        own = {path[prefix:]: raw for path, raw in self._contents.items() if path in self.paths}
        return tuple(check_locks(ListedReader(self.root, listed, own), every_script=False))

    def content(self, name: str) -> bytes | None:
        """The text of a document that a lock result names; None where there is no file to read."""
        source = self.source(self.absolute(name))
        return None if source is None else source.data

    def absolute(self, name: str) -> str:
        """The identity of a file that a lock result names."""
        return f"{self.root.rstrip('/')}/{name}"

    def span(self, path: str, place: Place | None) -> Span:
        """The span of a place in a document: of its whole line where it names no columns, else of the start."""
        source = self.source(path)
        if source is None or place is None:
            return Span(0, 0)
        data = source.data
        start = 0
        for _ in range(place.line - 1):
            after = data.find(b"\n", start) + 1
            if not after or after == len(data):
                break
            start = after
        end = data.find(b"\n", start)
        line = data[start : end if end >= 0 else len(data)].rstrip(b"\r")
        if place.end <= place.start:
            return Span(start + len(line) - len(line.lstrip()), start + len(line))
        text = line.decode("utf-8", "replace")
        first, last = (start + len(text[:column].encode("utf-8")) for column in (place.start, place.end))
        return Span(first, last)
