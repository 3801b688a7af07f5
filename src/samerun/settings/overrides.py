"""What the command line says about settings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec


class Overrides(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of the command line, which win over every file.

    `values` are the dedicated options by key (`--ignore` is "ignore"); `inline` the `--config "key = value"`
    pairs, weaker than `values`; `file` the one `--config FILE` that replaces the search for settings files; `offered`
    the codes of preview rules that are as if they were on.
    Relative paths and patterns in any of them start at `cwd` ("" is the process's own).
    """

    values: Mapping[str, Any] = {}
    inline: tuple[str, ...] = ()
    file: str | None = None
    isolated: bool = False
    cwd: str = ""
    offered: tuple[str, ...] = ()
