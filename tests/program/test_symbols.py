"""Names resolve to what Python would bind, or to nothing: never to a wrong name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.program.projects import callees, link

if TYPE_CHECKING:
    from pathlib import Path

CASES = {
    "plain import": ("import numpy\nnumpy.random.seed(x)", ["numpy.random.seed"]),
    "alias": ("import numpy as np\nnp.random.seed(x)", ["numpy.random.seed"]),
    "from import": ("from numpy.random import seed as s\ns(x)", ["numpy.random.seed"]),
    "submodule import binds the root": ("import numpy.random\nnumpy.random.seed(x)", ["numpy.random.seed"]),
    "submodule alias": ("import numpy.random as r\nr.seed(x)", ["numpy.random.seed"]),
    "simple alias": ("import numpy as np\nrand = np.random.rand\nrand(3)", ["numpy.random.rand"]),
    "alias of an alias": ("import numpy as np\nr = np.random\ns = r.seed\ns(1)", ["numpy.random.seed"]),
    "import error fallback": (
        "try:\n    import numpy as np\nexcept ImportError:\n    np = None\nnp.random.seed(x)",
        ["numpy.random.seed"],
    ),
    "import error, two libraries: the one that is tried first": (
        "try:\n    from torch import manual_seed as s\n"
        "except (ImportError, OSError):\n    from numpy.random import seed as s\ns(1)",
        ["torch.manual_seed"],
    ),
    "two candidates are unknown": (
        "if flag:\n    from numpy.random import seed as s\nelse:\n    from torch import manual_seed as s\ns(1)",
        [None],
    ),
    "two candidates that agree": (
        "if flag:\n    import numpy as np\nelse:\n    import numpy as np\nnp.random.seed(1)",
        ["numpy.random.seed"],
    ),
    "parameter shadows": ("import random\ndef f(random):\n    random.seed(1)", [None]),
    "local shadows": ("import random\ndef f():\n    random = g\n    random.seed(1)", [None]),
    "comprehension target shadows": ("import random\n[random.seed(1) for random in y]", [None]),
    "comprehension leaves the rest alone": ("import random\n[random.seed(i) for i in y]", ["random.seed"]),
    "lambda parameter shadows": ("import random\nf = lambda random: random.seed(1)", [None]),
    "lambda body": ("import random\nf = lambda: random.seed(1)", ["random.seed"]),
    "loop target shadows": ("import random\nfor random in y:\n    random.seed(1)", [None]),
    "except name shadows": (
        "import random\ntry:\n    pass\nexcept ValueError as random:\n    random.seed(1)",
        [None],
    ),
    "deleted": ("import random\ndel random\nrandom.seed(1)", [None]),
    "rebound before use": ("import random\nrandom = object\nrandom.seed(1)", ["builtins.object.seed"]),
    "rebound after use": ("import random\nrandom.seed(1)\nrandom = y", ["random.seed"]),
    "rebound in a branch": ("import random\nif y:\n    random = z\nrandom.seed(1)", [None]),
    "global rebinding elsewhere": (
        "import random\ndef g():\n    global random\n    random = y\ndef f():\n    random.seed(1)",
        [None],
    ),
    "global reads the module": ("import random\ndef f():\n    global random\n    random.seed(1)", ["random.seed"]),
    "nonlocal": (
        "def f():\n    import random\n    def g():\n        nonlocal random\n        random = y\n    random.seed(1)",
        [None],
    ),
    "closure": ("def f():\n    import random\n    def g():\n        random.seed(1)", ["random.seed"]),
    "class body names are not visible in methods": (
        "class A:\n    import random\n    def f(self):\n        random.seed(1)",
        [None],
    ),
    "class body sees its own names": ("class A:\n    import random\n    random.seed(1)", ["random.seed"]),
    "type checking only": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import numpy as np\nnp.random.seed(1)",
        ["numpy.random.seed"],
    ),
    "call results are not guessed": ("import numpy as np\nnp.foo().seed(1)", [None, "numpy.foo"]),
    "generator method": (
        "import numpy as np\nrng = np.random.default_rng(x)\nrng.normal()",
        ["numpy.random.default_rng", "numpy.random.Generator.normal"],
    ),
    "generator attribute": (
        "import torch\nclass A:\n    def __init__(self):\n        self.g = torch.Generator()\n"
        "    def f(self):\n        self.g.manual_seed(1)",
        ["torch.Generator", "torch.Generator.manual_seed"],
    ),
    "annotated parameter": (
        "import numpy as np\ndef f(rng: np.random.Generator | None = None):\n    rng.normal()",
        ["numpy.random.Generator.normal"],
    ),
    "walrus": ("import random\nif (random := y):\n    random.seed(1)", [None]),
    "with target shadows": ("import random\nwith open(x) as random:\n    random.seed(1)", ["builtins.open", None]),
    "star import of a known library": ("from numpy.random import *\nseed(1)\nfoo(1)", ["numpy.random.seed", None]),
    "decorated": ("import random\n@deco(random.seed(1))\ndef f(): pass", [None, "random.seed"]),
    "default": ("import random\ndef f(x=random.seed(1)): pass", ["random.seed"]),
    "match capture shadows": ("import random\nmatch y:\n    case random:\n        random.seed(1)", [None]),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_one_file(tmp_path: Path, text: str, expected: list[str | None]) -> None:
    assert callees(link(tmp_path, {"main.py": text}), "main.py") == expected


PROJECTS = {
    "sibling": ({"utils.py": "def seed(x): pass", "main.py": "from utils import seed\nseed(1)"}, ["utils.py:seed"]),
    "own module shadows the library": (
        {"random.py": "def seed(x): pass", "main.py": "import random\nrandom.seed(1)"},
        ["random.py:seed"],
    ),
    "inside a package the library is meant": (
        {
            "pkg/__init__.py": "",
            "pkg/random.py": "def seed(x): pass",
            "pkg/main.py": "import random\nrandom.seed(1)",
        },
        ["random.seed"],
    ),
    "relative": (
        {
            "pkg/__init__.py": "",
            "pkg/a/__init__.py": "",
            "pkg/b.py": "def f(): pass",
            "pkg/a/main.py": "from ..b import f\nfrom .. import b\nfrom . import c\nf()\nb.f()\nc.g()",
            "pkg/a/c.py": "def g(): pass",
        },
        ["b.py:f", "b.py:f", "c.py:g"],
    ),
    "re-export": (
        {
            "pkg/__init__.py": "from .impl import seed_all as seed_everything",
            "pkg/impl.py": "def seed_all(s): pass",
            "main.py": "import pkg\nfrom pkg import seed_everything\nseed_everything(1)\npkg.seed_everything(1)",
        },
        ["impl.py:seed_all", "impl.py:seed_all"],
    ),
    "re-export of a library": (
        {"pkg/__init__.py": "import numpy as np", "main.py": "from pkg import np\nnp.random.seed(1)"},
        ["numpy.random.seed"],
    ),
    "star re-export": (
        {
            "pkg/__init__.py": "from .impl import *",
            "pkg/impl.py": "def seed_all(s): pass\ndef _hidden(): pass",
            "main.py": "from pkg import *\nseed_all(1)\n_hidden()",
        },
        ["impl.py:seed_all", None],
    ),
    "src layout": (
        {
            "src/pkg/__init__.py": "",
            "src/pkg/m.py": "def f(): pass",
            "tests/t.py": "from pkg.m import f\nf()",
            "t.py": "",
        },
        ["m.py:f"],
    ),
    "namespace folder": (
        {"tools/lib.py": "def f(): pass", "main.py": "from tools import lib\nimport tools.lib\nlib.f()\ntools.lib.f()"},
        ["lib.py:f", "lib.py:f"],
    ),
    "a bare folder gives way to a library of its name": (
        {"torch/x.py": "", "main.py": "import torch\ntorch.manual_seed(1)"},
        ["torch.manual_seed"],
    ),
    "two candidates are unknown": (
        {
            "helper.py": "def f(): pass",
            "src/helper.py": "def f(): pass",
            "app/main.py": "from helper import f\nf()",
        },
        [None],
    ),
    "import cycle": (
        {"a.py": "from b import f", "b.py": "from a import f", "main.py": "from a import f\nf()"},
        [None],
    ),
    "method through a base class of another module": (
        {
            "base.py": "class Base:\n    def fit(self): pass",
            "main.py": "from base import Base\nclass T(Base):\n    def go(self):\n        self.fit()\nT().go()",
        },
        ["main.py:T", "main.py:T.go", "base.py:Base.fit"],
    ),
    "class constructor": ({"m.py": "class A: pass", "main.py": "import m\nm.A()"}, ["m.py:A"]),
    "object made in another module": (
        {
            "shared.py": "import numpy as np\nrng = np.random.default_rng(0)",
            "main.py": "from shared import rng\nrng.normal()",
        },
        ["numpy.random.Generator.normal"],
    ),
}


@pytest.mark.parametrize(("files", "expected"), PROJECTS.values(), ids=PROJECTS)
def test_projects(tmp_path: Path, files: dict[str, str], expected: list[str | None]) -> None:
    name = "t.py" if "tests/t.py" in files else "main.py"
    program = link(tmp_path, {key: text for key, text in files.items() if key != "t.py"})
    assert sorted(callees(program, name), key=str) == sorted(expected, key=str)
