"""Replacement nodes become edits of the tokens that differ, and of no others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst
import pytest

from samerun.edits.splice import spliced
from samerun.program.modules import Module
from samerun.program.nodes import Nodes
from samerun.rules.base import Site
from samerun.rules.replacement import replacement
from samerun.workspace.sources import source_from_text

if TYPE_CHECKING:
    from collections.abc import Callable


def rewritten(text: str, change: Callable[[cst.Call], cst.BaseExpression]) -> tuple[str, str]:
    """The text with the first call changed, and the content of the edit that did it."""
    source = source_from_text("/a.py", text.encode())
    module = Module.of(source)
    at = module.sites.calls[0]
    site = Site(module, at.slice, at.call.ordinal, at.call, "")
    node = Nodes().of(site)
    assert isinstance(node, cst.Call)
    edit = replacement(site, node, change(node))
    assert edit is not None
    return spliced(source.data, [edit]).decode(), edit.content


def with_argument(text: str) -> Callable[[cst.Call], cst.Call]:
    return lambda call: call.with_changes(args=[*call.args[:-1], call.args[-1].with_changes(value=cst.Name(text))])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_argument(end: str) -> None:
    before = f"x = ('é', f(  a, # é{end}   seed = 42  ,){end}  ){end}"
    assert rewritten(before, with_argument("SEED")) == (before.replace("42", "SEED"), "SEED")


def test_whole_tokens_are_replaced() -> None:
    assert rewritten("f(SEED_4)\n", with_argument("SEED_42")) == ("f(SEED_42)\n", "SEED_42")


def test_a_call_in_parentheses_becomes_another() -> None:
    assert rewritten("y = (f(1))\n", lambda call: cst.parse_expression("g.h(1, 2)"))[0] == "y = (g.h(1, 2))\n"
