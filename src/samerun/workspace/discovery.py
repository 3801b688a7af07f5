"""Which files there are: the targets of a run, the project of each, and the files of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from samerun.settings.model import DEFAULT_EXCLUDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class DiscoveryOptions(msgspec.Struct, frozen=True, kw_only=True):
    """What to leave out. Patterns as in `settings.patterns`; those with a slash are relative to `base`."""

    base: str
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True


class Discovery(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one run, all paths identities (absolute, POSIX).

    `targets` are sorted; `roots` gives the project root of each. `skipped` pairs a path with the reason it is
    left out (ignored and excluded files found on the way are left out without a word); `missing` are the
    arguments, as typed, that do not exist.
    """

    targets: tuple[str, ...] = ()
    roots: Mapping[str, str] = {}
    skipped: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()


class FileTree:
    """What one run has learnt of the disk: one git listing a repository, one look at each folder's markers.

    `options` are one set for everything, or a function from a folder to the set that holds in it.
    """

    def __init__(self, options: DiscoveryOptions | Callable[[str], DiscoveryOptions]) -> None:
        raise NotImplementedError

    def project_root(self, path: str) -> str:
        """The root of the project that a file or folder belongs to."""
        raise NotImplementedError

    def discover(self, paths: Iterable[str]) -> Discovery:
        """The files that `paths` (as typed; relative to the working folder) ask for."""
        raise NotImplementedError

    def context_files(self, root: str) -> tuple[str, ...]:
        """Every Python file and notebook of the project at `root`, sorted; nested projects left out."""
        raise NotImplementedError


def discover(paths: Iterable[str], options: DiscoveryOptions | Callable[[str], DiscoveryOptions]) -> Discovery:
    """`FileTree.discover` for a single question."""
    return FileTree(options).discover(paths)


def context_files(root: str, options: DiscoveryOptions | Callable[[str], DiscoveryOptions]) -> tuple[str, ...]:
    """`FileTree.context_files` for a single question."""
    return FileTree(options).context_files(root)


def project_root(path: str) -> str:
    """The nearest folder upwards that is a project; else the folder of `path` (or `path`, a folder)."""
    raise NotImplementedError
