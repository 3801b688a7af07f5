"""The work of the language server, on a thread of its own: the newest texts are checked, older ones given up.

Every change is answered up to three times. First by the rules that look at one file after the other, asked of what was
edited; what was said of the rest a moment ago moves with the text. Then by all that can be said without following an
entry point anew. Then, when the entry points that the change may concern were followed again, by the whole answer,
which is that of `samerun check`.
"""

from __future__ import annotations

import gc
import posixpath
import threading
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from samerun.engine import order
from samerun.faces.lsp.lenses import Lens, lenses
from samerun.faces.lsp.moving import moved
from samerun.live import Live, Superseded, Told
from samerun.run import Request, Result
from samerun.settings.errors import SettingsError
from samerun.settings.overrides import Overrides
from samerun.workspace.sources import SourceFile, SourceProblem, source_from_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

ABOUT_COMMENTS = frozenset({"REP002"})
"""Rules that judge comments by all findings: they wait while other rules do."""

ALONE = 1
"""How many processes read files. More would be forked from a process with threads, and one of them waits for the editor
with the lock of standard input in its hand, which a forked process closes first: it never begins."""


class Buffers(NamedTuple):
    """What the editor holds: the content of open files by path, and the versions that it is."""

    contents: dict[str, bytes]
    versions: dict[str, int | None]


class Answer(NamedTuple):
    """What is to be shown for one folder. `settled`: it is the whole answer. `lenses` are those of open files, with the
    texts that they stand in."""

    folder: str
    result: Result
    versions: Mapping[str, int | None]
    settled: bool
    lenses: Mapping[str, tuple[SourceFile, list[Lens]]]


class Session:
    """Checks the folders of one editor. `show` gets answers, `tell` sentences on settings; both from the thread."""

    def __init__(self, show: Callable[[Answer], None], tell: Callable[[str], None]) -> None:
        self._show, self._tell = show, tell
        self._wake = threading.Condition()
        self._buffers = Buffers({}, {})
        self._folders: tuple[str, ...] = ()
        self._values: Mapping[str, Any] = {}
        self._newest = self._done = 0
        self._stale = self._stopped = False
        self._lives: dict[str, Live] = {}
        self._last: dict[str, Result] = {}
        self._told = ""
        self._thread = threading.Thread(target=self._work, name="samerun", daemon=True)

    # --- from the editor's side ----------------------------------------------------------------------

    def start(self, folders: list[str], values: Mapping[str, Any]) -> None:
        """Begin to work on folders, with the settings that the editor gives on top of those in files."""
        self._folders, self._values = tuple(folders), values
        self._thread.start()

    def change(self, buffers: Buffers, *, disk: bool = False) -> None:
        """The texts are others now; with `disk`, files or settings may be others too."""
        with self._wake:
            self._buffers = buffers
            self._newest += 1
            self._stale |= disk
            self._wake.notify()
        for live in tuple(self._lives.values()):
            live.interrupt()

    def configure(self, folders: list[str], values: Mapping[str, Any]) -> None:
        """The folders, or the editor's settings, are others now."""
        with self._wake:
            self._folders, self._values = tuple(folders), values
            self._lives, self._last = {}, {}
        self.change(self._buffers, disk=True)

    def stop(self) -> None:
        """End the thread."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        for live in tuple(self._lives.values()):
            live.interrupt()

    # --- on the thread -------------------------------------------------------------------------------

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._stopped or self._newest != self._done)
                if self._stopped:
                    return
                number, buffers, folders = self._newest, self._buffers, self._folders
                stale, self._stale = self._stale, False
                if stale:
                    for live in self._lives.values():
                        live.forget()
                self._done = number
            for folder in sorted({*folders, *_beside(folders, buffers)}):
                try:
                    self._check(folder, buffers, number)
                except Superseded:
                    break
                except SettingsError as error:
                    self._say(str(error))
                except Exception as error:  # an editor's server lives on
                    self._say(f"internal error, please report it: {type(error).__name__}: {error}")

    def _say(self, sentence: str) -> None:
        if sentence != self._told:
            self._told = sentence
            self._tell(sentence)

    def _check(self, folder: str, buffers: Buffers, number: int) -> None:
        live = self._live(folder, buffers)
        live.begin()
        if self._newest != number:
            raise Superseded
        contents = {path: content for path, content in buffers.contents.items() if self._holder(path) == folder}
        last = self._last.get(folder)
        for ask in (live.of_changed, live.at_once):
            if last is None:
                break
            told = ask(contents)
            if not told.open:
                self._settle(folder, live, told.result, buffers)
                return
            self._show(Answer(folder, _filled(told, last, contents), buffers.versions, False, {}))
        result = live.whole(contents)
        self._settle(folder, live, result, buffers)
        if not live.warm:  # the answer may have come from the cache: follow the entry points before they are asked for
            live.warm = True
            self._settle(folder, live, live.whole(contents), buffers)
            gc.collect()
            gc.freeze()  # what lives as long as the session is looked through no more

    def _settle(self, folder: str, live: Live, result: Result, buffers: Buffers) -> None:
        self._last[folder] = result
        self._told = ""
        found = {}
        for path in buffers.contents:
            program = live.program(path)
            if program is not None and program.table.by_path[path].kind == "python":
                found[path] = program.table.by_path[path].source, lenses(program, path)
        self._show(Answer(folder, result, buffers.versions, True, found))
        gc.collect()

    def _live(self, folder: str, buffers: Buffers) -> Live:
        paths: tuple[str, ...] = (folder,)
        if folder not in self._folders:  # a file that was opened by itself
            paths = tuple(sorted(path for path in buffers.contents if posixpath.dirname(path) == folder))
        live = self._lives.get(folder)
        if live is None or live.request.paths != paths:
            overrides = Overrides(values={"force-exclude": True, **self._values}, cwd=folder)
            live = self._lives[folder] = Live(Request(paths=paths, overrides=overrides, cache=True, jobs=ALONE))
        return live

    def _holder(self, path: str) -> str:
        """The folder whose check a file is in."""
        return max(
            (each for each in self._folders if f"{path}/".startswith(f"{each}/")),
            key=len,
            default=posixpath.dirname(path),
        )


def _beside(folders: tuple[str, ...], buffers: Buffers) -> set[str]:
    """The folders of open files that lie in none of the editor's folders."""
    outside = (path for path in buffers.contents if not any(path.startswith(f"{each}/") for each in folders))
    return {posixpath.dirname(path) for path in outside}


def _filled(told: Told, last: Result, contents: Mapping[str, bytes]) -> Result:
    """An answer, with what the rules that are still at work said last time."""
    result, asked = told.result, {**dict.fromkeys(ABOUT_COMMENTS, frozenset[str]()), **told.open}
    sources = dict(result.sources)

    def now(path: str) -> SourceFile | None:
        if path not in sources:
            sources[path] = last.sources[path]
            if path in contents:
                try:
                    sources[path] = source_from_text(path, contents[path])
                except SourceProblem:
                    return None
        return sources[path]

    waiting = [each for each in last.findings if each.code in asked and each.path not in asked[each.code]]
    findings = [each for each in result.findings if each.code not in ABOUT_COMMENTS]
    everything = sorted([*findings, *moved(waiting, last.sources, now)], key=order)
    return msgspec.structs.replace(result, findings=tuple(everything), sources=sources)
