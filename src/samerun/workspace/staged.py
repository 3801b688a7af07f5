"""What is staged: the files of a repository as its index holds them, which is what the next commit will hold."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

GIT_SECONDS = 60


class NotARepository(Exception):
    """There is no index to read, and why."""


class StagedFiles:
    """The index of the repository at `top`; paths are identities. Variables that git gives to hooks are honoured.

    `unmerged` are paths that a merge left with several versions: none of them is staged.
    """

    def __init__(self, top: str) -> None:
        self.top = top
        self.unmerged: set[str] = set()
        self._objects: dict[str, str] = {}
        self._known: dict[str, bytes] = {}
        for entry in self._git("ls-files", "--stage", "-z").split(b"\0"):
            head, _, name = entry.partition(b"\t")
            if not name:
                continue
            mode, sha, stage = head.decode("ascii").split()
            path = f"{top.rstrip('/')}/{os.fsdecode(name)}"
            if stage != "0":
                self.unmerged.add(path)
            elif mode.startswith("100"):
                self._objects[path] = sha

    @property
    def paths(self) -> tuple[str, ...]:
        """Every staged file, sorted; symbolic links and submodules are none."""
        return tuple(sorted(self._objects))

    def load(self, paths: Iterable[str]) -> None:
        """Read many files at once: one process, however many there are."""
        wanted = [path for path in paths if path in self._objects and path not in self._known]
        if not wanted:
            return
        shas = "".join(f"{self._objects[path]}\n" for path in wanted)
        output = self._git("cat-file", "--batch", stdin=shas.encode("ascii"))
        at = 0
        for path in wanted:
            end = output.index(b"\n", at)
            size = int(output[at:end].split()[2])
            self._known[path] = output[end + 1 : end + 1 + size]
            at = end + size + 2

    def read(self, path: str) -> bytes | None:
        """The staged content of a file; None where none is staged."""
        if path not in self._objects:
            return None
        self.load([path])
        return self._known[path]

    def _git(self, *arguments: str, stdin: bytes = b"") -> bytes:
        # Settings of the repository that name programs are switched off: reading files must not run any.
        command = ["git", "-c", "core.fsmonitor=false", *arguments]
        try:
            done = subprocess.run(
                command, cwd=self.top, input=stdin, capture_output=True, timeout=GIT_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NotARepository(f"git can't be asked for what is staged: {error}") from error
        if done.returncode != 0:
            said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
            raise NotARepository(f"git can't say what is staged: {said}")
        return done.stdout
