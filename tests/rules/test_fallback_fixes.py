"""Seeds that turn out to be None, factories, and names that a library goes by: what is written, and that it repeats."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.oracle.harness import Oracle, outputs
from tests.rules.test_own_stream_fixes import fixed

if TYPE_CHECKING:
    from pathlib import Path

CASES = {
    "a lookup gets a default": (
        """
        import random


        def make(config):
            return random.Random(config.get("seed"))


        print(make({"lr": 0.1}).random())
        """,
        'random.Random(config.get("seed", SEED))',
    ),
    "a null in a file of settings": (
        """
        import json
        import random

        with open("settings.json") as file:
            settings = json.load(file)
        print(random.Random(settings["seed"]).random())
        """,
        'random.Random(SEED if settings["seed"] is None else settings["seed"])',
    ),
    "None that a function gives back": (
        """
        import random


        def parsed(text):
            try:
                return int(text)
            except ValueError:
                return None


        random.seed(parsed("forty"))
        print(random.random())
        """,
        "    except ValueError:\n        return SEED\n",
    ),
    "an option's default that differs": (
        """
        import argparse
        import random
        import secrets

        parser = argparse.ArgumentParser()
        parser.add_argument("--seed", type=int, default=secrets.randbits(32))
        random.seed(parser.parse_args().seed)
        print(random.random())
        """,
        'parser.add_argument("--seed", type=int, default=SEED)',
    ),
    "a parameter's default that makes a generator": (
        """
        import random


        class Service:
            def __init__(self, make=random.Random):
                self.rng = make()


        print(Service().rng.random())
        """,
        "make=lambda: random.Random(SEED)",
    ),
    "a function of the library's own name": (
        """
        from random import gauss, random

        print(random() + gauss(0, 1))
        """,
        "from random import gauss, random, seed\n\nSEED = 0\nseed(SEED)\n",
    ),
    "everything of a library": (
        """
        from random import *


        def toss(n, /, *, p=0.5):
            return [random() < p for _ in range(n)]


        print(toss(64))
        """,
        "from random import seed\n",
    ),
    "a library that may be missing": (
        """
        try:
            import numpy as np
        except ImportError:
            np = None


        def main():
            if np is not None:
                print(np.random.rand())


        main()
        """,
        "    if np is not None:\n        np.random.seed(SEED)\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_run_repeats(name: str, tmp_path: Path) -> None:
    before, after = CASES[name]
    script = tmp_path / "train.py"
    script.write_text(textwrap.dedent(before).lstrip("\n"))
    (tmp_path / "settings.json").write_text('{"lr": 0.1, "seed": null}')
    result = fixed(tmp_path)
    assert after in script.read_text()
    assert (result.findings, result.dropped) == ((), ())
    assert fixed(tmp_path).changes == ()
    if "numpy" not in before:
        assert len(outputs(Oracle(tmp_path, "fix", "train.py"))) == 1


def test_a_factory_of_a_field_is_seeded_in_its_own_module(tmp_path: Path) -> None:
    walk = """
        import random
        from dataclasses import dataclass, field


        @dataclass
        class Walk:
            rng: random.Random = field(default_factory=random.Random)
        """
    (tmp_path / "walk.py").write_text(textwrap.dedent(walk).lstrip("\n"))
    (tmp_path / "train.py").write_text(
        "from walk import Walk\n\nwalks = [Walk() for _ in range(2)]\nprint([walk.rng.random() for walk in walks])\n"
    )
    assert fixed(tmp_path).findings == ()
    assert "default_factory=lambda: random.Random(SEED)" in (tmp_path / "walk.py").read_text()
    assert len(outputs(Oracle(tmp_path, "fix", "train.py"))) == 1


def test_what_a_thread_of_the_project_runs(tmp_path: Path) -> None:
    text = """
        import random
        import threading


        class Worker(threading.Thread):
            def run(self):
                print(random.random())


        worker = Worker()
        worker.start()
        worker.join()
        """
    (tmp_path / "train.py").write_text(textwrap.dedent(text).lstrip("\n"))
    assert fixed(tmp_path).findings == ()
    assert "random.seed(SEED)\n" in (tmp_path / "train.py").read_text()
    assert len(outputs(Oracle(tmp_path, "fix", "train.py"))) == 1
