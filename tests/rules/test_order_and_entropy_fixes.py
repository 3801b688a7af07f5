"""REP108 and REP109: what no seed reaches is put in order, or drawn from a stream that has a seed."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from samerun.cli.fix import ORDER_AND_ENTROPY
from samerun.fixing import fix
from samerun.run import Request
from samerun.settings.overrides import Overrides
from tests.oracle.harness import Oracle, outputs

if TYPE_CHECKING:
    from pathlib import Path

    from samerun.run import Result

REPAIRED: dict[str, tuple[str, ...]] = {
    "a set that is handed over and listed": (
        """
        LABELS = {"cat", "dog", "bird", "fish"}


        def batches(labels):
            items = list(labels)
            return items[:2]


        print(batches(LABELS))
        """,
        "items = sorted(labels)",
    ),
    "a set that grows, and is numbered elsewhere": (
        """
        def vocabulary(lines):
            words = set()
            for line in lines:
                words.update(line.lower().split())
            return {word: number for number, word in enumerate(words)}


        print(vocabulary(["the cat sat", "on the mat"]))
        """,
        "enumerate(sorted(words))",
    ),
    "what a function returns": (
        """
        def names():
            return {"ann", "bob", "cho", "dee"} - {"bob"}


        print([name for name in names()])
        """,
        "for name in sorted(names())",
    ),
    "a hash of text": (
        """
        names = ["ann", "bob", "cho", "dee", "eve", "fay", "gus", "hal"]
        print([name for name in names if hash(name) % 2])
        print({name: hash(f"{name}-x") % 100 for name in names})
        """,
        "zlib.crc32(repr(name).encode()) % 2",
    ),
    "a hash of text, and of what is no text by another path": (
        """
        def bucket(key):
            return hash(key) % 1000


        print(bucket("a"), bucket(b"b"), bucket(("c", 1)), hash(str(3)) % 1000)
        """,
        "zlib.crc32(repr(key).encode()) % 1000",
    ),
    "a choice of the operating system": (
        """
        import secrets


        def corrupt(tokens):
            return [secrets.choice("abcdef") if secrets.randbelow(9) < 6 else token for token in tokens]


        print(corrupt("a b c d e f g h".split()))
        """,
        'random.choice("abcdef") if random.randrange(9)',
    ),
    "a uuid that is computed with": (
        """
        import uuid

        print(["flip", "crop", "blur"][uuid.uuid4().int % 3], uuid.uuid4().int % 1000)
        """,
        "[uuid.UUID(int=random.getrandbits(128), version=4).int % 3]",
    ),
    "the generator of the operating system": (
        """
        from random import SystemRandom

        rng = SystemRandom()
        print(rng.choice(range(1000)), SystemRandom().random())
        """,
        "random.random()",
    ),
}
LEFT_ALONE = {
    "members that may have no order": """
        print(list({"a", "b", None}), list({("a", 1), ("b", None)}))
        """,
    "a set that has a name stays a set": """
        seen = {"a", "b", "c"}
        print("a" in seen, len(seen), sorted(seen))
        """,
    "a password": """
        import secrets


        def make_password(size):
            return "".join(secrets.choice("abcdef") for _ in range(size))


        print(make_password(8))
        """,
    "a token": """
        import secrets

        api_token = secrets.choice(range(10**9))
        print(api_token)
        """,
    "a name of a run": """
        import uuid

        print(uuid.uuid4())
        """,
}


def fixed(folder: Path, offered: tuple[str, ...] = ORDER_AND_ENTROPY) -> Result:
    overrides = Overrides(isolated=True, cwd=str(folder), offered=offered)
    return fix(Request(paths=(str(folder),), overrides=overrides, jobs=1, cache=False, fix="fix", unsafe_fixes=True))


@pytest.mark.parametrize("name", REPAIRED)
def test_the_run_repeats(name: str, tmp_path: Path) -> None:
    before, after = REPAIRED[name]
    script = tmp_path / "train.py"
    script.write_text(textwrap.dedent(before).lstrip("\n"))
    assert len(outputs(Oracle(tmp_path, "fix", "train.py"))) > 1
    assert fixed(tmp_path, ()).changes == (), "preview"
    result = fixed(tmp_path)
    assert after in script.read_text()
    assert (result.findings, result.dropped) == ((), ())
    assert fixed(tmp_path).changes == ()
    assert len(outputs(Oracle(tmp_path, "fix", "train.py"))) == 1


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_what_must_stay_stays(name: str, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(textwrap.dedent(LEFT_ALONE[name]))
    assert fixed(tmp_path).changes == ()
