"""The text of one file: read once, decoded as CPython decodes it (PEP 263), or refused with a reason."""

from __future__ import annotations

import codecs
import os
import re
import stat
from typing import TYPE_CHECKING, Literal

from samerun.workspace.documents import is_document
from samerun.workspace.spans import LineIndex, Span

if TYPE_CHECKING:
    from samerun.workspace.notebooks import NotebookMap

Kind = Literal["python", "notebook", "document"]

MAX_PYTHON_BYTES = 20 * 1024 * 1024
MAX_NOTEBOOK_BYTES = 40 * 1024 * 1024  # outputs count too, and pictures in them are large
MAX_DOCUMENT_BYTES = 128 * 1024 * 1024  # no resolver writes a longer lock

_COOKIE = re.compile(rb"[ \t\f]*#[^\r\n]*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"[ \t\f]*(?:#[^\r\n]*)?(?:\r\n?|\n|\Z)")
_LINE_END = re.compile(rb"\r\n?|\n")


class SourceProblem(Exception):
    """A file that can't be read as Python.

    `message` is one sentence without the path; `line` (1-based) and `offset` (in bytes of the file as it
    is on disk) say where, when there is such a place. `skip` is set where the file is in order but not ours
    to read, like a notebook in another language. `source` is what can be shown of the file, its bytes read as
    UTF-8 with marks for those that are not, and `span` the place in it.
    """

    def __init__(
        self,
        path: str,
        message: str,
        line: int | None = None,
        offset: int | None = None,
        *,
        skip: bool = False,
        raw: bytes = b"",
    ) -> None:
        super().__init__(path, message, line, offset)
        self.path, self.message, self.line, self.offset = path, message, line, offset
        self.skip = skip
        self._raw = raw

    def __str__(self) -> str:
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"

    @property
    def source(self) -> SourceFile:
        return SourceFile(self.path, "python", _legible(self._raw))

    @property
    def span(self) -> Span:
        start = len(_legible(self._raw[: self.offset or 0]))
        end = min(len(_legible(self._raw[: (self.offset or 0) + 1])), len(_legible(self._raw)))
        return Span(start, max(start, end))


class SourceFile:
    """One file's text.

    `path` is the file's identity: absolute, with POSIX separators, not resolved through symbolic links.
    `data` is the decoded text as UTF-8 without byte order mark, line endings kept; for a notebook the code
    cells joined, with `cells` to find the way back. `encoding` is how the file is encoded on disk.
    """

    __slots__ = ("_digest", "_lines", "bom", "cells", "data", "encoding", "kind", "path")

    def __init__(
        self,
        path: str,
        kind: Kind,
        data: bytes,
        encoding: str = "utf-8",
        bom: bool = False,
        cells: NotebookMap | None = None,
    ) -> None:
        self.path, self.kind, self.data = path, kind, data
        self.encoding, self.bom, self.cells = encoding, bom, cells
        self._lines: LineIndex | None = None
        self._digest: bytes | None = None

    @property
    def lines(self) -> LineIndex:
        """The lines of `data`, made when first asked for."""
        if self._lines is None:
            self._lines = LineIndex(self.data) if self.cells is None else self.cells.lines
        return self._lines

    @property
    def text(self) -> str:
        """`data` as a string."""
        return self.data.decode("utf-8")

    @property
    def digest(self) -> bytes:
        """16 bytes that are equal for equal kind and text: what everything read from the text depends on."""
        if self._digest is None:
            from hashlib import blake2b

            self._digest = blake2b(self.data, digest_size=16, person=self.kind.encode()).digest()
        return self._digest

    def __repr__(self) -> str:
        return f"SourceFile({self.path!r}, {self.kind!r}, {len(self.data)} bytes)"


def identity(path: str | os.PathLike[str]) -> str:
    """The name a file goes by everywhere: absolute, POSIX separators, symbolic links left as they are."""
    absolute = os.path.abspath(os.fspath(path))  # noqa: PTH100 -- Path.absolute keeps "..", resolve follows links
    return absolute.replace(os.sep, "/") if os.sep != "/" else absolute


def read_source(path: str | os.PathLike[str]) -> SourceFile:
    """Read the file at `path`; raises `SourceProblem` when it is not Python text."""
    name = identity(path)
    return _decoded(name, _bytes_of(name, _limit(name)))


def read_raw(path: str) -> bytes:
    """The content of the file with this identity; raises `SourceProblem` when there is none to be had."""
    return _bytes_of(path, _limit(path))


def source_from_text(path: str | os.PathLike[str], raw: bytes) -> SourceFile:
    """`raw` as if it were the content of `path` (standard input); raises like `read_source`."""
    name = identity(path)
    if len(raw) > _limit(name):
        raise SourceProblem(name, _too_large(len(raw), _limit(name)))
    return _decoded(name, raw)


def encode_back(source: SourceFile, new_data: bytes) -> bytes:
    """The bytes to write for `new_data` (UTF-8) in place of `source.data`: encoding and mark restored.

    Raises `SourceProblem` when the file's encoding has no way to write a character. For Python files only;
    the cells of a notebook go through `notebooks.replace_cell_sources`.
    """
    if source.kind == "notebook":
        raise ValueError("the cells of a notebook are written by replace_cell_sources")
    if source.encoding == "utf-8":
        return codecs.BOM_UTF8 + new_data if source.bom else new_data
    try:
        return new_data.decode("utf-8").encode(source.encoding)
    except UnicodeError as error:
        start = getattr(error, "start", 0)
        char = new_data.decode("utf-8")[start : start + 1]
        raise SourceProblem(source.path, f"{source.encoding} can't encode {char!r}") from error


def kind_of(path: str) -> Kind:
    """What a file is by its name: a notebook, a document, or else Python."""
    return "notebook" if path.endswith(".ipynb") else "document" if is_document(path) else "python"


def _limit(path: str) -> int:
    return {"notebook": MAX_NOTEBOOK_BYTES, "document": MAX_DOCUMENT_BYTES}.get(kind_of(path), MAX_PYTHON_BYTES)


def _too_large(size: int, limit: int) -> str:
    mega = 1024 * 1024
    return f"the file is too large to analyse: {size / mega:.1f} MB, the limit is {limit // mega} MB"


def _bytes_of(path: str, limit: int) -> bytes:
    """The content of a regular file, in one read; never waits on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags)
    except (OSError, ValueError) as error:
        raise SourceProblem(path, _why_not_opened(path, error)) from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise SourceProblem(path, _not_regular(status.st_mode))
        if status.st_size > limit:
            raise SourceProblem(path, _too_large(status.st_size, limit))
        data = os.read(descriptor, status.st_size + 1)
        while len(data) != status.st_size and (more := os.read(descriptor, 1 << 20)):
            data += more  # the file grew, or its size is not known
            if len(data) > limit:
                raise SourceProblem(path, _too_large(len(data), limit))
        return data
    except OSError as error:
        raise SourceProblem(path, f"the file can't be read: {_reason(error)}") from error
    finally:
        os.close(descriptor)


def _why_not_opened(path: str, error: OSError | ValueError) -> str:
    if isinstance(error, ValueError):
        return f"the file can't be read: {error}"
    import errno

    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return f"the file can't be read: {_reason(error)}"
    if stat.S_ISLNK(mode) and error.errno == errno.ENOENT:
        return f'this symbolic link is broken: it leads to "{os.readlink(path)}"'  # noqa: PTH115
    if stat.S_ISLNK(mode) and error.errno == errno.ELOOP:
        return "this symbolic link goes round in a circle"
    if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
        return _not_regular(mode)
    return f"the file can't be read: {_reason(error)}"


def _not_regular(mode: int) -> str:
    names = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return f"this is {names.get(stat.S_IFMT(mode), 'a device')}, not a file"


def _reason(error: OSError) -> str:
    text = error.strerror or str(error)
    return text[:1].lower() + text[1:]


def _decoded(path: str, raw: bytes) -> SourceFile:
    if path.endswith(".ipynb"):
        from samerun.workspace.notebooks import read_notebook

        data, cells = read_notebook(path, raw)
        return SourceFile(path, "notebook", data, "utf-8", raw.startswith(codecs.BOM_UTF8), cells)
    bom = raw.startswith(codecs.BOM_UTF8)
    data = raw[3:] if bom else raw
    if is_document(path):  # what is wrong with its bytes is said by the rule that reads it
        return SourceFile(path, "document", data if data.isascii() else _legible(data), "utf-8", bom)
    encoding, place = _declared(path, raw, data)
    if encoding != "utf-8" and bom:
        message = f"the file begins with a UTF-8 byte order mark but declares {encoding}"
        raise SourceProblem(path, message, _line(raw, place), place, raw=raw)
    if raw.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)) and encoding == "utf-8":
        raise SourceProblem(path, "the file is in UTF-16, which Python does not read", 1, 0, raw=raw)
    if b"\0" in raw:
        at = raw.index(b"\0")
        raise SourceProblem(path, f"the file holds a NUL byte at offset {at}", _line(raw, at), at, raw=raw)
    if encoding == "utf-8" and data.isascii():
        return SourceFile(path, "python", data, encoding, bom)
    try:
        text = data.decode(encoding)
        decoded = data if encoding == "utf-8" else text.encode("utf-8")
    except LookupError as error:
        message = f'"{encoding}" is not an encoding of text'
        raise SourceProblem(path, message, _line(raw, place), place, raw=raw) from error
    except UnicodeDecodeError as error:
        at = min(error.start + len(raw) - len(data), len(raw) - 1)
        message = f"byte 0x{raw[at]:02x} at offset {at} is not valid {_shown(encoding)}"
        raise SourceProblem(path, message, _line(raw, at), at, raw=raw) from error
    except ValueError as error:
        message = f"the file can't be decoded as {encoding}: {error}"
        raise SourceProblem(path, message, _line(raw, place), place, raw=raw) from error
    if b"\0" in decoded:
        raise SourceProblem(path, f"the file holds a NUL character, decoded as {encoding}", 1, 0, raw=raw)
    return SourceFile(path, "python", decoded, encoding, bom)


def _declared(path: str, raw: bytes, data: bytes) -> tuple[str, int]:
    """The encoding that line 1 or 2 declares, as CPython's tokenizer names it, and its offset in `raw`.

    UTF-8 at 0 when none does.
    """
    found = _COOKIE.match(data)
    if found is None:
        first = _BLANK.match(data)
        found = _COOKIE.match(data, first.end()) if first is not None else None
    if found is None:
        return "utf-8", 0
    at = found.start(1) + len(raw) - len(data)
    written = found[1].decode("ascii")
    head = written[:12].lower().replace("_", "-")
    if head == "utf-8" or head.startswith("utf-8-"):
        return "utf-8", at
    if f"{head}-".startswith(("latin-1-", "iso-8859-1-", "iso-latin-1-")):
        return "iso-8859-1", at
    try:
        codecs.lookup(written)
    except (LookupError, ValueError) as error:
        raise SourceProblem(path, f'unknown encoding "{written}"', _line(raw, at), at, raw=raw) from error
    return written, at


def _legible(raw: bytes) -> bytes:
    return raw.decode("utf-8", "replace").replace("\0", "\ufffd").encode("utf-8")


def _shown(encoding: str) -> str:
    return "UTF-8" if encoding == "utf-8" else encoding


def _line(raw: bytes, at: int) -> int:
    """The 1-based line of an offset."""
    return len(_LINE_END.findall(raw, 0, at)) + 1
