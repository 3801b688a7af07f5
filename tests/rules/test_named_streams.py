"""One guard keeps several streams unseeded: the message is of the one that the run draws from most.

What is only logged doesn't count beside what the run makes of its draws.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.checking import run_text

_GUARDED = """
import argparse
import random

import numpy as np
import torch
from accelerate.utils import set_seed

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int, default=None)
args = parser.parse_args()
if args.seed is not None:
    set_seed(args.seed)
order = np.random.permutation(8)
print(order, torch.randn(3), torch.rand(2))
"""


def test_the_stream_that_is_drawn_from_most_is_named() -> None:
    (finding,) = run_text(_GUARDED, select=["REP104"]).findings
    assert finding.message.startswith("PyTorch's stream stays unseeded")


@pytest.mark.parametrize("name", ["logged.py", "accelerated.py"])
def test_samples_that_are_only_logged_name_no_stream(name: str) -> None:
    logged = Path(__file__).parents[2] / "fixtures/REP104/guards" / name
    (finding,) = run_text(logged.read_text(encoding="utf-8"), select=["REP104"]).findings
    assert finding.message.startswith("PyTorch's stream stays unseeded")
