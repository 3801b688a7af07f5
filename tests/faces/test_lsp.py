"""The language server, asked by a real client over standard input and output."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pytest_lsp import make_test_lsp_client

from samerun import engine
from samerun.faces.lsp.server import Face
from samerun.faces.lsp.session import Answer
from samerun.indexing import CHUNK, WORTH_IT
from samerun.run import Request
from samerun.settings.overrides import Overrides

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    import pytest

SEEDING = "import random\n\n\ndef seed_all(seed):\n    random.seed(seed)\n"
TRAIN = "import random\n\nfrom seeding import seed_all\n\n\ndef main():\n    print(random.random())\n\n\nmain()\n"
PATIENCE = 12


class Editor:
    """A client with a folder open."""

    def __init__(self, client: Any, root: Path) -> None:
        self.client, self.root = client, root
        self._version = 0

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def open(self, name: str, language: str = "python") -> None:
        item = types.TextDocumentItem(self.uri(name), language, 0, (self.root / name).read_text("utf-8"))
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def type(self, name: str, start: tuple[int, int], end: tuple[int, int], text: str) -> None:
        """Replace a range, as typing does."""
        self._version += 1
        change = types.TextDocumentContentChangePartial(
            range=types.Range(types.Position(*start), types.Position(*end)), text=text
        )
        document = types.VersionedTextDocumentIdentifier(version=self._version, uri=self.uri(name))
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def found(self, uri: str, wanted: list[str]) -> list[types.Diagnostic]:
        """The diagnostics of a document, once they have these codes."""

        end = time.monotonic() + PATIENCE
        while (codes := self.codes(uri)) != wanted and time.monotonic() < end:
            await asyncio.sleep(0.02)
        assert codes == wanted
        return list(self.client.diagnostics[uri])

    def codes(self, uri: str) -> list[Any] | None:
        """What is found in a document; None before anything was said of it."""
        found = self.client.diagnostics.get(uri)
        return None if found is None else sorted(each.code for each in found)


@asynccontextmanager
async def editor(
    root: Path, settings: dict[str, Any] | None = None, encodings: list[str] | None = None
) -> AsyncIterator[Editor]:
    client = make_test_lsp_client()
    await client.start_io(sys.executable, "-m", "samerun", "lsp")
    capabilities = types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=encodings) if encodings else None,
        notebook_document=types.NotebookDocumentClientCapabilities(types.NotebookDocumentSyncClientCapabilities()),
    )
    folder = types.WorkspaceFolder(root.as_uri(), root.name)
    options = {"settings": settings} if settings else None
    try:
        await client.initialize_session(
            types.InitializeParams(capabilities, workspace_folders=[folder], initialization_options=options)
        )
        yield Editor(client, root)
    finally:
        await asyncio.wait_for(client.shutdown_session(), PATIENCE)
        await client.stop()


def _project(root: Path) -> None:
    (root / "samerun.toml").write_text("")
    (root / "seeding.py").write_text(SEEDING)
    (root / "train.py").write_text(TRAIN)


def test_typing_in_one_file_mends_what_another_draws(tmp_path: Path) -> None:
    _project(tmp_path)

    async def run() -> None:
        async with editor(tmp_path, {"ignore": ["REP201", "REP204"]}) as here:
            here.open("train.py")
            (diagnostic,) = await here.found(here.uri("train.py"), ["REP101"])
            assert diagnostic.range == types.Range(types.Position(6, 10), types.Position(6, 25))
            here.type("train.py", (6, 4), (6, 4), "seed_all(7)\n    ")
            await here.found(here.uri("train.py"), [])
            lenses = await here.client.text_document_code_lens_async(
                types.CodeLensParams(types.TextDocumentIdentifier(here.uri("train.py")))
            )
            assert [(lens.range.start.line, lens.command.title) for lens in lenses] == [
                (6, "seeds python for 1 entry point")
            ]
            here.open("seeding.py")
            here.type("seeding.py", (4, 4), (4, 10), "print")  # nothing is seeded any more; the disk says otherwise
            (diagnostic,) = await here.found(here.uri("train.py"), ["REP101"])
            assert diagnostic.range.start == types.Position(7, 10)
            here.type("seeding.py", (4, 0), (4, 5), "    (")
            (broken,) = await here.found(here.uri("seeding.py"), ["REP001"])
            assert broken.severity == types.DiagnosticSeverity.Error

    asyncio.run(run())


def test_a_large_folder_is_read_by_the_server_alone(tmp_path: Path) -> None:
    """Processes forked from a server that waits for its editor on another thread never begin."""
    _project(tmp_path)
    for number in range(WORTH_IT // CHUNK + 1):
        (tmp_path / f"long_{number}.py").write_text(
            "# as long as a module that a generator wrote\n" * (CHUNK // 45 + 1)
        )

    async def run() -> None:
        async with editor(tmp_path, {"ignore": ["REP201", "REP204"]}) as here:
            here.open("train.py")
            await here.found(here.uri("train.py"), ["REP101"])
            here.type("train.py", (6, 4), (6, 4), "seed_all(7)\n    ")
            await here.found(here.uri("train.py"), [])

    asyncio.run(run())


def test_positions_count_utf_16_units_and_fixes_hold_them(tmp_path: Path) -> None:
    (tmp_path / "samerun.toml").write_text("")
    (tmp_path / "train.py").write_text(
        "import torch\n\nprint('😀é', torch.manual_seed(1)); torch.backends.cudnn.benchmark = True\n", "utf-8"
    )

    async def run() -> None:
        async with editor(tmp_path) as here:
            here.open("train.py")
            uri = here.uri("train.py")
            found = await here.found(uri, ["REP201", "REP302"])
            seed, flag = sorted(found, key=lambda each: each.range.start.character)
            assert seed.range.start.character == len("print('__é', torch.manual_seed(")
            assert flag.range.start.character == len("print('__é', torch.manual_seed(1)); ")
            at = types.TextDocumentIdentifier(uri)
            hover = await here.client.text_document_hover_async(types.HoverParams(at, seed.range.start))
            assert "literal-seed (REP201)" in hover.contents.value
            context = types.CodeActionContext([seed])
            actions = await here.client.text_document_code_action_async(types.CodeActionParams(at, seed.range, context))
            titles = {action.title.partition(":")[0]: action for action in actions}
            assert {"samerun (REP201)", "samerun"} <= titles.keys()
            ignore = next(action for action in actions if action.title.endswith("ignore on this line"))
            (edit,) = ignore.edit.changes[uri]
            assert edit.new_text == "  # samerun: ignore[REP201]"
            assert edit.range.start == types.Position(
                2, len("print('__é', torch.manual_seed(1)); torch.backends.cudnn.benchmark = True")
            )
            (every,) = await here.client.text_document_code_action_async(
                types.CodeActionParams(at, seed.range, types.CodeActionContext([], only=["source.fixAll"]))
            )
            assert every.kind == "source.fixAll.samerun"
            assert any(
                "torch.manual_seed" not in edit.new_text and "1" in edit.new_text for edit in every.edit.changes[uri]
            )

    asyncio.run(run())


def test_notebooks_are_told_cell_by_cell(tmp_path: Path) -> None:
    (tmp_path / "samerun.toml").write_text("")
    path = tmp_path / "book.ipynb"
    path.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    texts = [
        ("markdown", "# Title"),
        ("python", "%matplotlib inline\nimport random\n"),
        ("python", "x = 1\nprint(random.random())"),
    ]
    cells = [f"vscode-notebook-cell:{path.as_posix()}#c{number}" for number in range(3)]

    async def run() -> None:
        async with editor(tmp_path) as here:
            kinds = [types.NotebookCellKind.Markup, types.NotebookCellKind.Code, types.NotebookCellKind.Code]
            notebook = types.NotebookDocument(
                path.as_uri(), "jupyter-notebook", 1,
                [types.NotebookCell(kind, uri) for kind, uri in zip(kinds, cells, strict=True)],
            )  # fmt: skip
            documents = [
                types.TextDocumentItem(uri, language, 1, text)
                for uri, (language, text) in zip(cells, texts, strict=True)
                if language == "python"
            ]
            here.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(notebook, documents))
            (diagnostic,) = await here.found(cells[2], ["REP101"])
            assert diagnostic.range == types.Range(types.Position(1, 6), types.Position(1, 21))
            change = types.NotebookDocumentCellContentChanges(
                types.VersionedTextDocumentIdentifier(2, cells[1]),
                [types.TextDocumentContentChangeWholeDocument("import random\nrandom.seed(3)\n")],
            )
            here.client.notebook_document_did_change(
                types.DidChangeNotebookDocumentParams(
                    types.VersionedNotebookDocumentIdentifier(2, path.as_uri()),
                    types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(text_content=[change])),
                )
            )
            await here.found(cells[2], [])

    asyncio.run(run())


def test_settings_are_picked_up_from_the_editor_and_from_disk(tmp_path: Path) -> None:
    _project(tmp_path)

    async def run() -> None:
        async with editor(tmp_path, {"ignore": ["REP101"]}) as here:
            here.open("train.py")
            uri = here.uri("train.py")
            await here.found(uri, [])
            here.client.workspace_did_change_configuration(types.DidChangeConfigurationParams({"samerun": {}}))
            await here.found(uri, ["REP101"])
            (tmp_path / "samerun.toml").write_text('ignore = ["REP1"]\n')
            change = types.FileEvent((tmp_path / "samerun.toml").as_uri(), types.FileChangeType.Changed)
            here.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
            await here.found(uri, [])
            (tmp_path / "samerun.toml").write_text("ignore = 3\n")
            here.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([change]))
            end = time.monotonic() + PATIENCE
            while not here.client.messages and time.monotonic() < end:
                await asyncio.sleep(0.02)
            assert '"ignore" must be' in here.client.messages[0].message

    asyncio.run(run())


def test_what_the_editor_has_is_not_sent_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _project(tmp_path)
    result = engine.check(Request(paths=(tmp_path.as_posix(),), overrides=Overrides(cwd=tmp_path.as_posix())))
    face = Face()
    sent: list[types.PublishDiagnosticsParams] = []
    monkeypatch.setattr(face.server, "text_document_publish_diagnostics", sent.append)
    monkeypatch.setattr(face, "_encoding", lambda: "utf-16")

    def shown(version: int, *, settled: bool) -> list[tuple[str, int | None]]:
        sent.clear()
        versions = {(tmp_path / "train.py").as_posix(): version, (tmp_path / "seeding.py").as_posix(): 1}
        face.show(Answer(tmp_path.as_posix(), result, versions, settled, {}))
        return sorted((each.uri.rpartition("/")[2], each.version) for each in sent)

    assert shown(1, settled=True) == [("seeding.py", 1), ("train.py", 1)]
    assert shown(2, settled=False) == [("train.py", 2)]
    assert shown(2, settled=True) == [("train.py", 2)], "the editor learns that it is settled"
    assert shown(2, settled=True) == []
