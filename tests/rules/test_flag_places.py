"""Where REP301's lines go: behind the calls that seed together."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from tests.rules.test_own_stream_fixes import fixed

if TYPE_CHECKING:
    from pathlib import Path

GROUP = """
    import os
    import random

    import torch
    from torch import nn


    def set_seed(seed):
        random.seed(seed)
        torch.manual_seed(seed)
        if torch.cuda.is_available():
            torch.cuda.manual_seed_all(seed)
        torch.backends.cudnn.benchmark = False
        print("seeded")


    def main():
        set_seed(0)
        model = nn.Linear(2, 2)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(3):
            loss = model(torch.rand(1, 2)).sum()
            loss.backward()
            optimizer.step()
        print(loss)


    main()
    """
ASKED = """
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    torch.use_deterministic_algorithms(True)
"""


def written(folder: Path, text: str) -> str:
    script = folder / "train.py"
    script.write_text(textwrap.dedent(text).lstrip("\n"))
    fixed(folder, select=("REP301",))
    assert fixed(folder, select=("REP301",)).changes == ()
    return script.read_text()


def test_behind_the_calls_that_seed_together(tmp_path: Path) -> None:
    assert f"    torch.backends.cudnn.benchmark = False{ASKED}    print(" in written(tmp_path, GROUP)
