"""Replays a page's commands and says what they print today.

A fence after `<!-- file: NAME -->` is that file's content. In a `console` fence a line `$ COMMAND` is run, and the
lines after it are what it printed, standard error included. Other fences are for reading.
"""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FENCE = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_CHANGING = ((re.compile(r"\[main (\(root-commit\) )?[0-9a-f]{7,}\]"), r"[main \g<1>1a2b3c4]"),)
SECONDS = 300


def replayed(page: str, folder: Path, environment: Mapping[str, str]) -> str:
    """The page with what its commands print when they are run in `folder`; names of commits are made equal."""

    def fence(match: re.Match[str]) -> str:
        if match["file"]:
            (folder / match["file"]).write_text(match["body"])
        elif match["kind"] == "console":
            commands = re.findall(r"^\$ (.+)$", match["body"], re.MULTILINE)
            return "```console\n" + "".join(_run(each, folder, environment) for each in commands) + "```"
        return match[0]

    return _FENCE.sub(fence, page)


def _run(command: str, folder: Path, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=SECONDS,
    )
    printed = "\n".join(line.rstrip() for line in done.stdout.splitlines()).rstrip("\n")
    for pattern, instead in _CHANGING:
        printed = pattern.sub(instead, printed)
    return f"$ {command}\n" + (f"{printed}\n" if printed else "")
