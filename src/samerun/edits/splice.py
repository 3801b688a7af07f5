"""Edits into a file's bytes: everything outside them stays as it is, byte for byte."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samerun.workspace.sources import SourceProblem, encode_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from samerun.rules.finding import Edit
    from samerun.workspace.sources import SourceFile


class EditProblem(Exception):
    """Why a file can't be edited: one clause without the path."""


def spliced(data: bytes, edits: Sequence[Edit]) -> bytes:
    """`data` with edits that are in order and don't overlap."""
    out, at = [], 0
    for edit in edits:
        if edit.span.start < at or edit.span.end > len(data):
            raise EditProblem("the edits overlap")
        out += [data[at : edit.span.start], edit.content.encode("utf-8")]
        at = edit.span.end
    return b"".join([*out, data[at:]])


def rewritten(source: SourceFile, raw: bytes, edits: Sequence[Edit]) -> bytes:
    """The new content of a file that reads as `source` and is `raw` on disk.

    Raises `EditProblem` where the rest of the file could not be kept as it is.
    """
    if source.cells is not None:
        from samerun.workspace.notebooks import edit_cells

        try:
            return edit_cells(raw, source.cells, [(edit.span, edit.content) for edit in edits])
        except (ValueError, KeyError) as error:
            raise EditProblem(str(error)) from error
    try:
        if encode_back(source, source.data) != raw:
            raise EditProblem(f"writing it in {source.encoding} would change other parts of the file")
        return encode_back(source, spliced(source.data, edits))
    except SourceProblem as problem:
        raise EditProblem(problem.message) from problem
