"""What cached things are filed under: contents, and the code that read them."""

from __future__ import annotations

import os
import sys
import time
from functools import cache
from hashlib import blake2b
from pathlib import Path

from samerun import __version__
from samerun.index.facts import SCHEMA

_PACKAGE = Path(__file__).parents[1]
# The code by which a file's content becomes its record, besides the schema's number: so nobody has to remember it.
_READERS = ("index", "workspace", "records.py", "suppressions/directives.py")
SIZE = 16
"""How many bytes a digest has."""

# A file that changed so shortly before it was looked at may change again without a change of its times.
_TICK_NS = 50_000_000


def content_digest(path: str, raw: bytes) -> bytes:
    """16 bytes for a file's content, and for whether its name says that it is a notebook."""
    return blake2b(raw, digest_size=SIZE, person=b"ipynb" if path.endswith(".ipynb") else b"py").digest()


def digest(*parts: bytes) -> bytes:
    """16 bytes for a row of byte strings."""
    found = blake2b(digest_size=SIZE)
    for part in parts:
        found.update(len(part).to_bytes(8, "little"))
        found.update(part)
    return found.digest()


def stamp(path: str) -> bytes:
    """What `stat` says of a file's content: equal stamps, equal contents. b"" where that can't be relied upon."""
    try:
        status = os.stat(path)  # noqa: PTH116 -- a Path costs more than the question
    except (OSError, ValueError):
        return b""
    if time.time_ns() - max(status.st_mtime_ns, status.st_ctime_ns) < _TICK_NS:
        return b""
    return b"%x %x %x %x" % (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


@cache
def facts_schema() -> bytes:
    """8 bytes for the shape of records: the facts' schema, the Python that parses, and the code between them."""
    found = blake2b(f"{SCHEMA} {sys.implementation.cache_tag} {__version__}".encode(), digest_size=8)
    for reader in _READERS:
        for path in sorted([_PACKAGE / reader] if reader.endswith(".py") else (_PACKAGE / reader).glob("*.py")):
            found.update(path.read_bytes())
    return found.digest()


@cache
def code_stamp() -> bytes:
    """What findings depend on besides their input: this version of samerun, by its files and the running Python."""
    rows = [__version__.encode(), sys.implementation.cache_tag.encode() if sys.implementation.cache_tag else b""]
    for folder, _, names in sorted(os.walk(_PACKAGE)):
        if not folder.endswith("__pycache__"):
            rows += [f"{folder}/{name}".encode() + stamp(f"{folder}/{name}") for name in sorted(names)]
    return digest(*rows)
