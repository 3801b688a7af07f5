"""Container images that documents name: where, and how far the name ties them down."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.workspace.dockerfiles import instructions
from samerun.workspace.spans import Span
from samerun.workspace.yaml_nodes import scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIABLE = re.compile(r"\$(?:\{(?P<braced>\w+)(?::?-(?P<default>[^}]*))?\}|(?P<plain>\w+))")
_REFERENCE = re.compile(
    r"(?P<name>(?:[A-Za-z0-9.-]+(?::\d+)?/)?[a-z0-9][a-z0-9._/-]*)"
    r"(?::(?P<tag>\w[\w.-]*))?(?:@(?P<digest>[a-z0-9]+:[0-9a-fA-F]+))?"
)
_COMMENT = re.compile(rb"\"(?:[^\"\\\n]|\\.)*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)
_WORKFLOW_PATHS = (
    ("jobs", "*", "container"),
    ("jobs", "*", "container", "image"),
    ("jobs", "*", "services", "*", "image"),
)
_GITLAB_PATHS = (("image",), ("image", "name"), ("*", "image"), ("*", "image", "name"), ("*", "services", "#"))


class Image(NamedTuple):
    """A reference to an image: its text with variables filled in, where it is written, and its parts."""

    text: str
    span: Span
    name: str
    tag: str
    digest: str


def images(path: str, data: bytes) -> Iterator[Image]:
    """The images that a document names. Those whose name can't be known from it are left out."""
    name = path.rpartition("/")[2]
    if "ockerfile" in name or "ontainerfile" in name:
        found = _of_dockerfile(data)
    elif name.endswith("devcontainer.json"):
        found = _of_devcontainer(data)
    elif b"image" in data or b"container" in data or b"docker://" in data:
        found = _of_yaml(path, data)
    else:
        return
    for text, span in found:
        match = _REFERENCE.fullmatch(text)
        if match is not None and match["name"] != "scratch":
            yield Image(text, span, match["name"], match["tag"] or "", match["digest"] or "")


def _of_dockerfile(data: bytes) -> Iterator[tuple[str, Span]]:
    arguments: dict[str, str] = {}
    stages: set[str] = set()
    begun = False
    for instruction in instructions(data):
        words = instruction.words(data)
        if instruction.keyword == "ARG" and not begun:
            for word, _ in words:
                name, given, value = word.partition("=")
                if given:
                    arguments[name] = value.strip("\"'")
        elif instruction.keyword == "FROM":
            begun = True
            rest = [each for each in words if not each[0].startswith("--")]
            if not rest:
                continue
            text = _filled(rest[0][0], arguments)
            if text is not None and text.lower() not in stages:
                yield text, rest[0][1]
            if len(rest) > 2 and rest[1][0].upper() == "AS":
                stages.add(rest[2][0].lower())
        elif instruction.keyword in ("COPY", "ADD", "RUN"):
            for word, span in words:
                if not word.startswith("--"):
                    break
                found = re.match(r"--(?:from=|mount=(?:.*,)?from=)([^,]+)", word)
                if found and not found[1].isdigit() and found[1].lower() not in stages and "$" not in found[1]:
                    at = span.start + word.index(found[1], found.start(1))
                    yield found[1], Span(at, at + len(found[1]))


def _filled(text: str, arguments: dict[str, str]) -> str | None:
    """The text with build arguments replaced by their defaults; None where one has none."""
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        known = arguments.get(match["braced"] or match["plain"] or "") or match["default"]
        missing = missing or known is None
        return known or ""

    for _ in range(4):
        if "$" not in text:
            break
        text = _VARIABLE.sub(value, text)
    return None if missing or "$" in text else text.strip("\"'")


def _of_devcontainer(data: bytes) -> Iterator[tuple[str, Span]]:
    plain = _COMMENT.sub(lambda found: found[0] if found[0].startswith(b'"') else b" " * len(found[0]), data)
    plain = re.sub(rb",(?=\s*[}\]])", b" ", plain)
    try:
        content = json.loads(plain)
    except (ValueError, RecursionError):
        return
    text = content.get("image") if isinstance(content, dict) else None
    if isinstance(text, str):
        found = re.search(rb'"image"\s*:\s*"(' + re.escape(text.encode()) + rb')"', plain)
        if found is not None:
            yield text, Span(*found.span(1))


def _of_yaml(path: str, data: bytes) -> Iterator[tuple[str, Span]]:
    name = path.rpartition("/")[2]
    found = scalars(data)
    built = {scalar.path[:2] for scalar in found if scalar.path[2:3] == ("build",)}
    for scalar in found:
        text, where = scalar.text, scalar.path
        if "/.github/" in path or name.startswith("action."):
            if where[-1:] == ("uses",) and text.startswith("docker://"):
                text = text.removeprefix("docker://")
            elif not any(_fits(where, shape) for shape in _WORKFLOW_PATHS):
                continue
        elif name == ".gitlab-ci.yml":
            if not any(_fits(where, shape) for shape in _GITLAB_PATHS):
                continue
        elif "compose" not in name or not _fits(where, ("services", "*", "image")) or where[:2] in built:
            continue
        filled = _filled(text, {})
        if filled is not None and scalar.style not in ("|", ">"):
            yield filled, Span(scalar.span.end - len(text.encode()), scalar.span.end)


def _fits(path: tuple[str | int, ...], shape: tuple[str, ...]) -> bool:
    """Whether a path has this shape: "*" is any key, "#" any index."""
    return len(path) == len(shape) and all(
        isinstance(part, int) if wanted == "#" else wanted in ("*", part)
        for part, wanted in zip(path, shape, strict=True)
    )
