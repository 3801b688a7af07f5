"""What a command installs, and whether it says to keep to a lock."""

from __future__ import annotations

import posixpath
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import msgspec

if TYPE_CHECKING:
    from samerun.workspace.shell import Command, Word

_PIP = re.compile(r"pip[23]?(?:\.\d+)?")
_PYTHON = re.compile(r"python[23]?(?:\.\d+)?")
_CONDA = frozenset({"conda", "mamba", "micromamba"})
_CONDA_VALUED = frozenset(
    {"-n", "--name", "-p", "--prefix", "-c", "--channel", "-f", "--file", "--solver", "--platform"}
)
_CONDA_COMMANDS = (("install",), ("create",), ("env", "create"), ("env", "update"), ("update",))


class Tool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A tool with locks of its own; the fields are told in installers.toml."""

    name: str
    locks: list[str]
    installs: list[str]
    how: str
    source: str
    relocks: list[str]
    checks: list[str]
    strict: bool = False
    locked: list[str] = []
    variables: list[str] = []
    option: str = ""


class Pip(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of `pip install`."""

    valued: list[str]
    keeps: list[str]
    tools: list[str]


class Installers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of installers.toml."""

    tool: list[Tool]
    pip: Pip


class PipInstall(NamedTuple):
    """A `pip install`: the requirements as written, requirements files, and projects by their path."""

    requirements: tuple[Word, ...]
    files: tuple[Word, ...]
    projects: tuple[Word, ...]


@cache
def installers() -> Installers:
    """The table of installers."""
    data = (files("samerun.rules.environment") / "installers.toml").read_bytes()
    return msgspec.toml.decode(data, type=Installers)


def launched(command: Command) -> tuple[Word, ...]:
    """The words from the program that does the work on: without `python -m`, `uv run` and their like."""
    words = command.words
    while words:
        name = posixpath.basename(words[0].text)
        if _PYTHON.fullmatch(name) and len(words) > 2 and words[1].text == "-m":
            words = words[2:]
        elif name in ("uv", "poetry", "pdm", "pipenv", "hatch") and len(words) > 2 and words[1].text == "run":
            rest = words[2:]
            while rest and rest[0].text.startswith("-"):
                rest = rest[1:]
            words = rest
        elif name == "uv" and len(words) > 2 and words[1].text == "pip":
            words = words[1:]
        else:
            break
    return words


def tool_command(words: tuple[Word, ...]) -> tuple[Tool, str, list[str]] | None:
    """The tool that a command runs, its subcommand and the other words."""
    if not words:
        return None
    name = posixpath.basename(words[0].text)
    tool = next((each for each in installers().tool if each.name == name), None)
    texts = [word.text for word in words[1:]]
    subcommand = next((text for text in texts if not text.startswith("-")), "")
    return (tool, subcommand, texts) if tool is not None and subcommand else None


def pip_install(words: tuple[Word, ...]) -> PipInstall | None:
    """What a pip command installs; None where it installs nothing or is told what to keep to."""
    if not words or not _PIP.fullmatch(posixpath.basename(words[0].text)):
        return None
    rest = list(words[1:])
    while rest and rest[0].text.startswith("-"):
        rest.pop(0)
    if not rest or rest.pop(0).text != "install":
        return None
    known = installers().pip
    requirements: list[Word] = []
    requirement_files: list[Word] = []
    projects: list[Word] = []
    no_deps = any(word.text == "--no-deps" for word in rest)
    while rest:
        word = rest.pop(0)
        option, given, _ = word.text.partition("=")
        if not option.startswith("-"):
            (projects if _is_path(word.text) else requirements).append(word)
            continue
        if option in known.keeps:
            return None
        value = rest.pop(0) if option in known.valued and not given and rest else None
        if value is None:
            short = re.fullmatch(r"-(r|e)(.+)", word.text)
            attached = word._replace(text=short[2]) if short and not option.startswith("--") else None
            value = attached or (word._replace(text=word.text.partition("=")[2]) if given else None)
            option = f"-{short[1]}" if attached and short else option
        if value is not None and option in ("-r", "--requirement", "--requirements"):
            requirement_files.append(value)
        elif value is not None and option in ("-e", "--editable"):
            projects.append(value)
    local = () if no_deps else tuple(word for word in projects if not word.dynamic)
    named = tuple(word for word in requirements if not word.dynamic and word.text)
    return PipInstall(named, tuple(word for word in requirement_files if not word.dynamic), local)


def conda_install(words: tuple[Word, ...]) -> bool:
    """Whether a conda command resolves anew: it names packages without exact versions, or an environment file."""
    if not words or posixpath.basename(words[0].text) not in _CONDA:
        return False
    texts: list[str] = []
    before = ""
    for word in words[1:]:
        if not word.text.startswith("-") and before not in _CONDA_VALUED:
            texts.append(word.text)
        before = word.text
    command = next((each for each in _CONDA_COMMANDS if tuple(texts[: len(each)]) == each), None)
    if command is None or any(word.dynamic for word in words):
        return False
    if any(re.search(r"(?:\.lock|conda-lock\.ya?ml|\.txt|--offline)$", word.text) for word in words):
        return False
    named = [text for text in texts[len(command) :] if re.fullmatch(r"[a-z][\w.-]*(?:[<>=!~ ].*)?", text)]
    environment = any(re.search(r"environment[\w.-]*\.ya?ml$", word.text) for word in words)
    return environment or any("=" not in text for text in named if command[0] in ("install", "create", "update"))


def _is_path(text: str) -> bool:
    return (
        text in (".", "..") or text.startswith(("./", "../", "/", ".[")) or text.endswith((".whl", ".tar.gz", ".zip"))
    )
