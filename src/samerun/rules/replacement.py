"""From a replacement LibCST node to the smallest edit of the text that makes it so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from samerun.index import facts as f
from samerun.rules.finding import Edit
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    import libcst as cst

    from samerun.rules.base import Site

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)


def replacement(site: Site, old: cst.Call, new: cst.BaseExpression) -> Edit | None:
    """The edit that writes `new` in place of the site's own call `old`; None where the text isn't what `old` says.

    Tokens that both begin and end with stay untouched, with the comments and line breaks between them.
    """
    import libcst as cst

    assert isinstance(site.node, f.Call)
    data = site.module.source.data
    module = cst.Module([], default_newline="\r\n" if b"\r\n" in data else "\n")
    before = module.code_for_node(old.with_changes(lpar=[], rpar=[]))
    after = module.code_for_node(new)
    span = Span(site.node.start, site.node.end)
    if data[slice(*span)].decode("utf-8") != before:
        return None
    one, other = _TOKEN.findall(before), _TOKEN.findall(after)
    limit = min(len(one), len(other))
    head = next((i for i in range(limit) if one[i] != other[i]), limit)
    tail = next((i for i in range(limit - head) if one[-1 - i] != other[-1 - i]), limit - head)
    start = span.start + len("".join(one[:head]).encode())
    end = span.end - len("".join(one[len(one) - tail :]).encode())
    return Edit(site.module.path, Span(start, end), "".join(other[head : len(other) - tail]))
