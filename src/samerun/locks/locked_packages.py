"""What a lock holds, by name, and what in the manifest that contradicts it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.model import Place, Reason
from samerun.locks.versions import admits, parse_specifiers

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class LockedPackages:
    """Versions and dependencies by normalised name, with the line of each package."""

    versions: dict[str, list[str]] = field(default_factory=dict)
    needs: dict[str, set[str]] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def add(self, name: str, version: str, needs: Iterable[str], place: Place | None) -> None:
        self.versions.setdefault(name, []).append(version)
        self.needs.setdefault(name, set()).update(needs)
        if place:
            self.places.setdefault(name, place)

    def roots(self) -> list[str]:
        """Packages that no other package needs."""
        needed = {other for name, others in self.needs.items() for other in others if other != name}
        return sorted(set(self.versions) - needed)


@dataclass(frozen=True, slots=True)
class Direct:
    """A requirement of the manifest: its name, its specifier in PEP 440 form if it has one, its place."""

    name: str
    label: str
    specifier: str | None
    place: Place | None


def direct_from_pep508(text: object, place: Place | None) -> Direct | None:
    try:
        requirement = Requirement(str(text))
    except (InvalidRequirement, RecursionError):
        return None
    specifier = None if requirement.url else str(requirement.specifier)
    return Direct(str(canonicalize_name(requirement.name)), str(text), specifier, place)


def contradictions(directs: list[Direct], locked: LockedPackages, near: Place | None) -> list[Reason]:
    """Requirements that the lock doesn't hold, or holds in a version outside of their bounds."""
    reasons = []
    for direct in directs:
        versions = locked.versions.get(direct.name)
        if versions is None:
            reasons.append(Reason(f"`{direct.label}` is not in the lock", direct.place, near))
            continue
        specifiers = parse_specifiers(direct.specifier) if direct.specifier else None
        if specifiers is None or any(admits(specifiers, version) for version in versions):
            continue
        message = f"`{direct.label}` doesn't admit the locked {direct.name} {', '.join(versions)}"
        reasons.append(Reason(message, direct.place, locked.places.get(direct.name)))
    return reasons


def leftovers(directs: list[Direct], locked: LockedPackages, place: Place | None) -> list[Reason]:
    """Packages that nothing asks for any more."""
    asked = {direct.name for direct in directs}
    return [
        Reason(f"the lock holds {name}, which nothing asks for", place, locked.places.get(name))
        for name in locked.roots()
        if name not in asked
    ]


def needs_of(value: Any) -> set[str]:
    """Names in a lock's dependency table or list of requirement strings."""
    names = list(value) if isinstance(value, (dict, list)) else []
    found = set()
    for name in names:
        text = str(name)
        stop = next((i for i, c in enumerate(text) if not (c.isalnum() or c in "._-")), len(text))
        found.add(str(canonicalize_name(text[:stop])))
    return found


def package_places(text: str, header: str) -> dict[str, list[Place]]:
    """The ``name =`` line of each table under this header, in order of the file."""
    places: dict[str, list[Place]] = {}
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("["):
            inside = line.strip() == header
        elif inside and line.startswith("name = "):
            name = line[7:].strip().strip("\"'")
            places.setdefault(str(canonicalize_name(name)), []).append(Place(number, 0, len(line)))
            inside = False
    return places


def line_with(text: str, needle: str) -> Place | None:
    at = text.find(needle)
    if at < 0:
        return None
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return Place(text.count("\n", 0, at) + 1, at - begin, (end if end >= 0 else len(text)) - begin)
