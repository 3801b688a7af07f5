"""Boundaries as settings declare them and as names suggest them: what crosses, and what is wrong with the settings."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from samerun.settings.errors import SettingsError
from tests.checking import run

if TYPE_CHECKING:
    from pathlib import Path

    from samerun.rules.finding import Finding

NET = "import torch\n\nclass Net(torch.nn.Module): ...\n"


def findings(root: Path, settings: str, files: dict[str, str]) -> tuple[Finding, ...]:
    """What a run on a project reports of boundaries."""
    for name, text in {"samerun.toml": settings, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return run(root, select=("REP402", "REP403")).findings


def test_the_chain_is_related_and_the_reason_is_in_the_message(tmp_path: Path) -> None:
    (finding,) = findings(
        tmp_path,
        '[boundaries]\neval = ["evals"]\nmodel = ["net"]\nbecause = "scores must stay comparable"\n',
        {
            "evals/run.py": "import shared.loading\n",
            "shared/loading.py": "from shared import deep\n",
            "shared/deep.py": "import json\nimport net\n",
            "net.py": NET,
        },
    )
    assert finding.level == "error"
    assert finding.message == (
        "Eval `evals` imports `net.py` of model `net`, by way of `shared/loading.py`: scores must stay comparable"
    )
    assert [(each.path, each.message) for each in finding.related] == [
        (f"{tmp_path}/shared/loading.py", "which imports `shared/deep.py`"),
        (f"{tmp_path}/shared/deep.py", "which imports `net.py`"),
    ]


@pytest.mark.parametrize(
    ("files", "levels"),
    [
        ({"evals/run.py": "from models.net import Net", "models/net.py": NET}, ["warning"]),
        ({"src/evals/run.py": "from models import net", "src/models/net.py": NET}, ["warning"]),
        ({"evals/run.py": "import lib.use", "lib/use.py": "import models.net", "models/net.py": NET}, ["warning"]),
        (
            {
                "lib/__init__.py": "",
                "lib/evals/a.py": "from ..models import net",
                "lib/evals/b.py": "from lib.models.net import Net",
                "lib/models/net.py": NET,
            },
            ["note"],
        ),
        # A library whose part counts as a model, used by scripts beside it: as inside one package.
        ({"evals/a.py": "from lib.models.net import Net", "lib/__init__.py": "", "lib/models/net.py": NET}, ["note"]),
        # Inside a package only what is imported by name counts, not what the modules on the way import too.
        (
            {
                "lib/__init__.py": "",
                "lib/evals/a.py": "from lib.data import load",
                "lib/data.py": "from lib.models.net import Net\n\ndef load(): ...",
                "lib/models/net.py": NET,
            },
            [],
        ),
        # A package's __init__ imports a lot; what is taken from it says whether that matters.
        (
            {
                "evals/a.py": "from lib import load",
                "lib/__init__.py": "from lib.plain import load\nfrom models.net import Net",
                "lib/plain.py": "def load(): ...",
                "models/net.py": NET,
            },
            [],
        ),
        (
            {
                "evals/a.py": "from lib import Net",
                "lib/__init__.py": "from .more import *",
                "lib/more.py": "from models.net import Net",
                "models/net.py": NET,
            },
            ["warning"],
        ),
        # Not an eval or not a model.
        ({"evals.py": "from models.net import Net", "models/net.py": NET}, []),
        ({"evals/run.py": "from models.user import User", "models/user.py": "class User: ..."}, []),
        ({"benchmarks/speed.py": "from models.net import Net", "models/net.py": NET}, []),
        ({"tests/evals/run.py": "from models.net import Net", "models/net.py": NET}, []),
        ({"evals/run.py": "import torch\nnet = torch.load('net.pt')", "models/net.py": NET}, []),
        ({"train/loop.py": NET, "models/net.py": "import train.loop"}, []),
    ],
)
def test_levels_by_convention(files: dict[str, str], levels: list[str], tmp_path: Path) -> None:
    assert [finding.level for finding in findings(tmp_path, "", files)] == levels


def test_a_declared_eval_switches_the_convention_off_unless_it_is_asked_for(tmp_path: Path) -> None:
    files = {"evals/a.py": "import models.net", "models/net.py": NET, "judge.py": "", "sft.py": "import torch"}
    declared = '[boundaries]\neval = ["judge"]\nmodel = ["sft"]\n'
    assert findings(tmp_path, declared, files) == ()
    assert [each.level for each in findings(tmp_path, declared + "by-convention = true\n", files)] == ["warning"]
    assert findings(tmp_path, "[boundaries]\nby-convention = false\n", files) == ()


def test_the_more_specific_side_has_a_module(tmp_path: Path) -> None:
    files = {
        "acme/__init__.py": "",
        "acme/evals/run.py": "from acme import net, shared\n",
        "acme/net.py": "import acme.evals.run\n",
        "acme/shared.py": "import acme.net\n",
    }
    found = findings(tmp_path, '[boundaries]\neval = ["acme.evals"]\nmodel = ["acme"]\n', files)
    assert [(each.code, each.path.rpartition("/")[2]) for each in found] == [
        ("REP402", "run.py"),
        ("REP402", "run.py"),
        ("REP403", "net.py"),
    ]


def test_folders_that_a_module_puts_on_the_search_path(tmp_path: Path) -> None:
    header = "import os, sys\nfrom pathlib import Path\n"
    for number, line in enumerate(
        [
            "sys.path.append('../code')",
            "sys.path.insert(0, 'code')",
            "sys.path.append(os.path.join(os.path.dirname(__file__), os.pardir, 'code'))",
            "sys.path.append(str(Path(__file__).resolve().parent.parent / 'code'))",
            "HERE = Path(__file__).parents[1]\nsys.path.extend([f'{HERE}/code'])",
            "sys.path = [os.path.abspath('../code')] + sys.path\nsys.path += [os.path.join(os.getcwd(), 'code')]",
        ]
    ):
        root = tmp_path / str(number)
        files = {"evals/run.py": f"{header}{line}\nimport net\n", "code/net.py": NET}
        settings = '[boundaries]\neval = ["evals"]\nmodel = ["code/"]\n'
        assert len(findings(root, settings, files)) == 1, line


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('eval = ["evals"]', 'samerun.toml:1: "boundaries" names "eval" and no "model"; a boundary has two sides'),
        ('eval = ["evls"]\nmodel = ["net"]', '"boundaries" names "evls", which is no module or folder here; '),
        ('eval = ["evals"]\nmodel = ["evals.net"]', 'names "evals.net", which is no module or folder here'),
        ('eval = ["evals"]\nmodel = ["nets/"]', 'names "nets/", which is no module or folder here'),
        ("[boundaries.contracts.a]", 'must have either "eval" and "model", or "from" and "to", or "layers"'),
        ('[boundaries.contracts.a]\nfrom = ["net"]', '"boundaries.contracts.a" lacks "to"'),
        ('[boundaries.contracts.a]\nlayers = ["net"]', 'must name at least two "layers"'),
        (
            '[boundaries.contracts.a]\nlayers = ["net", "torch"]',
            'samerun.toml:3: "boundaries.contracts.a" names "torch"',
        ),
        ('modle = ["net"]', 'samerun.toml:2: unknown setting "boundaries.modle"'),
        ("eval = 1", 'samerun.toml:2: "boundaries.eval" must be a list, not an integer'),
    ],
)
def test_errors_name_key_and_line(settings: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        findings(tmp_path, f"[boundaries]\n{settings}\n", {"evals/run.py": "", "net.py": ""})
    assert message in str(caught.value)
