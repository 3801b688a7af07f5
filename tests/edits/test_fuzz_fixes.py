"""Any program with seeding calls put into it: after fixing it does the same, and nothing else in it has changed.

The default run tries 60 programs. A thousand: `pytest -m slow tests/edits/test_fuzz_fixes.py`.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import warnings
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesmith
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.edits.fixing_text import fixed, notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

SLOW_STRATEGY = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
pytestmark = pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
# Shrinking a generated program takes minutes, and the generated one says what is wrong.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
quick = settings(deadline=None, suppress_health_check=SLOW_STRATEGY, phases=PHASES)
TRIED: Counter[str] = Counter()

VALUES = ("0", "42", "0x2A", "1_000", "7", "-3", "42")
LITERAL = re.compile(rb"-?\b(?:0x2A|1_000|42|7|0|3)\b|\b(?:RANDOM_)?SEED(?:_\w+)?\b")
CONSTANT = re.compile(rb"(?:RANDOM_)?SEED(?:_\w+)? = -?\w+[\r\n]*")
HEADS = (
    "import random\n",
    '"""Doc."""\nimport random\n',
    "'''Doc.\n'''; import random\n",
    "from __future__ import annotations\nimport random\n\n\n",
    "# -*- coding: utf-8 -*-\n# Licence\n\nimport random\n",
    "import sys\nsys.flags\nimport random\n",
    "try:\n    import torch\nexcept ImportError:\n    torch = None\nimport random\n",
    "import random; x = 1\n",
    "import random \\\n\n",
    "\x0cimport random\n\x0c\n",
)
CALLS = (
    "random.seed({v})\n",
    "import numpy as np\nnp.random.seed({v})\n",
    "import torch; torch.manual_seed({v}); torch.manual_seed(seed={w})\n",
    "def f{i}(a=random.seed({v})):\n    random.seed({w})\nf{i}()\n",
    "def f{i}():\n\trandom.seed({v})\n\tdef g(): random.seed({w})\n\tg()\nf{i}()\n",
    "def f{i}(SEED):\n    random.seed({v})\nf{i}(99)\n",
    "class C{i}:\n    SEED = 42\n    random.seed({v})\n    def f(self): random.seed({w})\nC{i}().f()\n",
    "[random.seed({v}) for SEED in (1, 2)]\n",
    "(lambda SEED: random.seed({v}))(3)\n",
    "SEED = {v}\n",
    "RANDOM_SEED = {v}; random.seed({v})\n",
    "SEED = 42; SEED += 1\n",
    "if random.seed({v}):\n    SEED = {w}\n",
    "for SEED in range(2):\n    random.seed({v})\n",
    "def f{i}():\n    global SEED\n    SEED = {v}\nf{i}()\nrandom.seed({v})\n",
    "@random.seed({v})\ndef f{i}(): pass\n",
    "print(f'{{random.seed({v})}} {{random.seed({w})=}}')\n",
    "random.seed(\n  ({v})  # why\n  ,)\n",
    "with random.seed({v}) as SEED:\n    pass\n",
    "def set_seed{i}(seed, other=1):\n    random.seed(seed)\nset_seed{i}({v}, {w}); set_seed{i}(seed={w})\n",
    "print((SEED_42 := random.seed({v})))\n",
)


BASES = st.one_of(hypothesmith.from_grammar(), hypothesmith.from_node()).filter(lambda text: parses(text))


def programs(base: str, chance: Random, count: int) -> Iterator[str]:
    """Programs made of a generated one: a head in front, seeding calls between its statements.

    A base takes a hundred times longer to generate than a program to check, so one serves for several.
    """
    starts = sorted({start_line(node) for node in ast.parse(base).body} - {1})
    for _ in range(count):
        lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", base)
        for number in range(chance.randint(1, 6)):
            at = chance.choice([1, *starts]) - 1
            call = chance.choice(CALLS).format(i=number, v=chance.choice(VALUES), w=chance.choice(VALUES))
            lines[at] = call + lines[at]
        text = chance.choice(HEADS) + "".join(lines)
        if parses(text):
            yield text


def start_line(node: ast.stmt) -> int:
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])


def parses(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text.encode(), "train.py", "exec")
    except (SyntaxError, UnicodeEncodeError, ValueError, RecursionError, MemoryError):
        return False
    return True


def what_they_do(*texts: str) -> list[list[str]]:
    """What running each hands to the libraries, and what it raises."""
    command = [sys.executable, "-I", "-S", "-W", "ignore", str(Path(__file__).with_name("recorder.py"))]
    run = subprocess.run(command, input=json.dumps(texts), capture_output=True, text=True, timeout=60, check=True)
    records: list[list[str]] = json.loads(run.stdout)
    return records


def unnamed(line: bytes) -> bytes:
    """A line with every literal and every constant's name made the same."""
    return LITERAL.sub(b"?", line)


