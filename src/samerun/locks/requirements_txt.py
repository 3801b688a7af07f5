"""Requirements files, as people write them and as pip-compile and ``uv pip compile`` write them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from samerun.locks.model import Place, Unreadable
from samerun.locks.reader import conflict_marker, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_HASH = re.compile(r"--hash[= ](\S+)")
_PER_LINE = re.compile(r"\s--(?:hash|global-option|config-settings?|install-option)\b.*$")
_NESTED = re.compile(r"(?:-(r|c)\s*|--(requirement|constraint)[ =]\s*)(.+)$")
_EDITABLE = re.compile(r"(?:-e\s*|--editable[ =]\s*)(.+)$")
_PYTHON = re.compile(r"with [Pp]ython (\d+\.\d+)")
_COMMAND = re.compile(r"#\s+((?:pip-compile|uv pip compile|python -m piptools compile)\b.*)")
_VIA = re.compile(r"#\s*via\b\s*(.*)$")


@dataclass(slots=True)
class Line:
    """One requirement: ``requirement`` is None for a bare path or url."""

    text: str
    place: Place
    requirement: Requirement | None
    file: str
    hashes: int = 0
    via: list[str] = field(default_factory=list)
    editable: bool = False

    @property
    def name(self) -> str:
        return str(canonicalize_name(self.requirement.name)) if self.requirement else ""

    @property
    def pinned(self) -> str | None:
        """The version of a plain ``==`` pin."""
        specifiers = list(self.requirement.specifier) if self.requirement else []
        if len(specifiers) == 1 and specifiers[0].operator in {"==", "==="} and "*" not in specifiers[0].version:
            return specifiers[0].version
        return None


@dataclass(slots=True)
class RequirementsFile:
    name: str
    text: str
    lines: list[Line] = field(default_factory=list)
    includes: list[tuple[str, Place]] = field(default_factory=list)
    constraints: list[tuple[str, Place]] = field(default_factory=list)
    options: list[tuple[str, Place]] = field(default_factory=list)
    command: list[str] = field(default_factory=list)
    python: str | None = None
    annotated: bool = False

    @property
    def is_uv(self) -> bool:
        return self.command[:1] == ["uv"]


def read_requirements(data: bytes, name: str) -> RequirementsFile:
    """Parse; a line that no installer would take is one error with its place."""
    text = decode(data.removeprefix(b"\xef\xbb\xbf"), name).replace("\r\n", "\n")
    marker = conflict_marker(text)
    if marker:
        raise Unreadable(f"{name} holds an unresolved merge conflict", marker)
    found = RequirementsFile(name, text)
    _read_header(found)
    current: Line | None = None
    listing = False
    for number, raw, logical in _logical_lines(text):
        if logical.lstrip().startswith("#"):
            listing = _annotation(found, current, logical.strip(), listing)
            continue
        listing = False
        body = _COMMENT.sub("", logical).strip()
        if not body:
            continue
        place = Place(number, 0, len(raw))
        current = _read_line(found, body, place)
        inline = _VIA.search(logical)
        if inline and current:
            current.via += [part.strip() for part in inline[1].split(",") if part.strip()]
            found.annotated = True
    return found


def _logical_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Line number, first physical line, and the whole with continuations joined."""
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        start, whole = index, lines[index]
        while whole.rstrip().endswith("\\") and not whole.lstrip().startswith("#") and index + 1 < len(lines):
            index += 1
            whole = whole.rstrip()[:-1] + " " + lines[index].strip()
        yield start + 1, lines[start], whole
        index += 1


def _read_header(found: RequirementsFile) -> None:
    for line in found.text.split("\n")[:20]:
        if line and not line.startswith("#"):
            return
        python = _PYTHON.search(line)
        if python:
            found.python = python[1]
        command = _COMMAND.match(line)
        if command and not found.command:
            try:
                words = shlex.split(command[1])
            except ValueError:
                words = command[1].split()
            found.command = ["pip-compile", *words[4:]] if words[:1] == ["python"] else words


