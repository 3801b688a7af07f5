"""Imports are reused under the name they have, and added only where that is sure to work."""

from __future__ import annotations

import pytest

from samerun.catalog.catalog import Catalog
from samerun.program.head import Head
from samerun.program.imports import spelling
from samerun.program.program import Module, Program
from samerun.workspace.sources import source_from_text


@pytest.mark.parametrize(
    ("text", "written", "line"),
    [
        ("import torch\nHERE", "torch.manual_seed", ""),
        ("import torch as t\nHERE", "t.manual_seed", ""),
        ("from torch import manual_seed as seed_it\nHERE", "seed_it", ""),
        ("import os\nHERE", "torch.manual_seed", "import torch"),
        ("import torch\ndef f(torch):\n    HERE", None, ""),
        ("torch = 1\nHERE", None, ""),
        ("from x import *\nHERE", None, ""),
        ("try:\n    import torch\nexcept ImportError:\n    torch = None\nHERE", None, ""),
        ("HERE\nimport torch", None, ""),
    ],
)
def test_spelling(text: str, written: str | None, line: str) -> None:
    source = source_from_text("/p/a.py", text.encode())
    module = Module.of(source)
    program = Program([module], Catalog(), "/p")
    scope = 0 if "def " in text else -1
    found = spelling(program.resolver, module, Head(source), "torch.manual_seed", scope, text.index("HERE"))
    assert (found and found.text) == written
    if found is not None:
        assert found.line == line
        assert (found.place is not None) == bool(line)
