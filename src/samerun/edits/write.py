"""Replaces a file's content at one stroke: whatever happens, the file is either the old one or the new one.

The new content is written beside the file and renamed over it. Mode, owner and extended attributes are kept; a
symbolic link stays one and its target is written. Of a file with several hard links only this name changes.
"""

from __future__ import annotations

import os
import stat

SUFFIX = ".samerun-new"
"""What a killed run may leave behind ends in this, so that nobody takes it for a source file."""


class WriteProblem(Exception):
    """Why a file was left as it was: one clause without the path."""


def replace_file(path: str, old: bytes, new: bytes) -> None:
    """Write `new` in place of `old`; raises `WriteProblem` when something else is there by now."""
    target = os.path.realpath(path)
    try:
        now = _content(target)
        if now == new:
            return  # a second name of a file that was written already
        if now != old:
            raise WriteProblem("it changed while samerun was at work")
        if not os.access(target, os.W_OK):
            raise WriteProblem("it is read-only")
        _swap(target, old, new)
    except OSError as error:
        raise WriteProblem((error.strerror or str(error)).lower()) from error


def _swap(target: str, old: bytes, new: bytes) -> None:
    folder, name = os.path.split(target)
    fresh = os.path.join(folder, f".{name[:200]}.{os.getpid()}{SUFFIX}")  # noqa: PTH118
    status = os.stat(target)  # noqa: PTH116
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        try:
            _write_all(descriptor, new)
            _keep(target, fresh, status)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if _content(target) != old:
            raise WriteProblem("it changed while samerun was at work")
        os.replace(fresh, target)  # noqa: PTH105
    except BaseException:
        os.unlink(fresh)  # noqa: PTH108
        raise


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _keep(target: str, fresh: str, status: os.stat_result) -> None:
    """Give the new file what the old one has: owner first, because changing it clears bits of the mode."""
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.getuid(), os.getgid()):
        try:
            os.chown(fresh, status.st_uid, status.st_gid)
        except PermissionError:
            raise WriteProblem("its owner could not be kept") from None
    if hasattr(os, "listxattr"):
        try:
            for name in os.listxattr(target):
                os.setxattr(fresh, name, os.getxattr(target, name))
        except OSError:
            pass  # a file system without them, or attributes of the system's own
    os.chmod(fresh, stat.S_IMODE(status.st_mode))  # noqa: PTH101


def _content(path: str) -> bytes:
    with open(path, "rb") as file:  # noqa: PTH123
        return file.read()
