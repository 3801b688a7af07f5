"""A seed's constant of another module is imported where names are imported from there already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.oracle.harness import Oracle, outputs
from tests.rules.test_own_stream_fixes import fixed

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = "LR = 0.1\nSEED = 42\n"
TRAIN = "import random\n\nfrom config import LR\n\nrandom.seed({seed})\nprint(random.random(), LR)\n"


def project(folder: Path, **files: str) -> dict[str, str]:
    """The files after all fixes."""
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text)
    assert fixed(folder).dropped == ()
    assert fixed(folder).changes == ()
    return {name: (folder / f"{name}.py").read_text() for name in files}


def test_the_same_value_is_imported(tmp_path: Path) -> None:
    after = project(tmp_path, config=CONFIG, train=TRAIN.format(seed=42))
    assert after["train"] == TRAIN.format(seed="SEED").replace("import LR", "import LR, SEED")
    assert after["config"] == CONFIG


def test_what_is_imported_already_is_used(tmp_path: Path) -> None:
    text = TRAIN.replace("import LR", "import LR, SEED")
    assert project(tmp_path, config=CONFIG, train=text.format(seed=42))["train"] == text.format(seed="SEED")


def test_a_new_seed_is_the_one_of_the_project(tmp_path: Path) -> None:
    text = "import random\n\nfrom config import LR\n\nprint(random.Random().random(), LR)\n"
    after = project(tmp_path, config=CONFIG, train=text)["train"]
    assert after == text.replace("import LR", "import LR, SEED").replace("Random()", "Random(SEED)")
    assert len(outputs(Oracle(tmp_path, "fix", "train.py"))) == 1


LEFT = {
    "another value": (CONFIG, TRAIN.format(seed=7)),
    "a name that says something else here": (CONFIG, TRAIN.format(seed=42) + "SEED = 'x'\n"),
    "a module that comes back": ("import train\n" + CONFIG, TRAIN.format(seed=42)),
    "a constant that is set twice": (CONFIG + "SEED = 43\n", TRAIN.format(seed=42)),
    "nothing is imported from there": (CONFIG, TRAIN.format(seed=42).replace("from config import LR", "LR = 1")),
}


@pytest.mark.parametrize("name", LEFT)
def test_values_and_names_are_never_mixed_up(name: str, tmp_path: Path) -> None:
    config, train = LEFT[name]
    after = project(tmp_path, config=config, train=train)
    assert "import LR, SEED" not in after["train"]
    assert after["config"] == config
