"""The tutorial's findings are those of today. `tests/tools/test_pre_commit.py` repeats all of it, with pre-commit."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = re.compile(r"<!-- file: (\S+\.py) -->\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def samerun(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "samerun", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False).stdout


def test_the_tutorial_shows_what_samerun_says_today(tmp_path: Path) -> None:
    page = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    data, train, mended = FILES.findall(page)
    for name, text in (data, train):
        (tmp_path / name).write_text(text)
    found = samerun(tmp_path, "check", "--force-exclude", "data.py", "train.py")
    assert "Found 2 findings" in found
    assert found in page
    (line,) = re.findall(r"^\$ samerun why (\S+)$", page, re.MULTILINE)
    assert f"$ samerun why {line}\n{samerun(tmp_path, 'why', line)}" in page
    (tmp_path / mended[0]).write_text(mended[1])
    assert samerun(tmp_path, "check", ".").startswith("All checks passed")
