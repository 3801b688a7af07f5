"""What git ignores: asked of git itself in a checkout, read from .gitignore files elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from samerun.workspace.documents import is_document
from samerun.workspace.git import git

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Ignores(Protocol):
    """Says which entries of a folder are ignored; asked from the top down."""

    def enter(self, folder: str) -> None:
        """Announce a folder before its entries are asked about."""

    def keeps_file(self, path: str) -> bool:
        """Whether a file is not ignored."""

    def keeps_folder(self, path: str) -> bool:
        """Whether a folder may hold files that are not ignored."""


class NoIgnores:
    """Nothing is ignored."""

    def enter(self, folder: str) -> None:
        """Nothing to read."""

    def keeps_file(self, path: str) -> bool:
        return True

    def keeps_folder(self, path: str) -> bool:
        return True


class GitListing:
    """The files of one repository that are tracked, or new and not ignored."""

    def __init__(self, top: str, output: bytes) -> None:
        prefix = top.rstrip("/") + "/"
        self.files: set[str] = set()
        self.folders: set[str] = {top}
        folder = ""
        for name in os.fsdecode(output).split("\0"):
            if name.endswith((".py", ".ipynb", ".txt")) or is_document(prefix + name):
                self.files.add(prefix + name)
            elif name:
                self.folders.add(prefix + name.rstrip("/"))  # it may be a submodule, or another repository inside
            if folder != (folder := name.rstrip("/").rpartition("/")[0]):
                self._add(prefix, folder)

    def _add(self, prefix: str, folder: str) -> None:
        while folder and prefix + folder not in self.folders:
            self.folders.add(prefix + folder)
            folder = folder.rpartition("/")[0]

    def enter(self, folder: str) -> None:
        """Nothing to read."""

    def keeps_file(self, path: str) -> bool:
        return path in self.files

    def keeps_folder(self, path: str) -> bool:
        return path in self.folders or path in self.files


class IgnoreFiles:
    """The .gitignore files from the folder `top` down; a deeper one overrules those above it."""

    def __init__(self, top: str) -> None:
        self.top = top
        self._specs: dict[str, GitIgnoreSpec | None] = {}

    def enter(self, folder: str) -> None:
        """Read the .gitignore of `folder` and of the folders between it and the top."""
        while folder not in self._specs and f"{folder}/".startswith(f"{self.top.rstrip('/')}/"):
            self._specs[folder] = _spec(folder)
            folder = folder.rpartition("/")[0] or "/"

    def keeps_file(self, path: str) -> bool:
        return self._keeps(path, "")

    def keeps_folder(self, path: str) -> bool:
        return self._keeps(path, "/")

    def _keeps(self, path: str, ending: str) -> bool:
        folder = path.rpartition("/")[0] or "/"
        while True:
            spec = self._specs.get(folder)
            if spec is not None:
                verdict = spec.check_file(path[len(folder) :].lstrip("/") + ending).include
                if verdict is not None:
                    return not verdict
            if folder in (self.top, "/"):
                return True
            folder = folder.rpartition("/")[0] or "/"


def ignores_of(top: str) -> Ignores:
    """What is ignored in the repository at `top`: git's own listing, else its .gitignore files."""
    output = _listed_by_git(top)
    return IgnoreFiles(top) if output is None else GitListing(top, output)


def _listed_by_git(top: str) -> bytes | None:
    return git(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard")


def _spec(folder: str) -> GitIgnoreSpec | None:
    try:
        text = Path(folder, ".gitignore").read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    lines = []
    for line in text.splitlines():
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:  # git passes over a pattern that it can't read
            continue
        lines.append(line)
    return GitIgnoreSpec.from_lines(lines)
