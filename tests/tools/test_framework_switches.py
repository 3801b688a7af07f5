"""What the catalog says of frameworks' determinism switches, and what their calls leave PyTorch's own flags at.

Each sample runs in the interpreter that `SAMERUN_ORACLE_PYTHON` names, where that has the library; samerun follows the
same text. The flags are as a machine without a GPU leaves them: what is asked for on CUDA alone can't be seen there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from samerun import engine
from samerun.run import Request
from samerun.settings.overrides import Overrides

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = os.environ.get("SAMERUN_ORACLE_PYTHON", sys.executable)
RUNNER = (
    "import tempfile\nfrom mmengine.model import BaseModel\nfrom mmengine.runner import Runner\n\n\n"
    "class Net(BaseModel):\n    def forward(self, *inputs):\n        pass\n\n\n"
)
SAMPLES = {
    "accelerate": "from accelerate.utils import set_seed\n\nset_seed(3, deterministic=True)",
    "accelerate, seeds alone": "from accelerate.utils import set_seed\n\nset_seed(3)",
    "mmengine": "from mmengine.runner import set_random_seed\n\nset_random_seed(3, deterministic=True)",
    "mmengine, seeds alone": "from mmengine.runner import set_random_seed\n\nset_random_seed(3)",
    "mmengine.Runner": f"{RUNNER}Runner(Net(), tempfile.mkdtemp(), randomness=dict(seed=3, deterministic=True))",
    "mmengine.Runner, both": (
        f"{RUNNER}Runner(Net(), tempfile.mkdtemp(), env_cfg=dict(cudnn_benchmark=True),\n"
        "       randomness=dict(seed=3, deterministic=True))"
    ),
    "mmengine.Runner, fast": f"{RUNNER}Runner(Net(), tempfile.mkdtemp(), env_cfg=dict(cudnn_benchmark=True))",
    "monai": "from monai.utils import set_determinism\n\nset_determinism(seed=3)",
    "monai, all": "from monai.utils import set_determinism\n\nset_determinism(3, use_deterministic_algorithms=True)",
    "stable_baselines3": (
        "from stable_baselines3.common.utils import set_random_seed\n\nset_random_seed(3, using_cuda=True)"
    ),
    "stable_baselines3, no GPU": ("from stable_baselines3.common.utils import set_random_seed\n\nset_random_seed(3)"),
    "ignite": "from ignite.utils import manual_seed\n\nmanual_seed(3)",
    "lightning": (
        "import lightning\n\nlightning.Trainer(deterministic=True, logger=False, enable_checkpointing=False)"
    ),
    "fastai": "from fastai.torch_core import set_seed\n\nset_seed(3, reproducible=True)",
    "composer": (
        "from composer.utils.reproducibility import configure_deterministic_mode\n\nconfigure_deterministic_mode()"
    ),
}
_TOLD = """
import json, torch
print("\\nsaid:", json.dumps([
    torch.are_deterministic_algorithms_enabled() or torch.backends.cudnn.deterministic,
    torch.backends.cudnn.benchmark,
]))
"""


def flags_of(text: str) -> tuple[bool, bool]:
    """Whether deterministic kernels are asked for, and whether the autotuner is on, when the program has run."""
    program = f"import torch\ntorch.backends.cudnn.benchmark = True\n{text}\n{_TOLD}"
    ran = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=False)
    if "ModuleNotFoundError" in ran.stderr:
        pytest.skip(f"{ran.stderr.splitlines()[-1]}; SAMERUN_ORACLE_PYTHON names an interpreter that has it")
    assert ran.returncode == 0, ran.stderr[-2000:]
    asks, tunes = json.loads(ran.stdout.rpartition("said:")[2])
    return asks, tunes


def believed(folder: Path, text: str) -> tuple[bool, bool]:
    """The same, as samerun's run has it."""
    (folder / "train.py").write_text(
        f"import torch\ntorch.backends.cudnn.benchmark = True\n{text}\nprint(torch.rand(1))\n"
    )
    request = Request(paths=(str(folder),), overrides=Overrides(isolated=True), jobs=1, cache=False)
    (program, _), = engine.linked(request)  # fmt: skip
    (run,) = program.runs
    last = {setting.switch.role: setting.effect for setting in run.events.switches.settings}
    return "good" in (last.get("algorithms"), last.get("convolutions")), last["autotune"] == "bad"


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_the_flags_are_as_the_catalog_says(name: str, tmp_path: Path) -> None:
    assert believed(tmp_path, SAMPLES[name]) == flags_of(SAMPLES[name])
