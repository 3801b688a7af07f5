"""Lockfiles against their manifests: offline, from the files alone."""

from samerun.locks.discover import check_locks
from samerun.locks.model import LockResult, Place, Reason, Verdict
from samerun.locks.reader import DiskReader, ListedReader, MappingReader, Reader

__all__ = [
    "DiskReader",
    "ListedReader",
    "LockResult",
    "MappingReader",
    "Place",
    "Reader",
    "Reason",
    "Verdict",
    "check_locks",
]
