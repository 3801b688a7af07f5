"""Fingerprints: equal where a person would say "the same finding", different where not."""

from __future__ import annotations

import re

from samerun.report.fingerprint import fingerprints
from samerun.report.view import relative
from tests.report.results import CWD, finding, source

CODE = "def main():\n    seed(42)\n    seed(42)\n"


def prints(text: str, *, name: str = "train.py", **more: object) -> list[str]:
    file = source(name, text)
    found = finding(file, "42", enclosing="main", key="seed=42")
    import msgspec

    changed = msgspec.structs.replace(found, **more)
    return fingerprints([changed, changed], lambda path: relative(path, CWD))


def test_they_are_short_hex_and_differ_among_equals() -> None:
    first, second = prints(CODE)
    assert re.fullmatch(r"[0-9a-f]{16}", first)
    assert first != second


def test_lines_and_messages_do_not_count() -> None:
    assert prints("\n\n# more\n" + CODE, message="other words", help="other help") == prints(CODE)


def test_rule_path_function_and_key_count() -> None:
    every = [
        prints(CODE),
        prints(CODE, name="eval.py"),
        prints(CODE, code="REP101"),
        prints(CODE, enclosing="train"),
        prints(CODE, key="seed=43"),
        prints(CODE, ordinal=1),
    ]
    assert len({first for first, _ in every}) == len(every)


def test_they_are_the_same_everywhere() -> None:
    assert prints(CODE)[0] == "e87ba4b9c255ae56"
