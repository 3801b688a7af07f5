"""The settings that ``uv.lock`` records: any difference makes uv resolve again."""

from __future__ import annotations

import datetime as dt
import itertools
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.markers import TRUE, Some, compare_markers, covers
from samerun.locks.model import Place, Reason
from samerun.locks.toml_text import TomlDocument, parse_toml
from samerun.locks.uv_groups import includers
from samerun.locks.uv_requirement import marker_tree, plain_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from samerun.locks.reader import Reader
    from samerun.locks.uv_lock import UvLock
    from samerun.locks.uv_project import Project, Workspace
    from samerun.locks.versions import Span

_ALIASES = {"if-necessary-or-explicit": "if-necessary"}
_SIMPLE = (
    ("resolution", "resolution-mode", "highest", "UV_RESOLUTION"),
    ("fork-strategy", "fork-strategy", "requires-python", "UV_FORK_STRATEGY"),
    ("prerelease", "prerelease-mode", "if-necessary", "UV_PRERELEASE"),
)
_SPAN = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$", re.IGNORECASE
)
_WORDS = re.compile(r"(\d+)\s*(years?|months?|weeks?|days?|hours?|minutes?|mins?|seconds?|secs?|[ywdhms])\b")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}$")
_DAYS = {"y": 365.0, "mo": 30.0, "w": 7.0, "d": 1.0, "h": 1 / 24, "mi": 1 / 1440, "s": 1 / 86400}


@dataclass(slots=True)
class Settings:
    """The settings part of ``[tool.uv]``, or the ``uv.toml`` that takes its place as a whole."""

    file: str
    document: TomlDocument
    prefix: tuple[str, ...]
    environment: Mapping[str, str]

    def get(self, key: str) -> Any:
        return self.document.get(*self.prefix, key)

    def place(self, *path: str | int) -> Place | None:
        return self.document.place(*self.prefix, *path)


def load_settings(reader: Reader, project: Project, environment: Mapping[str, str]) -> Settings:
    file = posixpath.join(project.folder, "uv.toml")
    data = reader.read(file)
    if data is not None:
        return Settings(file, parse_toml(data, file), (), environment)
    return Settings(project.file, project.document, ("tool", "uv"), environment)


def compare_options(settings: Settings, lock: UvLock) -> list[Reason]:
    options = lock.table("options")
    reasons = []
    for key, locked_key, default, variable in _SIMPLE:
        given = settings.environment.get(variable) or settings.get(key) or default
        if isinstance(given, dict):
            continue  # no value that uv takes
        locked = options.get(locked_key, default)
        wanted = _ALIASES.get(str(given), str(given))
        if wanted != _ALIASES.get(str(locked), str(locked)):
            message = f"`{key}` is {wanted!r} but the lock was made with {locked!r}"
            reasons.append(_reason(settings, message, settings.place(key), lock.head_place("[options]", locked_key)))
    key = "prerelease-package"
    modes, locked_modes = (value if isinstance(value, dict) else {} for value in (settings.get(key), options.get(key)))
    if {str(canonicalize_name(name)): mode for name, mode in modes.items()} != locked_modes:
        message = f"`{key}` is {modes} but {locked_modes} in the lock"
        reasons.append(_reason(settings, message, settings.place(key), lock.head_place(key)))
    reasons.extend(_exclude_newer(settings, lock, options))
    return reasons


def _reason(settings: Settings, message: str, place: Place | None, lock: Place | None) -> Reason:
    return Reason(message, place, lock, settings.file)


def _exclude_newer(settings: Settings, lock: UvLock, options: dict[str, Any]) -> list[Reason]:
    reasons = []
    key = "exclude-newer"
    given = settings.environment.get("UV_EXCLUDE_NEWER") or settings.get(key)
    locked: Any = options.get("exclude-newer-span") or options.get(key)
    message = _cutoff_change(given, locked)
    if message:
        place = lock.head_place("[options]", key)
        reasons.append(_reason(settings, f"`{key}` {message}", settings.place(key), place))
    wanted = settings.get("exclude-newer-package")
    held = options.get("exclude-newer-package")
    wanted = wanted if isinstance(wanted, dict) else {}
    held = held if isinstance(held, dict) else {}
    normal = {str(canonicalize_name(name)): value for name, value in wanted.items()}
    for name in sorted({*normal, *held}):
        if name not in held and (normal[name] is False or name not in lock.by_name):
            continue  # it lifts a limit, or limits what the lock doesn't hold
        message = _cutoff_change(normal.get(name), _span_of(held.get(name)))
        if message:
            where = settings.place("exclude-newer-package", name)
            at = lock.head_place("exclude-newer-package", name)
            reasons.append(_reason(settings, f"`{key}` of {name} {message}", where, at))
    return reasons


