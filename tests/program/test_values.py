"""What values expressions have: through names, modules, objects, options, parameters, and astroid last."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from samerun.index import facts as f
from samerun.index.scopes import MODULE
from tests.program.projects import link, module

if TYPE_CHECKING:
    from pathlib import Path


def texts(root: Path, files: dict[str, str], name: str = "main.py") -> list[str]:
    """The strings that `answer`, a module-level name of `name`, may be."""
    program = link(root, files)
    home = module(program, name)
    found = program.values.texts(home, MODULE, f.Name("answer"), len(home.source.data))
    return [text.text for text in found]


@pytest.mark.parametrize(
    "code",
    [
        'answer = "gpt-4o"',
        'A = "gpt-4o"\nB = A\nanswer = B',
        'P = "gpt"\nanswer = f"{P}-4o"',
        'P = "gpt"\nanswer = P + "-4o"',
        'C = {"judge": {"model": "gpt-4o"}}\nanswer = C["judge"]["model"]',
        'C = {"model": "gpt-4o"}\nanswer = C.get("model")',
        'import os\nanswer = os.getenv("M", "gpt-4o")',
        'import os\nanswer = os.environ.get("M") or "gpt-4o"',
        'class C:\n    model = "gpt-4o"\nanswer = C().model',
        'class C:\n    def __init__(self, m):\n        self.m = m\nc = C("gpt-4o")\nanswer = c.m',
        'from dataclasses import field\nclass C:\n    m: str = field(default="gpt-4o")\nanswer = C().m',
        'from pydantic import Field\nclass C:\n    m: str = Field("gpt-4o")\nc = C()\nanswer = c.m',
        'from argparse import *\np = ArgumentParser()\np.add_argument("--m", default="gpt-4o")\nanswer = parse().m',
        'from argparse import *\np = ArgumentParser()\np.add_argument("--m", default="gpt-4o")\na = f(p)\nanswer = a.m',
        'def pick():\n    return "gpt-4o"\nanswer = pick()',
        'import enum\nclass M(enum.Enum):\n    BIG = "gpt-4o"\nanswer = M.BIG.value',
        'SIZE = "4o"\nanswer = "{}-{}".format("gpt", SIZE)',
        'SIZE = "4o"\nanswer = "{maker}-{size}".format(maker="gpt", size=SIZE)',
        'NAME = "GPT-4o"\nanswer = NAME.lower()',
    ],
)  # fmt: skip
def test_followed(code: str, tmp_path: Path) -> None:
    assert texts(tmp_path, {"main.py": code + "\n"}) == ["gpt-4o"]


def test_across_modules(tmp_path: Path) -> None:
    files = {"conf.py": 'JUDGE = "gpt-4o"\n', "main.py": "import conf as C\nfrom conf import JUDGE\nanswer = C.JUDGE\n"}
    assert texts(tmp_path, files) == ["gpt-4o"]


@pytest.mark.parametrize(
    "code", ['import os\nanswer = os.environ["M"]', "import sys\nanswer = sys.argv[1]", "answer = f()"]
)
def test_unknown(code: str, tmp_path: Path) -> None:
    assert texts(tmp_path, {"main.py": code + "\n"}) == []


def test_a_caller_s_argument_stands_before_the_default(tmp_path: Path) -> None:
    program = link(tmp_path, {"main.py": 'def ask(model="gpt-4"):\n    return model\n\nask("gpt-4o")\n'})
    home = module(program, "main.py")
    found = program.values.texts(home, 0, f.Name("model"), len(home.source.data))
    assert [text.text for text in found] == ["gpt-4o"]


def run(tmp_path: Path, code: str, check: str) -> str:
    """Runs samerun on one file in a process of its own; what the expression `check` then is."""
    (tmp_path / "main.py").write_text(code, encoding="utf-8")
    script = (
        "import sys\nfrom samerun.cli import main\n"
        f"try:\n    main(['check', '-q', '--isolated', {str(tmp_path)!r}])\nexcept SystemExit:\n    pass\n"
        f"print({check})\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path)
    return done.stdout.splitlines()[-1]


BOTH = 'GENERATOR_MODEL = "gpt-4o-mini-2024-07-18"\nJUDGE_MODEL = {}\n'


def test_astroid_is_not_imported_where_the_facts_say_enough(tmp_path: Path) -> None:
    assert run(tmp_path, BOTH.format('"gpt-4o-2024-08-06"'), "'astroid' in sys.modules") == "False"


def test_astroid_is_asked_where_only_it_can_tell_and_loads_nothing(tmp_path: Path) -> None:
    (tmp_path / "third_party_trap.py").unlink(missing_ok=True)
    code = "import numpy\nimport torch\n" + BOTH.format('"{}-{}".format("gpt", "4o-2024-08-06")')
    check = "'astroid' in sys.modules, 'numpy' in sys.modules, 'torch' in sys.modules"
    assert run(tmp_path, code, check) == "True False False"


def test_inference_parses_no_module_outside_the_project(tmp_path: Path) -> None:
    code = "from numpy.version import full_version\nanswer = '{}-4o'.format(full_version)\n"
    program = link(tmp_path, {"main.py": code})
    home = module(program, "main.py")
    assert program.values.texts(home, MODULE, f.Name("answer"), len(code)) == []
    from astroid.manager import AstroidManager  # type: ignore[import-untyped]

    assert [name for name in AstroidManager().astroid_cache if name.partition(".")[0] == "numpy"] == []


def test_a_repository_without_models_reads_no_model_table(tmp_path: Path) -> None:
    code = "import numpy as np\n\nrng = np.random.default_rng(0)\nprint(rng.normal())\n"
    assert run(tmp_path, code, "'samerun.catalog.model_tables' in sys.modules") == "False"
