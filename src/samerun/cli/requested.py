"""From the options of `samerun check` to a request."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from samerun.run import FixMode, Request
from samerun.settings.errors import SettingsError
from samerun.settings.overrides import Overrides

LISTS = (
    *("select", "ignore", "extend-select", "fixable", "extend-fixable", "unfixable"),
    *("exclude", "extend-exclude"),
)
MAPPINGS = ("per-file-ignores", "extend-per-file-ignores")
SCALARS = (
    *("preview", "force-exclude", "respect-gitignore", "output-format", "cache-dir", "fail-on"),
    "baseline",
    "target-version",
)


def request_of(paths: tuple[str, ...], options: dict[str, Any]) -> Request:
    """The request, with standard input read when it is asked for."""
    stdin_filename = options["stdin_filename"]
    stdin = None
    if paths == ("-",) or (stdin_filename is not None and not paths):
        stdin = sys.stdin.buffer.read()
    elif stdin_filename is not None or "-" in paths:
        raise SettingsError("samerun check", "standard input can't be checked together with paths")
    fix = _fix_mode(options)
    if options["staged"] and (fix != "none" or stdin is not None or options["diff_base"] is not None):
        raise SettingsError("--staged", "it can't be combined with fixes, with --diff-base or with standard input")
    return Request(
        paths=paths or (".",),
        overrides=_overrides(options),
        stdin=stdin,
        stdin_filename=stdin_filename,
        jobs=options["jobs"],
        cache=not options["no_cache"],
        fix=fix,
        unsafe_fixes=bool(options["unsafe_fixes"]),
        diff_base=options["diff_base"],
        staged=options["staged"],
        ignore_comments=not options["ignore_noqa"],
    )


def _overrides(options: dict[str, Any]) -> Overrides:
    values: dict[str, Any] = {}
    for key in LISTS:
        if words := options[key.replace("-", "_")]:
            values[key] = words
    for key in MAPPINGS:
        if words := options[key.replace("-", "_")]:
            values[key] = _mapping(key, words)
    for key in SCALARS:
        value = options[key.replace("-", "_")]
        if value is not None:
            values[key] = value
    if options["no_baseline"]:
        values["baseline"] = ""
    files = [each for each in options["config"] if "=" not in each or Path(each).is_file()]
    if len(files) > 1:
        raise SettingsError("--config", f"only one settings file can be given, not {len(files)}")
    return Overrides(
        values=values,
        inline=tuple(each for each in options["config"] if each not in files),
        file=files[0] if files else None,
        isolated=options["isolated"],
        cwd=Path.cwd().as_posix(),
    )


def _mapping(key: str, pairs: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """`PATTERN:RULE` pairs by their pattern."""
    mapping: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        pattern, colon, rule = pair.rpartition(":")
        if not colon or not pattern:
            raise SettingsError(f"--{key}", f'"{pair}" is not of the form PATTERN:RULE')
        mapping[pattern] = (*mapping.get(pattern, ()), rule)
    return mapping


def _fix_mode(options: dict[str, Any]) -> FixMode:
    if options["diff"]:
        return "diff"
    if options["fix_only"]:
        return "fix-only"
    return "fix" if options["fix"] else "none"
