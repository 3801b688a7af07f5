"""Small projects on disk, and the real command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

TRAIN = "import torch\nfrom data import batches\n\nfor batch in batches():\n    print(torch.rand(3), batch)\n"
DATA = "import random\n\n\ndef batches():\n    return [random.random()]\n"


def project(folder: Path) -> Path:
    """Two modules, one of which imports the other; draws in both."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text('[project]\nname = "demo"\n[tool.samerun]\n')
    (folder / "train.py").write_text(TRAIN)
    (folder / "data.py").write_text(DATA)
    return folder


def samerun(folder: Path, *options: str, output: str = "json") -> subprocess.CompletedProcess[str]:
    """`samerun check` in `folder`."""
    command = [sys.executable, "-m", "samerun", "check", "--output-format", output, *options]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SAMERUN_")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
