"""Files as the lock room sees them: the disk, or a mapping (staged content, tests)."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from samerun.locks.model import Place, Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

# No resolver writes more; a larger file is something else under a lock's name.
MAX_BYTES = 128 * 1024 * 1024
# Environments and caches hold the manifests of other people's packages.
SKIPPED = frozenset({"node_modules", "__pycache__", "site-packages", "__pypackages__", "venv", "env", "build", "dist"})


class Reader(Protocol):
    """Read access to one folder by relative POSIX paths."""

    def paths(self) -> tuple[str, ...]:
        """Every file that may matter, sorted."""

    def read(self, path: str) -> bytes | None:
        """The file's bytes, or None if there is no such file."""

    def is_dir(self, path: str) -> bool: ...


class DiskReader:
    """A folder on disk. Hidden folders, environments and folders behind symbolic links are not entered."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root)
        self._paths: tuple[str, ...] | None = None

    def paths(self) -> tuple[str, ...]:
        if self._paths is None:
            self._paths = tuple(sorted(self._walk()))
        return self._paths

    def _walk(self) -> Iterator[str]:
        stack = [""]
        while stack:
            folder = stack.pop()
            try:
                entries = list(os.scandir(self.root / folder))
            except OSError:
                continue
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_dir(follow_symlinks=False):
                    if not entry.name.startswith(".") and entry.name not in SKIPPED and not _is_environment(entry):
                        stack.append(path)
                elif _is_file(entry) or (entry.is_symlink() and _may_be_lock(entry.name)):
                    yield path

    def read(self, path: str) -> bytes | None:
        full = self.root / path
        try:
            if full.stat().st_size > MAX_BYTES:
                raise Unreadable(f"{path} is larger than {MAX_BYTES // 2**20} MiB")
            return full.read_bytes()
        except FileNotFoundError:
            return None
        except NotADirectoryError:
            return None
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror or error}") from None

    def is_dir(self, path: str) -> bool:
        return (self.root / path).is_dir()


class ListedReader(DiskReader):
    """A folder on disk of which only the listed files are looked for; `contents` stand in for what is there."""

    def __init__(self, root: str, listed: Collection[str], contents: Mapping[str, bytes]) -> None:
        super().__init__(root)
        self._paths = tuple(sorted(listed))
        self._contents = contents

    def read(self, path: str) -> bytes | None:
        found = self._contents.get(path)
        return super().read(path) if found is None else found


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        # A link that leads in a circle.
        return False


def _is_environment(entry: os.DirEntry[str]) -> bool:
    return Path(entry.path, "pyvenv.cfg").exists() or Path(entry.path, "conda-meta").exists()


def _may_be_lock(name: str) -> bool:
    # A broken or looping link under a lock's name must be reported, any other is nobody's business here.
    return name.endswith((".lock", ".toml", "Pipfile", ".yml", ".yaml"))


class MappingReader:
    """Files held in memory."""

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        self._files = {path: data.encode() if isinstance(data, str) else data for path, data in files.items()}

    def paths(self) -> tuple[str, ...]:
        return tuple(sorted(self._files))

    def read(self, path: str) -> bytes | None:
        return self._files.get(path)

    def is_dir(self, path: str) -> bool:
        prefix = path.rstrip("/") + "/"
        return any(name.startswith(prefix) for name in self._files)


def refuse_mark(data: bytes, name: str) -> bytes:
    """The bytes, for tools that refuse a byte order mark: Python's own TOML reader does."""
    if data.startswith(b"\xef\xbb\xbf"):
        raise Unreadable(f"{name} begins with a byte order mark, which its tool refuses", Place(1))
    return data


def decode(data: bytes, name: str) -> str:
    """The text of a manifest or lock, which every tool here reads as UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(f"{name} is UTF-16, not UTF-8", Place(1))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"{name} is not UTF-8: byte {error.object[error.start]:#04x}", Place(line)) from None
    nul = text.find("\0")
    if nul >= 0:
        raise Unreadable(f"{name} holds a NUL byte", Place(text.count("\n", 0, nul) + 1))
    return text


def conflict_marker(text: str) -> Place | None:
    """Where a merge was left unresolved."""
    for mark in ("<<<<<<< ", ">>>>>>> "):
        at = 0 if text.startswith(mark) else text.find("\n" + mark) + 1
        if at or text.startswith(mark):
            line = text.count("\n", 0, at) + 1
            return Place(line, 0, 7)
    return None
