"""What is built before a Trainer seeds: the fixtures' own code, run with the installed libraries on tiny models.

A file prints the sum of its trained weights. Run three times in fresh processes it prints the same number exactly
where its marks say that nothing is drawn too early. The hub is not asked: what the files name are folders beside them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "fixtures"
FIXTURES = ROOT / "REP103" / "frameworks"
FILES = sorted(path.name for path in FIXTURES.glob("*.py"))
INSTANTIATED = ROOT / "REP104" / "instantiated"
LIGHTNING = ROOT / "REP101" / "lightning_cli"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working folder with tiny models and data sets under the names that the files use."""
    transformers = pytest.importorskip("transformers", reason="the order cases need transformers, peft and datasets")
    pytest.importorskip("peft", reason="the order cases need transformers, peft and datasets")
    pytest.importorskip("datasets", reason="the order cases need transformers, peft and datasets")
    folder = tmp_path_factory.mktemp("order")
    sizes = {"n_embd": 16, "n_layer": 1, "n_head": 2, "vocab_size": 50, "n_positions": 32}
    transformers.GPT2LMHeadModel(transformers.GPT2Config(**sizes)).save_pretrained(folder / "gpt2")
    small = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    bert = transformers.BertModel(transformers.BertConfig(vocab_size=50, **small))
    bert.save_pretrained(folder / "bert-base-uncased")
    rows = [[(row * 7 + place) % 50 for place in range(6)] for row in range(8)]
    for name, labels in (("wikitext", rows), ("imdb", [row % 3 for row in range(8)])):
        (folder / name).mkdir()
        lines = [json.dumps({"input_ids": ids, "labels": label}) for ids, label in zip(rows, labels, strict=True)]
        (folder / name / "train.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_marks_equal_what_the_libraries_do(name: str, folder: Path) -> None:
    assert repeats(FIXTURES / name, folder) == ("# expect:" not in (FIXTURES / name).read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("library", "project", "name"),
    [
        *(("hydra", INSTANTIATED, name) for name in ("late.py", "seeded.py", "train.py")),
        *(
            ("jsonargparse", LIGHTNING, name)
            for name in ("args_off.py", "args_seeded.py", "by_file.py", "late_hook.py", "seeded.py", "unseeded.py")
        ),
    ],
)
def test_what_a_configuration_names_is_made(library: str, project: Path, name: str, tmp_path: Path) -> None:
    pytest.importorskip(library, reason="objects are made by hydra, and by Lightning with jsonargparse")
    pytest.importorskip("lightning", reason="what is made is torch's and Lightning's")
    copy = tmp_path / "project"
    shutil.copytree(project, copy)
    assert repeats(copy / name, copy) == ("# expect:" not in (copy / name).read_text(encoding="utf-8"))


def repeats(script: Path, folder: Path) -> bool:
    """Whether the last line that a script prints is the same in three fresh processes."""
    said = set()
    for hash_seed in ("1", "2", "3"):
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
        ran = subprocess.run(
            [sys.executable, "-W", "ignore", script], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stderr[-2000:]
        said.add(ran.stdout.splitlines()[-1])
    return len(said) == 1
