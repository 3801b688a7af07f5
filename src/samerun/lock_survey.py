"""Every manifest and lock that some paths ask about, each with its verdict."""

from __future__ import annotations

import os
import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING

from samerun.locks import DiskReader, ListedReader, check_locks
from samerun.workspace.discovery import DiscoveryOptions, FileTree
from samerun.workspace.documents import is_document
from samerun.workspace.sources import identity
from samerun.workspace.staged import NotARepository, StagedFiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from samerun.locks import LockResult, Reader
    from samerun.settings import SettingsFinder


class Survey:
    """`results` in the order of their paths, which are relative to `base`; `errors` are sentences on wrong paths."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.results: list[LockResult] = []
        self.errors: list[str] = []


def survey(
    paths: Iterable[str], finder: SettingsFinder, environment: Mapping[str, str], *, staged: bool = False
) -> Survey:
    """Judge what `paths` (files and folders) have to do with; a lock at the top of a repository counts for a member.

    With one folder, paths in the answer are relative to it, else to the working folder. `staged` reads the index
    instead of the work tree. `environment` holds the variables that configure the tools.
    """
    asked = [identity(posixpath.join(finder.cwd, path)) for path in paths]
    one_folder = len(asked) == 1 and os.path.isdir(asked[0])  # noqa: PTH112
    answer = Survey(asked[0] if one_folder else finder.cwd)
    tree = FileTree(lambda folder: _options(finder, folder))
    by_root: dict[str, list[str]] = {}
    for path in asked:
        if os.path.isdir(path):  # noqa: PTH112
            by_root.setdefault(tree.documents_root(path), []).append(path)
        elif os.path.lexists(path) or staged:
            by_root.setdefault(tree.documents_root(posixpath.dirname(path)), []).append(path)
        else:
            answer.errors.append(f'the path "{path}" does not exist')
    for root, inside in sorted(by_root.items()):
        listed = set(tree.documents(root))
        for path in inside:
            folder = path if os.path.isdir(path) else posixpath.dirname(path)  # noqa: PTH112
            listed.update(() if path in listed else tree.documents(folder))
        try:
            reader = _staged_reader(tree, root, listed) if staged else _reader(root, listed)
        except NotARepository as problem:
            answer.errors.append(str(problem))
            continue
        for result in check_locks(reader, environment):
            if _asked(result, root, inside):
                answer.results.append(_relative(result, root, answer.base))
    answer.results.sort(key=lambda result: (result.manifest or result.lock or "", result.lock or "", result.tool))
    return answer


def _reader(root: str, listed: Collection[str]) -> Reader:
    prefix = len(root.rstrip("/")) + 1
    return ListedReader(root, [path[prefix:] for path in listed], {})


def _staged_reader(tree: FileTree, root: str, listed: Collection[str]) -> Reader:
    top = tree.repository(root)
    if top is None:
        raise NotARepository(f'"{root}" is not in a git repository, so nothing is staged')
    files = StagedFiles(top)
    inside = f"{root.rstrip('/')}/"
    paths = [path for path in files.paths if path.startswith(inside) and (is_document(path) or path in listed)]
    paths += [path for path in files.unmerged if path.startswith(inside)]
    return _StagedReader(root, paths, files)


class _StagedReader(DiskReader):
    """The index as the lock room reads it; what a merge left open is read from the work tree, marks and all."""

    def __init__(self, root: str, paths: Collection[str], files: StagedFiles) -> None:
        super().__init__(root)
        prefix = len(root.rstrip("/")) + 1
        self._paths = tuple(sorted({path[prefix:] for path in paths}))
        self._files = files
        files.load(paths)

    def read(self, path: str) -> bytes | None:
        name = posixpath.normpath(f"{self.root.as_posix()}/{path}")
        return super().read(path) if name in self._files.unmerged else self._files.read(name)


def _asked(result: LockResult, root: str, inside: Iterable[str]) -> bool:
    names = [result.manifest, result.lock, *result.inputs, *(reason.file for reason in result.reasons)]
    found = {posixpath.normpath(f"{root}/{name}") for name in names if name}
    return any(name == path or name.startswith(f"{path.rstrip('/')}/") for name in found for path in inside)


def _relative(result: LockResult, root: str, base: str) -> LockResult:
    def moved(name: str | None) -> str | None:
        return name and posixpath.relpath(f"{root}/{name}", base)

    if root == base:
        return result
    reasons = tuple(replace(reason, file=moved(reason.file)) for reason in result.reasons)
    return replace(result, manifest=moved(result.manifest), lock=moved(result.lock), reasons=reasons)


def _options(finder: SettingsFinder, folder: str) -> DiscoveryOptions:
    settings = finder.for_folder(folder)
    return DiscoveryOptions(
        base=settings.root,
        exclude=settings.exclude,
        extend_exclude=settings.extend_exclude,
        force_exclude=settings.force_exclude,
        respect_gitignore=settings.respect_gitignore,
    )
