"""Where the constant goes, and what it is called: before and after, in full."""

from __future__ import annotations

import pytest

from tests.edits.fixing_text import fixed, fixed_text

CASES = {
    "after the imports": (
        "import random\nfrom os import path\n\n\ndef f():\n    random.seed(42)\n",
        "import random\nfrom os import path\n\nSEED = 42\n\n\ndef f():\n    random.seed(SEED)\n",
    ),
    "one blank line before code": (
        "import random\nrandom.seed(42)\n",
        "import random\n\nSEED = 42\n\nrandom.seed(SEED)\n",
    ),
    "docstring and future imports stay first": (
        '"""Doc."""\n\nfrom __future__ import annotations\n\nimport random\n\nrandom.seed(3)\n',
        '"""Doc."""\n\nfrom __future__ import annotations\n\nimport random\n\nSEED = 3\n\nrandom.seed(SEED)\n',
    ),
    "imports in try, if and with": (
        "import random\ntry:\n    import torch\nexcept ImportError:\n    torch = None\n"
        "if TYPE_CHECKING:\n    import x\nwith suppress(ImportError):\n    import y\n\nrandom.seed(3)\n",
        "import random\ntry:\n    import torch\nexcept ImportError:\n    torch = None\n"
        "if TYPE_CHECKING:\n    import x\nwith suppress(ImportError):\n    import y\n\nSEED = 3\n\nrandom.seed(SEED)\n",
    ),
    "set-up between imports": (
        "import sys\nsys.path.append('..')\nimport random\n# Here we go\nrandom.seed(3)\n",
        "import sys\nsys.path.append('..')\nimport random\n\nSEED = 3\n\n# Here we go\nrandom.seed(SEED)\n",
    ),
    "before a use among the imports": (
        "import random\nrandom.seed(3)\nimport torch\n\ntorch.manual_seed(3)\n",
        "import random\n\nSEED = 3\n\nrandom.seed(SEED)\nimport torch\n\ntorch.manual_seed(SEED)\n",
    ),
    "not after an import far below": (
        "import random\n\n\ndef f():\n    random.seed(3)\n\n\nimport torch\n",
        "import random\n\nSEED = 3\n\n\ndef f():\n    random.seed(SEED)\n\n\nimport torch\n",
    ),
    "not after the imports of a main block": (
        "import random\n\nif __name__ == '__main__':\n    import torch\n    torch.manual_seed(3)\n",
        "import random\n\nSEED = 3\n\nif __name__ == '__main__':\n    import torch\n    torch.manual_seed(SEED)\n",
    ),
    "decorators, defaults and class bodies": (
        "import torch\n\n@wrap(torch.manual_seed(1))\ndef f(g=torch.manual_seed(1)): ...\n\n"
        "class C:\n    g = torch.manual_seed(1)\n",
        "import torch\n\nSEED = 1\n\n\n@wrap(torch.manual_seed(SEED))\ndef f(g=torch.manual_seed(SEED)): ...\n\n"
        "class C:\n    g = torch.manual_seed(SEED)\n",
    ),
    "in front of other constants": (
        "import random\n\nBATCH = 32\nrandom.seed(3)\n",
        "import random\n\nSEED = 3\nBATCH = 32\nrandom.seed(SEED)\n",
    ),
    "shared by equal values, apart for others": (
        "import random\nimport torch\n\n\n"
        "def f():\n    random.seed(0x2A)\n    torch.manual_seed(42)\n    random.seed(-7)\n",
        "import random\nimport torch\n\nSEED = 0x2A\nSEED_MINUS_7 = -7\n\n\n"
        "def f():\n    random.seed(SEED)\n    torch.manual_seed(SEED)\n    random.seed(SEED_MINUS_7)\n",
    ),
    "an existing constant": (
        "import random\n\nRANDOM_SEED: int = 42\n\n\ndef f():\n    random.seed(42)\n",
        "import random\n\nRANDOM_SEED: int = 42\n\n\ndef f():\n    random.seed(RANDOM_SEED)\n",
    ),
    "a constant for one purpose, or a number of seeds": (
        "import random\n\nSPLIT_SEED = 5\nN_SEEDS = 5\nrandom.seed(5)\n",
        "import random\n\nSEED = 5\nSPLIT_SEED = 5\nN_SEEDS = 5\nrandom.seed(SEED)\n",
    ),
    "a constant that is bound twice": (
        "import random\n\nSEED = 5\nSEED = SEED + 1\nrandom.seed(5)\n",
        "import random\n\nSEED_5 = 5\nSEED = 5\nSEED = SEED + 1\nrandom.seed(SEED_5)\n",
    ),
    "a constant that a function sets": (
        "import random\n\nSEED = 5\n\ndef f():\n    global SEED\n    SEED = 6\n\nrandom.seed(5)\n",
        "import random\n\nSEED_5 = 5\nSEED = 5\n\ndef f():\n    global SEED\n    SEED = 6\n\nrandom.seed(SEED_5)\n",
    ),
    "a constant in a branch": (
        "import random\n\nif x:\n    SEED = 5\nrandom.seed(5)\n",
        "import random\n\nSEED_5 = 5\n\nif x:\n    SEED = 5\nrandom.seed(SEED_5)\n",
    ),
    "hidden by a parameter": (
        "import random\n\nSEED = 5\n\n\ndef f(SEED):\n    random.seed(5)\n",
        "import random\n\nSEED_5 = 5\nSEED = 5\n\n\ndef f(SEED):\n    random.seed(SEED_5)\n",
    ),
    "hidden by a comprehension": (
        "import random\n\nSEED = 5\nx = [random.seed(5) for SEED in y]\n",
        "import random\n\nSEED_5 = 5\nSEED = 5\nx = [random.seed(SEED_5) for SEED in y]\n",
    ),
    "hidden by a class body": (
        "import random\n\nSEED = 5\n\n\nclass C:\n    SEED = 1\n    random.seed(5)\n",
        "import random\n\nSEED_5 = 5\nSEED = 5\n\n\nclass C:\n    SEED = 1\n    random.seed(SEED_5)\n",
    ),
    "not hidden from a method": (
        "import random\n\nSEED = 5\n\n\nclass C:\n    SEED = 1\n    def f(self): random.seed(5)\n",
        "import random\n\nSEED = 5\n\n\nclass C:\n    SEED = 1\n    def f(self): random.seed(SEED)\n",
    ),
    "taken, if only in a string": (
        "import os, random\n\nrandom.seed(5)\nprint(os.environ['SEED'])\n",
        "import os, random\n\nSEED_5 = 5\n\nrandom.seed(SEED_5)\nprint(os.environ['SEED'])\n",
    ),
    "a star import after the constant": (
        "import random\n\nSEED = 5\nfrom settings import *\n\nrandom.seed(5)\n",
        "import random\n\nSEED = 5\nfrom settings import *\n\nSEED_5 = 5\n\nrandom.seed(SEED_5)\n",
    ),
    "two statements on the import's line": (
        "x = 1\nimport random; random.seed(5)\n",
        "SEED = 5\n\nx = 1\nimport random; random.seed(SEED)\n",
    ),
    "a licence stays on top": (
        "#!/usr/bin/env python\n# Licence.\ndef set_seed(seed):\n    import random; random.seed(seed)\n\nset_seed(5)\n",
        "#!/usr/bin/env python\n# Licence.\nSEED = 5\n\n\n"
        "def set_seed(seed):\n    import random; random.seed(seed)\n\nset_seed(SEED)\n",
    ),
    "parentheses, comments and keywords": (
        "from x import y\nimport torch\n\ntorch.manual_seed(\n    seed = (42)  # the answer\n    ,\n)\n",
        "from x import y\nimport torch\n\nSEED = 42\n\ntorch.manual_seed(\n    seed = (SEED)  # the answer\n    ,\n)\n",
    ),
}
UNFIXED = {
    "one line for all": "from __future__ import annotations; import random; random.seed(5)\n",
    "the constant stands below": "import random\n\n\ndef f():\n    random.seed(5)\n\n\nSEED = 5\n",
    "the text of an f-string": "import random\n\nprint(f'{random.seed(5)=}')\n",
    "TorchScript": "import torch\n\n\n@torch.jit.script\ndef f():\n    torch.manual_seed(5)\n",
    "a pipeline component": "from kfp import dsl\n\n\n@dsl.component()\ndef f():\n    import random\n"
    "    random.seed(5)\n",
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
def test_the_constant_and_its_use(before: str, after: str) -> None:
    assert fixed_text(before) == after


@pytest.mark.parametrize("text", UNFIXED.values(), ids=UNFIXED)
def test_no_fix(text: str) -> None:
    once, result = fixed(text.encode())
    assert once.decode() == text
    assert [(finding.code, finding.fix) for finding in result.findings] == [("REP201", None)]


def test_names_run_out() -> None:
    text = "import random\n\nrandom.seed(5)  # SEED SEED_5 RANDOM_SEED RANDOM_SEED_5\n"
    assert fixed_text(text) == text


@pytest.mark.parametrize("line", ["exec(open('configurator.py').read())", "print(globals())", "print(vars())"])
def test_a_module_that_looks_at_its_own_names_is_unsafe(line: str) -> None:
    text = f"import random\n\n{line}\nrandom.seed(5)\n"
    assert fixed_text(text) == text
    assert fixed_text(text, unsafe=True) == f"import random\n\nSEED = 5\n\n{line}\nrandom.seed(SEED)\n"


def test_many_values_in_one_pass() -> None:
    text = "import random\n\n\ndef f():\n" + "".join(f"    random.seed({n})\n" for n in range(40))
    after = fixed_text(text)
    assert after.startswith("import random\n\nSEED = 0\nSEED_1 = 1\nSEED_2 = 2\n")
    assert "\nSEED_39 = 39\n\n\ndef f():\n    random.seed(SEED)\n    random.seed(SEED_1)\n" in after
