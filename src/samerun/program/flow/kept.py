"""The abstract runs of a program that lives on: one is made anew only when a file that it may have come to changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from samerun.program import configs
from samerun.program.flow.run import EntryRun, run_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.program.flow.entries import Entry
    from samerun.program.program import Program


class NotYet(Exception):
    """A run is not known, and must not be made now."""


class Superseded(Exception):
    """A run was given up because nobody waits for it any more."""


class _Kept(NamedTuple):
    """A run and what it depends on besides its `basis`: the project's files with their digests, and configurations."""

    basis: object
    files: dict[str, bytes]
    configs: dict[str, bytes]
    run: EntryRun


class KeptRuns:
    """Gives a program its runs: `KeptRuns.run_entry` takes the place of `Program.run_entry`.

    `hurry`: a run that is not known raises `NotYet`. `made` counts the runs that were made.
    """

    def __init__(self) -> None:
        self.hurry = False
        self.made = 0
        self._runs: dict[tuple[Entry, int], _Kept] = {}
        self._program: Program | None = None
        self._digests: Mapping[str, bytes] = {}
        self._basis: tuple[object, ...] = ()
        self._superseded = False

    def serve(self, program: Program, digests: Mapping[str, bytes], basis: object) -> None:
        """From now on `program` asks. `digests` are those of its files; `basis` is equal where the settings are."""
        self._program, self._digests = program, digests
        self._basis = (basis, frozenset(program.table.by_path))
        program.run_entry = self.run_entry

    def interrupt(self) -> None:
        """From another thread: whatever run is being made has become useless."""
        self._superseded = True
        machine = self._program.running if self._program is not None else None
        if machine is not None:
            machine.limit = -1  # it comes to its end at the next statement

    def begin(self) -> None:
        """A question begins that somebody waits for."""
        self._superseded = False

    def check(self) -> None:
        """Raises `Superseded` where nobody waits any more."""
        if self._superseded:
            raise Superseded

    def run_entry(self, program: Program, entry: Entry, limit: int) -> EntryRun:
        """The run of an entry point. Raises `NotYet` and `Superseded`."""
        kept = self._runs.get((entry, limit))
        if kept is not None and self._holds(program, kept):
            configs.note(kept.configs)
            return kept.run
        if self.hurry:
            raise NotYet
        self.check()
        with configs.noting() as noted:
            run = run_entry(program, entry, limit)
        self.check()
        configs.note(noted)
        self.made += 1
        files = {path: self._digests[path] for path in self._reachable(run)}
        self._runs[(entry, limit)] = _Kept(self._whole_basis(program), files, noted, run)
        return run

    def _holds(self, program: Program, kept: _Kept) -> bool:
        return (
            all(self._digests.get(path) == digest for path, digest in kept.files.items())
            and kept.basis == self._whole_basis(program)
            and configs.unchanged(kept.configs.items())
        )

    def _whole_basis(self, program: Program) -> tuple[object, ...]:
        """With what a run asks of the whole program."""
        return *self._basis, program.seeding_names, program.versions

    def _reachable(self, run: EntryRun) -> set[str]:
        """The project's files that a run came to, and all that these import."""
        assert self._program is not None
        return self._program.closure.files({run.entry.path, *run.files})
