"""Any program with draws and seedings put into it: all fixes leave the rest as it is, byte for byte, and are made once.

The default run tries some 24 programs, half of them generated and half of a plain shape. Two thousand:
`SAMERUN_FUZZ=2000 pytest -n0 tests/edits/test_fuzz_rng_fixes.py`.
"""

from __future__ import annotations

import ast
import os
import random
import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from samerun import engine
from samerun.cli.fix import ORDER_AND_ENTROPY
from samerun.fixing import fix
from samerun.run import Request
from samerun.settings.overrides import Overrides
from tests.edits.fixing_text import NOWHERE
from tests.edits.test_fuzz_fixes import BASES, parses, pytestmark, quick, start_line, what_they_do

if TYPE_CHECKING:
    from random import Random

    from samerun.run import Result

__all__ = ["pytestmark"]

PROGRAMS = int(os.environ.get("SAMERUN_FUZZ", "24"))
PER_BASE = 6 if PROGRAMS < 100 else 20
MADE: Counter[str] = Counter()

IMPORTS = ("import os, random, time\n", "import numpy as np\n", "import torch\n", "import argparse\n")
HEADS = (
    "{imports}",
    '"""Doc."""\n{imports}',
    "from __future__ import annotations\n{imports}\n\n",
    "# -*- coding: utf-8 -*-\n# Licence\n\n{imports}",
    "import sys\nsys.flags\n{imports}",
    "{imports}SEED = 7\n",
    "{imports}SEED = 'none'\n",
    "{imports}if True:\n    SEED = 3\n",
    "from random import *\n{imports}",
    "from numpy.random import *\n{imports}",
    "from random import random\nimport time, os, argparse\nimport numpy as np, torch\n",
)
CALLS = (
    "print(random.random())  # why\n",
    "rng{i} = np.random.default_rng()\nprint(rng{i}.normal())\n",
    "print(random.Random().random(), np.random.RandomState(None).rand())\n",
    "print(np.random.RandomState(seed=None,).rand())\n",
    "print(np.random.default_rng(\n    # why\n).random())\n",
    "print(np.random.default_rng((  # why\n    None)).random())\n",
    "options{i} = {{}}\nprint(np.random.default_rng(**options{i}).random())\n",
    "random.seed(time.time())\nprint(random.random())\n",
    "seed = int(time.time() * 1000) % 2**32\nrandom.seed(seed); print(random.random())\n",
    "random.seed()\nprint(random.random())\n",
    "np.random.seed(\n    int(time.time()) % 7,  # why\n)\nprint(np.random.rand())\n",
    "random.seed(42); print(random.random())\n",
    "torch.seed()\nprint(torch.rand(1))\n",
    "torch.manual_seed(0)\nprint(torch.rand(1))\n",
    "print(torch.rand(1)); torch.manual_seed(1)\n",
    "torch.backends.cudnn.benchmark = True  # fast\n",
    "torch.use_deterministic_algorithms(mode=False)\n",
    "def f{i}(rng=None):\n\trng = rng or np.random.default_rng()\n\treturn rng.random()\nprint(f{i}())\n",
    "def f{i}(SEED):\n    print(np.random.default_rng().random())\nf{i}(99)\n",
    "def f{i}(seed=None):\n    if seed is not None:\n        random.seed(seed)\nf{i}()\nprint(random.random())\n",
    "def f{i}(value):\n    random.seed(value)\nf{i}(int.from_bytes(os.urandom(4), 'big'))\nprint(random.random())\n",
    "class C{i}:\n    SEED = 42\n    def f(self): rng = np.random.RandomState(); print(rng.rand())\nC{i}().f()\n",
    "for turn in range(2):\n    print(np.random.default_rng().random())\n",
    "[print(random.Random().random()) for SEED in (1, 2)]\n",
    "(lambda SEED: print(random.Random().random()))(3)\n",
    "print(f'{{np.random.default_rng().random()}} {{random.random()=}}')\n",
    "with open(os.devnull) as file: print(random.Random(os.urandom(4)).random(), file.name)\n",
    "try:\n    print(random.choice([1, 2]))\nfinally:\n    random.seed(1)\n",
    "if time.time() > 0: print(random.getrandbits(8)) \\\n  ; print(np.random.default_rng().integers(9))\n",
    "random.shuffle(x{i} := [1, 2, 3]); print(x{i})\n",
    "def f{i}(cfg, /, *rest, size=2):\n    return random.Random(cfg.get('seed')).random()\nprint(f{i}({{}}))\n",
    "def f{i}(seed, /, size=2):\n    return np.random.default_rng(seed).random(size)\nprint(f{i}(None))\n",
    "def f{i}(make=random.Random):\n    return make().random()\nprint(f{i}())\n",
    "names{i} = {{'a', 'b', 'c'}}\nprint([name for name in names{i}], list(names{i} | {{'d'}}))\n",
    "names{i} = set()\nfor part in ('x y', 'z'):\n    names{i}.update(part.split())\nprint(*names{i})\n",
    "import secrets; print(secrets.choice([1, 2, 3]), secrets.randbelow(9))\n",
    "print(random.SystemRandom().random())\n",
    "parser{i} = argparse.ArgumentParser()\nparser{i}.add_argument('--seed', type=int, default=4)\n"
    "args{i} = parser{i}.parse_args([])\nprint(np.random.default_rng().random())\n",
)
PLAIN = (
    "def load(path):\n    return [path]\n\n\ndef main():\n    data = load('a')\n    print(len(data))\n\n\nmain()\n",
    "class Model:\n    def __init__(self, size=3):\n        self.size = size\n\n    def fit(self):\n"
    "        return self.size\n\n\nif __name__ == '__main__':\n    model = Model()\n    print(model.fit())\n",
    "WIDTH = 3\n\ntotal = 0\nfor step in range(WIDTH):\n    total += step\n    # next\nprint(total)\n",
)