def _span_of(value: Any) -> Any:
    return value.get("span", value.get("timestamp")) if isinstance(value, dict) else value


def _cutoff_change(given: Any, locked: Any) -> str | None:
    if given is None or locked is None or isinstance(given, bool) or isinstance(locked, bool):
        if given == locked or (given is False and locked is not None):
            return None
        return f"is {_shown(given)} but {_shown(locked)} in the lock"
    wanted_span, locked_span = _duration(given), _duration(locked)
    if wanted_span is not None or locked_span is not None:
        same = wanted_span is not None and locked_span is not None and abs(wanted_span - locked_span) < 1e-6
        return None if same else f"is {_shown(given)} but {_shown(locked)} in the lock"
    wanted, held = _instants(given), _instants(locked)
    # uv 0.13 keeps a lock when the cut-off moves forward; a date's end depends on the local zone.
    if wanted is None or held is None or held[0] <= wanted[1]:
        return None
    return f"is {_shown(given)}, earlier than {_shown(locked)} in the lock"


def _shown(value: Any) -> str:
    return "not set" if value is None else f"{str(value)!r}"


def _duration(value: Any) -> float | None:
    """Days of a span (``P2W``, ``2 weeks``); None for a timestamp."""
    text = str(value).strip()
    match = _SPAN.match(text)
    if match and any(match.groups()):
        scale = (365.0, 30.0, 7.0, 1.0, 1 / 24, 1 / 1440, 1 / 86400)
        return sum(int(part) * unit for part, unit in zip(match.groups(), scale, strict=True) if part)
    words = _WORDS.findall(text.lower())
    if not words or re.match(r"\d{4}-", text):
        return None
    return float(sum(int(number) * _DAYS[_unit(unit)] for number, unit in words))


def _unit(word: str) -> str:
    return word[:2] if word.startswith(("mo", "mi")) else "mi" if word == "m" else word[0]


def _instants(value: Any) -> tuple[dt.datetime, dt.datetime] | None:
    """The earliest and latest instant that the text may mean."""
    text = str(value).strip()
    try:
        if _DATE.match(text):
            end = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC) + dt.timedelta(days=1)
            return end - dt.timedelta(hours=14), end + dt.timedelta(hours=12)
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment, moment


def compare_environments(project: Project, lock: UvLock, python: Span) -> list[Reason]:
    """Ordered lists of markers: swapping two entries is a difference for uv."""
    reasons = []
    for key, locked_key in (("environments", "supported-markers"), ("required-environments", "required-markers")):
        given = project.uv(key)
        given = [given] if isinstance(given, str) else given if isinstance(given, list) else []
        held = lock.head.get(locked_key)
        held = held if isinstance(held, list) else []
        place = project.document.place("tool", "uv", key)
        wanted = [marker_tree(text, place) for text in given]
        locked = [marker_tree(text, lock.head_place(locked_key)) for text in held]
        same = len(wanted) == len(locked) and all(
            compare_markers(left, right, python) != "different" for left, right in zip(wanted, locked, strict=True)
        )
        if not same:
            message = f"`{key}` is {given} but the lock was made for {held}"
            reasons.append(Reason(message, place, lock.head_place(locked_key), project.file))
    return reasons


def compare_fork_markers(project: Project, lock: UvLock, python: Span) -> list[Reason]:
    """The forks of the lock must cover what it claims to support."""
    forks = lock.head.get("resolution-markers")
    if not isinstance(forks, list) or not forks or any("extra" in str(fork) for fork in forks):
        return []
    place = lock.head_place("resolution-markers")
    union = Some(tuple(marker_tree(fork, place) for fork in forks))
    held = lock.head.get("supported-markers")
    region = Some(tuple(marker_tree(m, place) for m in held)) if isinstance(held, list) and held else TRUE
    if covers(union, region, python):
        return []
    where = project.document.place("project", "requires-python") or project.document.place("project")
    return [Reason("the lock's `resolution-markers` don't cover its environments", where, place, project.file)]


