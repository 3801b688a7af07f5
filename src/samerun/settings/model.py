"""The settings: every key with its type and default, and where each value came from.

The types are the validator and the JSON schema: giving a free table its own schema is changing its type here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from samerun.settings.boundaries import Boundaries
from samerun.settings.waivers import Waivers

Profile = Literal["research", "benchmark", "library"]
Level = Literal["note", "warning", "error"]
OutputFormat = Literal["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "markdown"]
TargetVersion = Literal["py37", "py38", "py39", "py310", "py311", "py312", "py313", "py314", "py315"]
Words = tuple[str, ...]
Table = dict[str, Any]

DEFAULT_EXCLUDE = (
    *(".bzr", ".direnv", ".eggs", ".git", ".git-rewrite", ".hg", ".ipynb_checkpoints", ".mypy_cache", ".nox"),
    *(
        ".pants.d",
        ".pyenv",
        ".pytest_cache",
        ".pytype",
        ".ruff_cache",
        ".samerun_cache",
        ".svn",
        ".tox",
        ".venv",
    ),
    *(".vscode", "__pypackages__", "_build", "buck-out", "dist", "node_modules", "site-packages", "venv"),
)


class Keys(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """The keys of `[tool.samerun]` or samerun.toml, as written there."""

    extend: Annotated[str | None, Meta(description="A settings file whose values hold where this one is silent.")] = (
        None
    )
    select: Annotated[
        Words | None,
        Meta(description="Rules to enable: codes, prefixes, names, or ALL. Default: every rule that is on."),
    ] = None
    ignore: Annotated[Words, Meta(description="Rules to disable; the more specific of two selectors wins.")] = ()
    extend_select: Annotated[Words, Meta(description="Rules to enable on top of those already selected.")] = ()
    fixable: Annotated[Words | None, Meta(description="Rules whose fixes may be applied. Default: ALL.")] = None
    extend_fixable: Annotated[Words, Meta(description="Rules whose fixes may be applied, on top of fixable.")] = ()
    unfixable: Annotated[Words, Meta(description="Rules whose fixes are never applied.")] = ()
    per_file_ignores: Annotated[
        dict[str, Words],
        Meta(description="Rules to ignore in the files a pattern matches; ! inverts a pattern."),
    ] = {}
    extend_per_file_ignores: Annotated[
        dict[str, Words], Meta(description="More of per-file-ignores, added instead of replacing.")
    ] = {}
    exclude: Annotated[Words, Meta(description="Patterns of files and folders to leave out.")] = DEFAULT_EXCLUDE
    extend_exclude: Annotated[Words, Meta(description="More of exclude, added instead of replacing.")] = ()
    force_exclude: Annotated[bool, Meta(description="Leave out excluded files even when named as arguments.")] = False
    respect_gitignore: Annotated[bool, Meta(description="Leave out the files that git ignores.")] = True
    preview: Annotated[bool, Meta(description="Enable rules in preview, where selected.")] = False
    output_format: Annotated[OutputFormat, Meta(description="The format of the report.")] = "full"
    cache_dir: Annotated[str, Meta(description="The folder of the cache.")] = ".samerun_cache"
    baseline: Annotated[str, Meta(description="The file that lists the findings not to report again.")] = ""
    src: Annotated[Words, Meta(description="Folders that imports resolve from.")] = (".", "src")
    profile: Annotated[
        Profile,
        Meta(
            description='Which policies hold: "benchmark" takes no half measures, as others compare with the numbers, '
            '"library" leaves to its users what is theirs to decide.'
        ),
    ] = "research"
    entry_points: Annotated[
        Words, Meta(description='Where runs start, besides those found: "path" or "path:function".')
    ] = ()
    include_tests: Annotated[bool, Meta(description="Count tests as entry points.")] = False
    require_reason: Annotated[bool, Meta(description="Ask every suppression for a reason: turns REP003 on.")] = False
    fail_on: Annotated[Level, Meta(description="The lowest level of finding that makes the exit status 1.")] = "warning"
    target_version: Annotated[TargetVersion | None, Meta(description="The oldest Python the code supports.")] = None
    boundaries: Annotated[Boundaries, Meta(description="Which parts of the project may import which.")] = Boundaries()
    catalog: Annotated[Table, Meta(description="Rows and files that add to the catalog of libraries.")] = {}
    judges: Annotated[Table, Meta(description="The models that grade, and what they may share.")] = {}
    waivers: Annotated[
        Waivers,
        Meta(description="Entry points, by path or pattern, that need not be deterministic, each with a reason."),
    ] = {}


class Origin(msgspec.Struct, frozen=True):
    """Where a value came from: a default, a settings file, or an option of the command line."""

    key: str
    file: str = ""
    option: str = ""

    def __str__(self) -> str:
        if self.option:
            return f"command line, {self.option}"
        return f"{self.file}:{self.line()}" if self.file else "default"

    def line(self) -> int:
        """The line of the key in the file, read again: only people who ask for it pay for it."""
        from samerun.settings.places import key_line

        return key_line(self.file, self.key)


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """What one source (a file, or the command line) says about the selection of rules."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    fixable: tuple[str, ...] | None = None
    extend_fixable: tuple[str, ...] = ()
    unfixable: tuple[str, ...] = ()


class Settings(Keys, frozen=True, kw_only=True, rename="kebab"):
    """The settings that hold for one folder: all sources merged, paths and patterns with a slash absolute.

    `root` is the folder of the nearest settings file, or the folder asked about when there is none (the
    working folder under `--config FILE` and `--isolated`). `layers` run from the weakest source to the
    strongest; `origins` name the source of every key that has one other than its default. `offered` are the preview
    rules that count as on without `preview`.
    """

    root: str
    file: str | None = None
    origins: Mapping[str, Origin] = {}
    layers: tuple[Layer, ...] = ()
    offered: tuple[str, ...] = ()

    def origin(self, key: str) -> Origin:
        """Where the value of `key` (as written in files) came from."""
        return self.origins.get(key, Origin(key))

    @property
    def all_exclude(self) -> tuple[str, ...]:
        """`exclude` and `extend-exclude` together, as patterns for `settings.patterns.matches`."""
        return self.exclude + self.extend_exclude
