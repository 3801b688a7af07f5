"""A requirement in the one form in which uv compares the manifest with its lock."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.markers import FALSE, TRUE, Every, Tree, compare_markers, parse_marker
from samerun.locks.model import Place, Unreadable
from samerun.locks.versions import Span, version_spans

if TYPE_CHECKING:
    from collections.abc import Iterable

Source = tuple[object, ...]
_ARCHIVE = re.compile(r"\.(?:whl|zip|tar\.\w+|tgz|tbz|txz)$")


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    extras: tuple[str, ...]
    source: Source
    marker: Tree
    label: str
    place: Place | None = None

    def also(self, marker: Tree | None) -> Entry:
        """The same requirement under one more condition."""
        if marker is None or marker == TRUE:
            return self
        joined = marker if self.marker == TRUE else Every((self.marker, marker))
        return Entry(self.name, self.extras, self.source, joined, self.label, self.place)


def parse_requirement(text: object, place: Place | None) -> Requirement:
    try:
        return Requirement(str(text))
    except (InvalidRequirement, RecursionError) as error:
        detail = str(error).partition("\n")[0]
        raise Unreadable(f"`{text}` is not a requirement: {detail}", place) from None


def registry(specifier: str, index: str | None = None, conflict: tuple[str, ...] | None = None) -> Source:
    spans = version_spans(specifier)
    return ("registry", spans if spans is not None else specifier, index, conflict)


def plain_url(url: str) -> str:
    """Without credentials and fragment, as uv writes it."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower()
    user = parts.netloc.rpartition("@")[0]
    if parts.scheme.endswith("ssh") and user == "git":
        host = f"git@{host}"
    path = parts.path or ("/" if parts.netloc else "")
    return urlunsplit((parts.scheme.lower(), host, path, parts.query, ""))


def git_source(url: str, kind: str, reference: str, subdirectory: str, more: tuple[str, ...] = ()) -> Source:
    base = urlsplit(url.removeprefix("git+"))
    return (
        "git",
        plain_url(urlunsplit((base.scheme, base.netloc, base.path, "", ""))),
        kind,
        reference,
        posixpath.normpath(subdirectory) if subdirectory else "",
        *more,
    )


def url_requirement_source(url: str, folder: str) -> Source:
    """The source of ``name @ url``."""
    parts = urlsplit(url)
    fragment = dict(parse_qsl(parts.fragment))
    subdirectory = fragment.get("subdirectory", "")
    if parts.scheme.startswith("git+"):
        path, _, reference = parts.path.partition("@")
        more = ("lfs",) if fragment.get("lfs") == "true" else ()
        bare = urlunsplit((parts.scheme, parts.netloc, path, "", ""))
        return git_source(bare, "rev" if reference else "", reference, subdirectory, more)
    if parts.scheme in {"", "file"}:
        path = parts.path if parts.scheme else url
        place = join(folder, path)
        return ("path", place) if _ARCHIVE.search(path) else ("directory", place, False, False)
    return ("url", plain_url(url), subdirectory)


def join(folder: str, path: str) -> str:
    """A path relative to the root; absolute ones stay so."""
    return posixpath.normpath(posixpath.join(folder, path))


def locked_entry(table: dict[str, Any], place: Place | None = None) -> Entry | None:
    """One item of ``requires-dist`` and its like, as the lock holds it."""
    marker = parse_marker(str(table.get("marker", "")))
    if marker is None or "name" not in table:
        return None
    extras = tuple(sorted(str(canonicalize_name(extra)) for extra in table.get("extras", [])))
    text = " ".join(f"{key} = {value!r}" for key, value in table.items() if key not in {"name", "specifier"})
    label = f"{table['name']}{table.get('specifier', '')}" + (f" ({text})" if text else "")
    return Entry(canonicalize_name(str(table["name"])), extras, _locked_source(table), marker, label, place)


def _locked_source(table: dict[str, Any]) -> Source:
    for kind in ("editable", "virtual", "directory"):
        if kind in table:
            return ("directory", posixpath.normpath(str(table[kind])), kind == "editable", kind == "virtual")
    if "path" in table:
        return ("path", posixpath.normpath(str(table["path"])))
    if "url" in table:
        return ("url", plain_url(str(table["url"])), str(table.get("subdirectory", "")))
    if "git" in table:
        parts = urlsplit(str(table["git"]))
        query = dict(parse_qsl(parts.query))
        kind = next((key for key in ("rev", "tag", "branch") if key in query), "")
        more = ("lfs",) if query.get("lfs") == "true" else ()
        bare = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        return git_source(bare, kind, query.get(kind, ""), query.get("subdirectory", ""), more)
    conflict = table.get("conflict")
    items = tuple(f"{key}={conflict[key]}" for key in sorted(conflict)) if isinstance(conflict, dict) else None
    index = table.get("index")
    return registry(str(table.get("specifier", "")), plain_url(str(index)) if index else None, items)


@dataclass(frozen=True, slots=True)
class Difference:
    added: tuple[Entry, ...]
    removed: tuple[Entry, ...]
    unsure: tuple[Entry, ...]


def difference(wanted: Iterable[Entry], locked: Iterable[Entry], python: Span) -> Difference:
    """What the manifest asks for and the lock doesn't record, and the reverse. Order and repeats don't count."""
    left, right = list(wanted), list(locked)
    added: list[Entry] = []
    removed: list[Entry] = []
    unsure: list[Entry] = []
    for entries, others, missing in ((left, right, added), (right, left, removed)):
        for entry in entries:
            verdicts = {_same(entry, other, python) for other in others if other.name == entry.name}
            if "same" in verdicts:
                continue
            (unsure if "unknown" in verdicts else missing).append(entry)
    return Difference(tuple(added), tuple(removed), tuple(unsure))


def _same(left: Entry, right: Entry, python: Span) -> str:
    if left.extras != right.extras or left.source != right.source:
        return "different"
    return compare_markers(left.marker, right.marker, python)


def marker_tree(text: object, place: Place | None) -> Tree:
    tree = parse_marker(str(text or ""))
    if tree is None:
        raise Unreadable(f"`{text}` is not an environment marker", place)
    return tree


def is_false(tree: Tree) -> bool:
    return tree == FALSE