Conflicts = frozenset[frozenset[tuple[str, str, str]]]


def compare_conflicts(workspace: Workspace, lock: UvLock) -> list[Reason]:
    wanted = _expand(_declared_conflicts(workspace), workspace)
    locked = _conflict_sets(lock.head.get("conflicts"), "")
    if wanted == locked:
        return []
    added, removed = wanted - locked, locked - wanted
    parts = [f"declares {_names(item)}" for item in sorted(added, key=_names)]
    parts += [f"no longer declares {_names(item)}" for item in sorted(removed, key=_names)]
    place = workspace.root.document.place("tool", "uv", "conflicts")
    message = f"`conflicts` {'; '.join(parts)}, unlike the lock"
    return [Reason(message, place, lock.head_place("conflicts = ["), workspace.root.file)]


def _names(item: frozenset[tuple[str, str, str]]) -> str:
    return " against ".join(sorted(f"{package}:{kind}:{name}".rstrip(":") for package, kind, name in item))


def _conflict_sets(value: Any, package: str) -> Conflicts:
    found = set()
    for items in value if isinstance(value, list) else []:
        members = set()
        for item in items if isinstance(items, list) else []:
            if not isinstance(item, dict):
                continue
            owner = str(canonicalize_name(str(item.get("package", package))))
            kind = next((key for key in ("extra", "group") if key in item), "")
            members.add((owner, kind, str(canonicalize_name(str(item.get(kind, ""))))))
        found.add(frozenset(members))
    return frozenset(found)


def _declared_conflicts(workspace: Workspace) -> Conflicts:
    found: Conflicts = frozenset()
    for name, member in workspace.members.items():
        found |= _conflict_sets(member.uv("conflicts"), name)
    return found


def _expand(sets: Conflicts, workspace: Workspace) -> Conflicts:
    """A group in conflict brings every group of the root that includes it into the same conflict."""
    root = workspace.root
    if root.name is None:
        return sets
    above = includers(root)
    found = set(sets)
    for item in sets:
        options = []
        for member in item:
            package, kind, name = member
            more = above.get(name, set()) if kind == "group" and package == root.name else set()
            options.append([member, *((package, kind, other) for other in more)])
        for choice in itertools.product(*options):
            if len(set(choice)) == len(item):
                found.add(frozenset(choice))
    return frozenset(found)


@dataclass(slots=True)
class Indexes:
    """Where packages may come from. ``complete`` is false when the default index is not known here."""

    urls: set[str]
    complete: bool


def load_indexes(settings: Settings) -> Indexes:
    urls: set[str] = set()
    complete = settings.get("no-index") is True
    if complete:
        links = settings.get("find-links")
        return Indexes({index_key(str(url)) for url in (links if isinstance(links, list) else [])}, True)
    items = settings.get("index")
    for item in items if isinstance(items, list) else []:
        if isinstance(item, dict) and "url" in item:
            urls.add(index_key(str(item["url"])))
            complete = complete or item.get("default") is True
    for key in ("index-url", "extra-index-url", "find-links"):
        value = settings.get(key)
        for url in value if isinstance(value, list) else [value] if value else []:
            urls.add(index_key(str(url)))
            complete = complete or key == "index-url"
    environment = settings.environment
    for variable in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_EXTRA_INDEX_URL", "UV_FIND_LINKS"):
        for url in environment.get(variable, "").replace(",", " ").split():
            # An index may be given a name: NAME=URL.
            urls.add(index_key(url.partition("=")[2] if re.match(r"[\w.-]+=\w+://", url) else url))
            complete = complete or variable in {"UV_DEFAULT_INDEX", "UV_INDEX_URL"}
    return Indexes(urls, complete)


def index_key(url: str) -> str:
    """One spelling of an index: without credentials, or a normalised path."""
    return plain_url(url) if "://" in url else posixpath.normpath(url)