def check_only_constants_were_added(before: bytes, after: bytes) -> None:
    """Line for line the old text, but for names of literals, with constants and blank lines put in."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    plain_old, plain_new = [unnamed(line) for line in old], [unnamed(line) for line in new]
    for kind, start, end, first, last in SequenceMatcher(None, plain_old, plain_new, autojunk=False).get_opcodes():
        if kind == "equal":
            pairs = zip(old[start:end], new[first:last], strict=True)
            assert all(before == after or b"SEED" in after for before, after in pairs)
        else:
            assert kind == "insert"
            assert all(not line.strip() or CONSTANT.fullmatch(line) for line in new[first:last])


def check_fixing(text: str, chance: Random) -> None:
    end, bom = chance.choice(["\n", "\n", "\r\n"]), chance.choice([b"", b"\xef\xbb\xbf"])
    before = bom + re.sub(r"\r\n?|\n", end, text).encode()
    if not parses(before.removeprefix(bom).decode()):
        return
    after, result = fixed(before)
    assert result.dropped == ()
    assert after.startswith(bom)
    assert parses(after.removeprefix(bom).decode())
    assert [finding for finding in result.findings if finding.fix and finding.fix.applicability == "safe"] == []
    TRIED["changed" if after != before else "same"] += 1
    if after != before:
        assert fixed(after)[0] == after
        check_only_constants_were_added(before.removeprefix(bom), after.removeprefix(bom))
        old, new = what_they_do(before.removeprefix(bom).decode(), after.removeprefix(bom).decode())
        assert old == new, after.decode()


@settings(quick, max_examples=6)
@given(BASES, st.randoms(use_true_random=False))
def test_fixed_programs_do_the_same(base: str, chance: Random) -> None:
    for text in programs(base, chance, 10):
        check_fixing(text, chance)


@pytest.mark.slow
@settings(quick, max_examples=120)
@given(BASES, st.randoms(use_true_random=False))
def test_a_thousand_fixed_programs_do_the_same(base: str, chance: Random) -> None:
    for text in programs(base, chance, 10):
        check_fixing(text, chance)


@settings(quick, max_examples=4)
@given(BASES, st.randoms(use_true_random=False))
def test_fixed_notebooks_change_in_their_cells_only(base: str, chance: Random) -> None:
    cells = [cell.splitlines(keepends=True) if chance.random() < 0.5 else cell for cell in programs(base, chance, 3)]
    before = notebook(*cells)
    after, result = fixed(before, name="explore.ipynb")
    assert fixed(after, name="explore.ipynb")[0] == after
    old, new = json.loads(before), json.loads(after)
    for each in (*old["cells"], *new["cells"]):
        each["source"] = ""
    assert old == new
    assert result.dropped == ()


def test_the_recorder_sees_a_difference() -> None:
    one, other, same = what_they_do(
        "import random\nrandom.seed(1)", "import random\nrandom.seed(2)", "import random\nx"
    )
    assert one == ["random.seed(1,)[]"]
    assert other == ["random.seed(2,)[]"]
    assert same == ["NameError"]
