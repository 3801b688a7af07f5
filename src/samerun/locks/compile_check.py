"""Whether compiling again could change a compiled requirements file, as far as the files tell."""

from __future__ import annotations

import itertools
import posixpath
import re
from typing import TYPE_CHECKING

from packaging.utils import canonicalize_name

from samerun.locks.markers import Some, Tree, covers, parse_marker
from samerun.locks.model import Comparison, Place, Reason
from samerun.locks.versions import admits, python_range

if TYPE_CHECKING:
    from packaging.requirements import Requirement

    from samerun.locks.compile_inputs import Inputs
    from samerun.locks.requirements_txt import Command, Line, RequirementsFile

Host = tuple[str, str]
_PYTHONS = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
_PLATFORMS = ("linux", "darwin", "win32")
# Packages whose wheels exist for one system alone, so that a pin tells where the file was compiled.
_TELLS = {
    "linux": re.compile(r"nvidia-|triton$|jeepney$|secretstorage$|uvloop$"),
    "win32": re.compile(r"pywin32|pywinpty$|pyreadline|wmi$"),
    "darwin": re.compile(r"appnope$|pyobjc"),
}


class Check:
    def __init__(self, compiled: RequirementsFile, command: Command, inputs: Inputs, base: str) -> None:
        self.compiled = compiled
        self.command = command
        self.inputs = inputs
        self.base = base
        self.pins: dict[str, list[Line]] = {}
        for line in compiled.lines:
            if line.name:
                self.pins.setdefault(line.name, []).append(line)
        self.reasons: list[Reason] = []
        self.unknown: list[Reason] = list(inputs.unknown)
        self.asked: set[str] = set()

    def run(self) -> Comparison:
        hosts = self._hosts()
        best = self._best_host(hosts)
        for line in self.inputs.directs:
            self._direct(line, best)
        for line in self.inputs.constraints:
            self._constraint(line)
        self._lines()
        self._hashes()
        self._options()
        if not self.inputs.unknown:
            self._origins()
        return Comparison(tuple(self.reasons), tuple(self.unknown))

    def _hosts(self) -> list[Host]:
        """Where the file may have been compiled, the likeliest first."""
        python = self.command.python or self.compiled.python
        minor = ".".join(python.split(".")[:2]) if python else None
        pythons = [minor] if minor else list(_PYTHONS)
        platforms = [p for p, tell in _TELLS.items() if any(tell.match(name) for name in self.pins)]
        if self.command.platform:
            text = self.command.platform
            known = {"linux": "linux", "windows": "win32", "macos": "darwin"}
            platforms = [known[key] for key in known if text.startswith(key)] or (
                ["linux"] if "linux" in text else ["win32"] if "windows" in text else ["darwin"]
            )
        return list(itertools.product(platforms or _PLATFORMS, pythons))

    def _best_host(self, hosts: list[Host]) -> list[Host]:
        """The hosts on which every requirement that applies has its pin; all if there is none."""
        fitting = [host for host in hosts if all(self._fits(line, host) for line in self.inputs.directs)]
        if not fitting:
            return hosts
        if len({platform for platform, _ in hosts}) > 1 and not any(platform == "linux" for platform, _ in fitting):
            # Only a file from another system would be fresh: neither can be excluded.
            return hosts
        return fitting

    def _fits(self, line: Line, host: Host) -> bool:
        return line.name in self.pins or not applies(line, host)

    def _direct(self, line: Line, hosts: list[Host]) -> None:
        requirement = line.requirement
        if requirement is None:
            self._bare(line)
            return
        if self.command.universal:
            self._universal(line, requirement)
            if line.name not in self.pins:
                return
        else:
            verdicts = {applies(line, host) for host in hosts}
            if verdicts == {False}:
                return
            if line.name not in self.pins:
                where = self._where(line.name)
                if True in verdicts and False in verdicts:
                    message = f"whether `{line.text}` applies depends on where the file was compiled"
                    self.unknown.append(Reason(message, line.place, where, line.file))
                else:
                    message = f"`{line.text}` has no pin"
                    self.reasons.append(Reason(message, line.place, where, line.file))
                return
        self.asked.add(line.name)
        self._bounds(line, requirement)
        self._extras(line, requirement)

    def _bounds(self, line: Line, requirement: Requirement) -> None:
        override = self.inputs.overrides.get(line.name)
        asked = override.requirement if override and override.requirement else requirement
        for pin in self.pins[line.name]:
            held = pin.requirement
            assert held is not None
            if asked.url or held.url:
                if (asked.url or "") != (held.url or "") and not (held.url or "").startswith(asked.url or "\0"):
                    message = f"`{line.text}` is locked as `{pin.text}`"
                    self.reasons.append(Reason(message, line.place, pin.place, line.file))
                continue
            if pin.pinned and not admits(asked.specifier, pin.pinned):
                message = f"`{line.text}` doesn't admit the locked {pin.name} {pin.pinned}"
                self.reasons.append(Reason(message, (override or line).place, pin.place, (override or line).file))

    def _universal(self, line: Line, requirement: Requirement) -> None:
        """With ``--universal`` a pin keeps the marker under which it is needed."""
        wanted = parse_marker(str(requirement.marker or ""))
        pins = self.pins.get(line.name, [])
        span = python_range(f">={self.command.python}") if self.command.python else None
        held = [parse_marker(str(pin.requirement.marker or "")) for pin in pins if pin.requirement]
        known: list[Tree] = [tree for tree in held if tree is not None]
        if wanted is None or len(known) != len(held):
            self.unknown.append(Reason(f"the marker of `{line.text}` cannot be compared", line.place, None, line.file))
            return
        union = Some(tuple(known))
        if not covers(union, wanted, span or (None, None)):
            where = pins[0].place if pins else self._where(line.name)
            message = f"`{line.text}` applies where it has no pin" if pins else f"`{line.text}` has no pin"
            self.reasons.append(Reason(message, line.place, where, line.file))
        elif pins and all(self._from_input(origin) for pin in pins for origin in pin.via) and self.compiled.annotated:
            others = [other for other in self.inputs.directs if other.name == line.name]
            trees = [parse_marker(str(o.requirement.marker or "")) for o in others if o.requirement]
            asked = Some(tuple(tree for tree in trees if tree is not None))
            if not covers(asked, union, span or (None, None)):
                message = f"the pin of `{line.text}` applies where nothing asks for it"
                self.reasons.append(Reason(message, line.place, pins[0].place, line.file))

    def _extras(self, line: Line, requirement: Requirement) -> None:
        wanted = {str(canonicalize_name(extra)) for extra in requirement.extras}
        pins = self.pins[line.name]
        held = {str(canonicalize_name(e)) for pin in pins if pin.requirement for e in pin.requirement.extras}
        if self.compiled.is_uv or self.command.strip_extras:
            for extra in sorted(wanted - held):
                if not self._shows_extra(line.name, extra):
                    message = f"whether the pins hold what the extra {extra} of {line.name} needs is not recorded"
                    self.unknown.append(Reason(message, line.place, pins[0].place, line.file))
            return
        for extra in sorted(wanted - held):
            message = f"`{line.text}` asks for the extra {extra}, which the pin doesn't have"
            self.reasons.append(Reason(message, line.place, pins[0].place, line.file))
        all_wanted = {
            str(canonicalize_name(extra))
            for other in self.inputs.directs
            if other.name == line.name and other.requirement
            for extra in other.requirement.extras
        }
        if held - all_wanted and all(self._from_input(origin) for pin in pins for origin in pin.via):
            extra = min(held - all_wanted)
            message = f"the pin has the extra {extra}, which `{line.text}` doesn't ask for"
            self.reasons.append(Reason(message, line.place, pins[0].place, line.file))

    def _shows_extra(self, name: str, extra: str) -> bool:
        """A pin that came in by the package and carries the extra's name is the extra's."""
        stem = re.sub(r"[^a-z0-9]", "", extra.lower())
        return any(
            stem in re.sub(r"[^a-z0-9]", "", pin) and any(self._package(origin) == name for origin in line.via)
            for pin, lines in self.pins.items()
            for line in lines
        )

    def _bare(self, line: Line) -> None:
        """``-e .`` or a path: its line must stand in the output; its own requirements aren't known."""
        if any(other.editable == line.editable and other.requirement is None for other in self.compiled.lines):
            message = f"`{line.text}` must be built to know what it requires"
            self.unknown.append(Reason(message, line.place, None, line.file))
            return
        message = f"`{line.text}` is not in the compiled file"
        self.reasons.append(Reason(message, line.place, Place(1), line.file))

    def _constraint(self, line: Line) -> None:
        requirement = line.requirement
        for pin in self.pins.get(line.name, []):
            if requirement and pin.pinned and not admits(requirement.specifier, pin.pinned):
                message = f"the constraint `{line.text}` doesn't admit the locked {pin.name} {pin.pinned}"
                self.reasons.append(Reason(message, line.place, pin.place, line.file))

    def _lines(self) -> None:
        for line in self.compiled.lines:
            if line.requirement and not line.requirement.url and line.pinned is None:
                place, file = self._manifest_place(line.name)
                message = f"`{line.text}` in the compiled file is not a pin"
                self.reasons.append(Reason(message, place, line.place, file))

    def _hashes(self) -> None:
        if not self.compiled.command:
            return
        for line in self.compiled.lines:
            if line.requirement is None or line.requirement.url:
                continue
            place, file = self._manifest_place(line.name)
            if self.command.hashes and not line.hashes:
                message = f"the command asks for hashes but `{line.text}` has none"
                self.reasons.append(Reason(message, place, line.place, file))
            elif line.hashes and not self.command.hashes:
                message = f"`{line.text}` has hashes, which the command doesn't ask for"
                self.reasons.append(Reason(message, place, line.place, file))

    def _options(self) -> None:
        """pip-compile repeats the inputs' index options in its output."""
        if self.compiled.is_uv or not self.compiled.command:
            return
        held = [_option(text) for text, _ in self.compiled.options]
        places = {_option(text): place for text, place in self.compiled.options}
        for text, place, file in self.inputs.options:
            option = _option(text)
            if option[0] not in {"--index-url", "--extra-index-url", "--find-links", "--trusted-host"}:
                continue
            if option not in held and "--no-emit-options" not in self.compiled.command:
                near = next((spot for known, spot in places.items() if known[0] == option[0]), Place(1))
                message = f"`{text}` is not in the compiled file"
                self.reasons.append(Reason(message, place, near, file))

    def _origins(self) -> None:
        """Every pin must be asked for, by an input or by a pin that is."""
        if not self.compiled.annotated:
            rest = set(self.pins) - self.asked
            if rest and self.inputs.directs:
                message = "the file has no `# via` comments, so what its other pins are for isn't recorded"
                self.unknown.append(Reason(message, None, self.pins[min(rest)][0].place))
            return
        reached = set(self.asked)
        grew = True
        while grew:
            grew = False
            for name, lines in self.pins.items():
                if name in reached:
                    continue
                origins = {self._package(origin) for line in lines for origin in line.via}
                if origins & reached or self._kept_by_marker(name):
                    reached.add(name)
                    grew = True
        for name in sorted(set(self.pins) - reached):
            pin = self.pins[name][0]
            place, file = self._manifest_place(name)
            origins_text = ", ".join(pin.via) or "nothing"
            if all(self._from_input(origin) for origin in pin.via) and pin.via:
                message = f"{name} is pinned but {origins_text} no longer asks for it"
            else:
                message = f"{name} is pinned via {origins_text}, which nothing asks for"
            self.reasons.append(Reason(message, place, pin.place, file))

    def _kept_by_marker(self, name: str) -> bool:
        return any(line.name == name for line in self.inputs.directs) and self.command.universal

    def _package(self, origin: str) -> str:
        """The package that an annotation names, empty for files."""
        if self._from_input(origin) or origin.startswith("-c "):
            return ""
        return str(canonicalize_name(re.split(r"[\[ (]", origin)[0]))

    def _from_input(self, origin: str) -> bool:
        if origin.startswith(("-r ", "-c ", "--override ")):
            return True
        match = re.search(r"\(([^()]+)\)$", origin)
        if match and posixpath.basename(match[1].split(":")[0]) in {"pyproject.toml", "setup.py", "setup.cfg"}:
            return True
        return origin.endswith((".in", ".txt"))

    def _where(self, name: str) -> Place:
        """Where the pin would stand: the first pin that sorts after it, else the last."""
        after = [line.place for pin, lines in sorted(self.pins.items()) for line in lines if pin > name]
        if after:
            return after[0]
        return max((line.place for line in self.compiled.lines), default=Place(1))

    def _manifest_place(self, name: str) -> tuple[Place | None, str | None]:
        for line in self.inputs.directs:
            if line.name == name:
                return line.place, line.file
        first = self.inputs.directs[0] if self.inputs.directs else None
        return (first.place, first.file) if first else (Place(1), None)


def applies(line: Line, host: Host) -> bool:
    marker = line.requirement.marker if line.requirement else None
    if marker is None:
        return True
    platform, python = host
    names = {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}
    environment = {
        "sys_platform": platform,
        "platform_system": names[platform],
        "os_name": "nt" if platform == "win32" else "posix",
        "python_version": python,
        "python_full_version": f"{python}.0",
        "platform_machine": "arm64" if platform == "darwin" else "x86_64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "extra": "",
    }
    return bool(marker.evaluate(dict(environment)))


def _option(text: str) -> tuple[str, str]:
    name, _, value = text.replace("=", " ", 1).partition(" ")
    short = {"-i": "--index-url", "-f": "--find-links"}
    return short.get(name, name), value.strip()