def _annotation(found: RequirementsFile, current: Line | None, comment: str, listing: bool) -> bool:
    """Collect ``# via``; true while a list of origins goes on."""
    if current is None:
        return False
    via = _VIA.match(comment)
    if via:
        found.annotated = True
        if via[1].strip():
            current.via += [part.strip() for part in via[1].split(",") if part.strip()]
        return not via[1].strip()
    if listing and comment.startswith("#   "):
        current.via.append(comment[1:].strip())
        return True
    return False


def _read_line(found: RequirementsFile, body: str, place: Place) -> Line | None:
    nested = _NESTED.match(body)
    if nested:
        target = nested[3].strip().strip("\"'")
        (found.includes if (nested[1] or nested[2])[0] == "r" else found.constraints).append((target, place))
        return None
    editable = _EDITABLE.match(body)
    if editable:
        line = Line(body, place, None, found.name, editable=True)
        found.lines.append(line)
        return line
    if body.startswith("-"):
        found.options.append((body, place))
        return None
    text = _PER_LINE.sub("", f" {body}").strip()
    requirement = None
    if not re.match(r"(?:\.|/|[a-z+]+://|[A-Za-z]:[\\/])", text):
        try:
            requirement = Requirement(text)
        except (InvalidRequirement, RecursionError) as error:
            if not re.search(r"[/\\]|\.whl$|\.tar\.gz$|\.zip$", text):
                detail = str(error).partition("\n")[0]
                raise Unreadable(f"{found.name}: `{text}` is not a requirement: {detail}", place) from None
    line = Line(text, place, requirement, found.name, len(_HASH.findall(body)))
    found.lines.append(line)
    return line


@dataclass(slots=True)
class Command:
    """The command line that a compiled file records."""

    inputs: list[str] = field(default_factory=list)
    output: str | None = None
    constraints: list[str] = field(default_factory=list)
    overrides: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    all_extras: bool = False
    universal: bool = False
    hashes: bool = False
    no_annotate: bool = False
    strip_extras: bool = False
    python: str | None = None
    platform: str | None = None


# Options that take a value, so that it isn't read as an input file.
# fmt: off
_VALUED = frozenset(
    {
        "--index-url", "-i", "--extra-index-url", "--find-links", "-f", "--resolver",
        "--annotation-style", "--upgrade-package", "-P", "--unsafe-package", "--no-emit-package",
        "--pip-args", "--cache-dir", "--cert", "--client-cert", "--trusted-host", "--config",
        "--index", "--default-index", "--index-strategy", "--keyring-provider", "--prerelease",
        "--resolution", "--fork-strategy", "--exclude-newer", "--python", "--python-platform",
        "--python-version", "-p", "--config-setting", "-C", "--only-binary", "--no-binary",
        "--no-build-package", "--link-mode", "--custom-compile-command", "--newline", "--format",
        "--torch-backend", "--build-constraint", "-b", "--override", "--excludes", "--max-rounds",
        "--no-build-isolation-package", "--refresh-package", "--exclude-newer-package", "--directory",
        "--project", "--config-file", "--color",
    }
)
# fmt: on


def parse_command(words: list[str]) -> Command:
    found = Command()
    rest = words[3:] if words[:1] == ["uv"] else words[1:]
    index = 0
    while index < len(rest):
        word, _, value = rest[index].partition("=") if rest[index].startswith("--") else (rest[index], "", "")
        takes = word in _VALUED or word in {"-o", "--output-file", "-c", "--constraint", "--extra", "--group"}
        if takes and not value and index + 1 < len(rest):
            index += 1
            value = rest[index]
        _apply(found, word, value)
        index += 1
    return found


def _apply(found: Command, word: str, value: str) -> None:
    match word:
        case "-o" | "--output-file":
            found.output = value
        case "-c" | "--constraint":
            found.constraints.append(value)
        case "--override":
            found.overrides.append(value)
        case "--extra":
            found.extras.append(value)
        case "--group":
            found.groups.append(value)
        case "--all-extras":
            found.all_extras = True
        case "--universal":
            found.universal = True
        case "--generate-hashes":
            found.hashes = True
        case "--no-annotate":
            found.no_annotate = True
        case "--strip-extras":
            found.strip_extras = True
        case "--python-version" | "-p" | "--python":
            found.python = value if re.match(r"\d+\.\d+", value) else None
        case "--python-platform":
            found.platform = value
        case _ if not word.startswith("-"):
            found.inputs.append(word)
