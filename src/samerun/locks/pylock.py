"""``pylock.toml`` and ``pylock.NAME.toml`` (PEP 751), which record no digest of their inputs.

Judged by what stands in the file: the tool that wrote it may leave a command (uv) or a digest (pdm, see
``pdm``); else the project's requirements must each have a package within their bounds.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name

from samerun.locks.compile_check import applies
from samerun.locks.compile_inputs import Inputs, load_inputs
from samerun.locks.locked_packages import line_with, package_places
from samerun.locks.model import Comparison, LockResult, Place, Reason, Unreadable
from samerun.locks.pip_compile import base_folder
from samerun.locks.requirements_txt import Command, RequirementsFile, parse_command, read_requirements
from samerun.locks.toml_text import TomlDocument, parse_toml
from samerun.locks.versions import admits, parse_specifiers, python_range

if TYPE_CHECKING:
    from samerun.locks.reader import Reader

TOOL = "pylock"
NAME = re.compile(r"pylock(?:\.[^.]+)?\.toml$")
_HOSTS = [(system, f"3.{minor}") for system in ("linux", "darwin", "win32") for minor in range(8, 16)]


def check(reader: Reader, lock: str) -> LockResult:
    folder = posixpath.dirname(lock)
    project = posixpath.join(folder, "pyproject.toml")
    manifest: str | None = project
    try:
        data = reader.read(lock) or b""
        has_project = reader.read(project) is not None
        header = _header(data, lock)
        command = parse_command(header.command) if header.command else Command()
        if not command.inputs:
            command.inputs = ["pyproject.toml"] if has_project else []
        base = base_folder(reader, lock, command)
        manifest = posixpath.normpath(posixpath.join(base, command.inputs[0])) if command.inputs else None
        held = parse_toml(data, lock)
        _check_shape(held)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_lock,), _refresh(None))
    refresh = _refresh(header)
    if manifest is None or reader.read(manifest) is None:
        reason = Reason(f"{lock} has no manifest to compare with", None, Place(1))
        return LockResult(TOOL, None, lock, "no-manifest", (reason,), refresh)
    try:
        inputs = load_inputs(reader, base, command, header.is_uv)
        found = _compare(reader, held, inputs, header, manifest)
    except Unreadable as problem:
        return LockResult(TOOL, manifest, lock, "error", (problem.in_manifest,), refresh)
    files = tuple(inputs.files)
    if found.verdict == "unknown":
        because = "; ".join(reason.message for reason in found.unknown)
        return LockResult(TOOL, manifest, lock, "unknown", found.unknown, refresh, because, refresh, files)
    return LockResult(TOOL, manifest, lock, found.verdict, found.reasons, refresh, inputs=files)


def _refresh(header: RequirementsFile | None) -> str:
    return " ".join(header.command) if header and header.command else "the tool that wrote it"


def _header(data: bytes, name: str) -> RequirementsFile:
    """The comment lines at the top, which uv writes as in a requirements file."""
    lines = []
    for line in data.decode("utf-8", "replace").splitlines():
        if not line.startswith("#"):
            break
        lines.append(line)
    return read_requirements("\n".join(lines).encode(), name)


def _check_shape(held: TomlDocument) -> None:
    version = held.get("lock-version")
    if not isinstance(version, str):
        raise Unreadable(f"{held.name} has no lock-version: it is empty or not a pylock file", Place(1))
    if version.partition(".")[0] != "1":
        raise Unreadable(f"{held.name} has lock-version {version}, only 1.x is known", held.place("lock-version"))
    if not isinstance(held.get("packages"), list):
        raise Unreadable(f"{held.name} has no packages: it is cut off", Place(held.text.count("\n") + 1))


def _compare(reader: Reader, held: TomlDocument, inputs: Inputs, header: RequirementsFile, manifest: str) -> Comparison:
    check = _Check(held, inputs, header)
    check.directs()
    check.constraints()
    if manifest.endswith("pyproject.toml"):
        data = reader.read(manifest)
        if data is not None:
            check.project(parse_toml(data, manifest))
    if not check.reasons:
        check.leftovers()
    return Comparison(tuple(check.reasons), tuple(check.unknown))


class _Check:
    def __init__(self, held: TomlDocument, inputs: Inputs, header: RequirementsFile) -> None:
        self.held = held
        self.inputs = inputs
        self.header = header
        self.reasons: list[Reason] = []
        self.unknown: list[Reason] = list(inputs.unknown)
        self.packages: dict[str, list[dict[str, Any]]] = {}
        for package in held.get("packages"):
            if isinstance(package, dict) and "name" in package:
                self.packages.setdefault(str(canonicalize_name(str(package["name"]))), []).append(package)
        self.places = package_places(held.text, "[[packages]]")

    def _place(self, name: str) -> Place:
        places = self.places.get(name)
        return places[0] if places else self._where(name)

    def _where(self, name: str) -> Place:
        later = [places[0] for other, places in sorted(self.places.items()) if other > name]
        return later[0] if later else Place(self.held.text.count("\n") or 1)

    def directs(self) -> None:
        for line in self.inputs.directs:
            requirement = line.requirement
            if requirement is None:
                self.unknown.append(Reason(f"`{line.text}` must be built to know what it requires", line.place))
                continue
            hosts = {applies(line, host) for host in _HOSTS}
            packages = self.packages.get(line.name)
            if packages is None:
                if hosts == {True} or (True in hosts and self._must_apply(line.text)):
                    self._stale(f"`{line.text}` is not in the lock", line.place, self._where(line.name), line.file)
                continue
            override = self.inputs.overrides.get(line.name)
            asked = override.requirement if override and override.requirement else requirement
            for package in packages:
                version = package.get("version")
                if version is not None and not asked.url and not admits(asked.specifier, str(version)):
                    message = f"`{line.text}` doesn't admit the locked {line.name} {version}"
                    self._stale(message, line.place, self._place(line.name), line.file)
            self._extras(line.name, {str(canonicalize_name(e)) for e in requirement.extras}, line.place)

    def _must_apply(self, text: str) -> bool:
        """A requirement for Linux that is absent from a lock full of Linux-only packages."""
        tells = any(name.startswith("nvidia-") or name == "triton" for name in self.packages)
        return tells and "linux" in text and "!=" not in text

    def _extras(self, name: str, extras: set[str], place: Place) -> None:
        for extra in sorted(extras):
            stem = re.sub(r"[^a-z0-9]", "", extra)
            if not any(stem in re.sub(r"[^a-z0-9]", "", other) for other in self.packages):
                message = f"whether the lock holds what the extra {extra} of {name} needs is not recorded"
                self.unknown.append(Reason(message, place, self._place(name)))

    def _stale(self, message: str, place: Place | None, at: Place | None, file: str | None) -> None:
        self.reasons.append(Reason(message, place, at, file))

    def constraints(self) -> None:
        for line in self.inputs.constraints:
            for package in self.packages.get(line.name, []):
                version = package.get("version")
                if line.requirement and version is not None and not admits(line.requirement.specifier, str(version)):
                    message = f"the constraint `{line.text}` doesn't admit the locked {line.name} {version}"
                    self._stale(message, line.place, self._place(line.name), line.file)

    def project(self, document: TomlDocument) -> None:
        """The lock's bounds on Python, and what it says it holds."""
        given, held = document.get("project", "requires-python"), self.held.get("requires-python")
        if isinstance(given, str) and isinstance(held, str) and not self.header.command:
            wanted, locked = python_range(given), python_range(held)
            low = wanted[0] if wanted else None
            if wanted and locked and locked[0] is not None and (low is None or low < locked[0]):
                message = f"`requires-python` is {given!r} but the lock is for {held!r} alone"
                place = document.place("project", "requires-python")
                self._stale(message, place, line_with(self.held.text, "requires-python"), document.name)

    def leftovers(self) -> None:
        """Nothing here says why a package is in the lock, unless it writes its edges."""
        if self.header.command or not self.packages:
            # uv writes no edges: removals cannot be seen, which is stated by the reference as its limit.
            self._removals()
            return
        place = None
        message = f"{self.held.name} records neither its inputs nor a digest of them"
        self.unknown.append(Reason(message, place, line_with(self.held.text, "created-by") or Place(1)))

    def _removals(self) -> None:
        roots = {line.name for line in self.inputs.directs}
        if not roots and self.packages:
            message = "the lock holds packages but nothing is asked for"
            self._stale(message, Place(1), self._place(min(self.packages)), None)
        bound = self.held.get("requires-python")
        if isinstance(bound, str) and parse_specifiers(bound) is None:
            self.unknown.append(Reason("the lock's requires-python cannot be read", None, Place(1)))