class Program(NamedTuple):
    """A program: its text, and the numbers of the lines that were put in."""

    text: str
    put_in: frozenset[int]


def with_calls(base: str, chance: Random) -> Program:
    """A program with draws and seedings between its statements, and in front of lines of its functions."""
    imports = "".join(IMPORTS if chance.random() < 0.6 else chance.sample(IMPORTS, len(IMPORTS)))
    head = chance.choice(HEADS).format(imports=imports)
    pieces: list[tuple[str, bool]] = [(line, True) for line in head.splitlines(keepends=True)]
    starts = {start_line(node) for node in ast.parse(base).body}
    nested = {
        node.body[-1].lineno: node.body[-1].col_offset
        for node in ast.walk(ast.parse(base))
        if isinstance(node, (ast.FunctionDef, ast.For)) and node.body[-1].lineno > node.lineno
    }
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", base)
    wanted = chance.randint(1, 5)
    places = Counter(chance.choices(sorted(starts | nested.keys()), k=wanted)) if starts else Counter()
    number = 0
    for row, line in enumerate(lines, 1):
        for _ in range(places[row]):
            indent = " " * nested[row] if row in nested and row not in starts else ""
            call = chance.choice(CALLS).format(i=number)
            pieces += [(indent + each, True) for each in call.splitlines(keepends=True)]
            number += 1
        pieces.append((line, False))
    rows = [(text, own) for text, own in pieces if text]
    return Program("".join(text for text, _ in rows), frozenset(n for n, (_, own) in enumerate(rows) if own))


def fixed(raw: bytes) -> tuple[bytes, Result]:
    result = fix(request(raw))
    assert result.errors == ()
    return (result.changes[0].new if result.changes else raw), result


def request(raw: bytes) -> Request:
    overrides = Overrides(
        values={"select": ("REP0", "REP1", "REP2", "REP3")}, isolated=True, cwd=NOWHERE, offered=ORDER_AND_ENTROPY
    )
    return Request(
        overrides=overrides, stdin=raw, stdin_filename="train.py", jobs=1, cache=False, fix="fix", unsafe_fixes=True
    )


def lines_of(text: str) -> list[str]:
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)


def check_only_what_was_put_in_changed(program: Program, after: str) -> None:
    """No line of the base is changed, moved or lost."""
    old, new = lines_of(program.text), lines_of(after)
    for kind, start, end, _, _ in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind in ("replace", "delete"):
            touched = [old[row] for row in range(start, end) if row not in program.put_in and old[row].strip()]
            assert not touched, f"touched {touched} in\n{program.text}\n-----\n{after}"


def errors_of(record: list[str]) -> list[str]:
    return [line for line in record if line.isidentifier()]


def check(program: Program, ends: str) -> bool:
    """Whether fixing changed the program; all that must hold of it is asserted."""
    text = program.text.replace("\n", ends)
    if not parses(text):
        return False
    before = text.encode()
    found = Counter(finding.code for finding in engine.check(request(before)).findings)
    after, result = fixed(before)
    MADE["changed" if after != before else "same"] += 1
    assert parses(after.decode())
    if after == before:
        return False
    left = Counter(finding.code for finding in result.findings)
    assert not left - found, f"{left - found} came in:\n{after.decode()}"
    again, told = fixed(after)
    assert again == after, f"{text}\n-----\n{after.decode()}\n-----\n{result.dropped} {told.dropped}"
    check_only_what_was_put_in_changed(program._replace(text=text), after.decode())
    old, new = what_they_do(text, after.decode())
    assert not Counter(errors_of(new)) - Counter(errors_of(old)), after.decode()
    return True


def ending(chance: Random) -> str:
    return chance.choice(["\n", "\n", "\n", "\r\n"])


@settings(quick, max_examples=max(1, PROGRAMS // 2 // PER_BASE))
@given(BASES, st.randoms(use_true_random=False))
def test_generated_programs(base: str, chance: Random) -> None:
    if "\r" in base or not base.isascii() or "\x0c" in base:
        return
    for _ in range(PER_BASE):
        check(with_calls(base if base.endswith("\n") else f"{base}\n", chance), ending(chance))


def test_programs_of_a_plain_shape() -> None:
    chance = random.Random(PROGRAMS)
    tried = range(PROGRAMS // 2)
    changed = sum(check(with_calls(PLAIN[number % len(PLAIN)], chance), ending(chance)) for number in tried)
    assert changed * 4 > len(tried) * 3, "calls were put into each, so most have something to mend"
    print(f"\n{sum(MADE.values())} programs tried, {MADE['changed']} of them changed")
