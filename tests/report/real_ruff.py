"""Runs the real ruff, of the version that our contract is measured against."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def ruff(folder: Path, *arguments: str) -> str:
    """Its standard output in `folder`, without any settings of ours."""
    command, *rest = arguments
    run = subprocess.run(
        [sys.executable, "-m", "ruff", command, "--isolated", "--no-cache", *rest],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    return run.stdout
