"""The language server on pygls: what the editor says goes to the session, what the session finds to the editor."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from samerun import __version__
from samerun.faces.lsp.session import Buffers, Session
from samerun.faces.lsp.translate import FIX_ALL, Translator, code_at, page
from samerun.workspace.sources import identity

if TYPE_CHECKING:
    from samerun.faces.lsp.lenses import Lens
    from samerun.faces.lsp.session import Answer
    from samerun.rules.finding import Finding
    from samerun.workspace.sources import SourceFile

WATCHED = "**/{*.py,*.ipynb,*.toml,*.cfg,*.lock,*.txt,*.yaml,*.yml,*.json,Pipfile,Dockerfile,.gitignore}"
"""Files whose change on disk may change what there is to say."""

_PYTHON = types.NotebookDocumentFilterWithNotebook(notebook="*", cells=[types.NotebookCellLanguage(language="python")])


class Face:
    """One editor."""

    def __init__(self) -> None:
        sync = types.NotebookDocumentSyncOptions(notebook_selector=[_PYTHON], save=True)
        self.server = LanguageServer("samerun", __version__, notebook_document_sync=sync)
        self.session = Session(self._from_thread(self.show), self._from_thread(self.tell))
        self._loop: asyncio.AbstractEventLoop | None = None
        self._shown: dict[str, set[str]] = {}  # by folder, the documents with diagnostics
        self._published: dict[str, tuple[types.PublishDiagnosticsParams, bool]] = {}  # and whether that was settled
        self._answers: dict[str, Answer] = {}
        self._lenses: dict[str, tuple[SourceFile, list[Lens]]] = {}
        self._settings: dict[str, Any] = {}
        for name, handler in self._handlers().items():
            self.server.feature(name)(_function(handler))
        actions = types.CodeActionOptions(code_action_kinds=[types.CodeActionKind.QuickFix, FIX_ALL])
        self.server.feature(types.TEXT_DOCUMENT_CODE_ACTION, actions)(_function(self.code_actions))
        self.server.feature(types.TEXT_DOCUMENT_CODE_LENS, types.CodeLensOptions())(_function(self.code_lenses))

    def _handlers(self) -> dict[str, Any]:
        return {
            types.INITIALIZE: self.initialize,
            types.INITIALIZED: self.initialized,
            types.SHUTDOWN: lambda _params: self.session.stop(),
            types.TEXT_DOCUMENT_DID_OPEN: self.changed,
            types.TEXT_DOCUMENT_DID_CHANGE: self.changed,
            types.TEXT_DOCUMENT_DID_CLOSE: self.changed,
            types.TEXT_DOCUMENT_DID_SAVE: self.saved,
            types.NOTEBOOK_DOCUMENT_DID_OPEN: self.changed,
            types.NOTEBOOK_DOCUMENT_DID_CHANGE: self.changed,
            types.NOTEBOOK_DOCUMENT_DID_CLOSE: self.changed,
            types.NOTEBOOK_DOCUMENT_DID_SAVE: self.saved,
            types.WORKSPACE_DID_CHANGE_WATCHED_FILES: self.saved,
            types.WORKSPACE_DID_CHANGE_CONFIGURATION: self.configured,
            types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: self.folders_changed,
            types.TEXT_DOCUMENT_HOVER: self.hover,
        }

    # --- from the editor -----------------------------------------------------------------------------

    def initialize(self, params: types.InitializeParams) -> None:
        """The editor says who it is, and with which settings: `{"settings": {…}}`, the keys of samerun.toml."""
        given = _plain(params.initialization_options)
        self._settings = given.get("settings", {})

    def initialized(self, _params: Any) -> None:
        """The editor is ready: begin with its folders, and ask to be told of changes on disk."""
        self._loop = asyncio.get_running_loop()
        self.session.start(self._folders(), self._settings)
        self.changed(None)
        files = self.server.client_capabilities.workspace
        watching = files.did_change_watched_files if files is not None else None
        if watching is not None and watching.dynamic_registration:
            watchers = [types.FileSystemWatcher(WATCHED)]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
            one = types.Registration("samerun-files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
            self.server.client_register_capability(types.RegistrationParams([one]))

    def changed(self, _params: Any) -> None:
        """Texts changed, were opened or closed."""
        self.session.change(self._buffers())

    def saved(self, _params: Any) -> None:
        """Something changed on disk."""
        self.session.change(self._buffers(), disk=True)

    def configured(self, params: Any) -> None:
        """The editor's settings changed: what it calls `samerun`, or all of it."""
        given = _plain(params.settings)
        self._settings = given.get("samerun", given)
        self.session.configure(self._folders(), self._settings)

    def folders_changed(self, _params: Any) -> None:
        """Folders came or went."""
        self.session.configure(self._folders(), self._settings)

    def hover(self, params: types.HoverParams) -> types.Hover | None:
        """The page of the rule whose finding or code stands there."""
        uri, at = params.text_document.uri, params.position
        lines = self.server.workspace.get_text_document(uri).lines
        code = code_at(lines[at.line], at.character) if at.line < len(lines) else None
        for finding, translator in self._findings(uri):
            code = code or (finding.code if _holds(translator.range(finding.path, finding.span), at) else None)
        text = page(code) if code is not None else None
        return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text)) if text is not None else None

    def code_actions(self, params: types.CodeActionParams) -> list[types.CodeAction]:
        """The fixes of what is found in a range, an ignore comment for each, and one action for all that is safe."""
        uri, only = params.text_document.uri, params.context.only
        here = self._findings(uri)
        found = []
        if _wanted(types.CodeActionKind.QuickFix, only):
            for finding, translator in here:
                if _meet(translator.range(finding.path, finding.span), params.range):
                    found += translator.actions(finding)
        if here and _wanted(FIX_ALL, only):
            every = here[0][1].fix_all(finding for finding, _ in here)
            found += [every] if every is not None else []
        return found

    def code_lenses(self, params: types.CodeLensParams) -> list[types.CodeLens]:
        """What the seeding calls of a document seed."""
        path = _path(params.text_document.uri)
        if path not in self._lenses:
            return []
        source, found = self._lenses[path]
        translator = Translator({path: source}, self._cell, self._encoding())
        return [types.CodeLens(translator.range(path, lens.span), types.Command(lens.text, "")) for lens in found]

    # --- from the session ----------------------------------------------------------------------------

    def show(self, answer: Answer) -> None:
        """Publish the diagnostics of a folder, and take away those that were there."""
        self._answers[answer.folder] = answer
        translator = self._translator(answer)
        found: dict[str, list[types.Diagnostic]] = {uri: [] for uri in self._shown.get(answer.folder, ())}
        for path in answer.versions:  # an open file is told when nothing is found in it, too
            found.setdefault(_uri(path), [])
        for finding in answer.result.findings:
            uri = translator.uri(finding.path, finding.span.start)
            if uri is not None:
                found.setdefault(uri, []).append(translator.diagnostic(finding))
        for uri, diagnostics in found.items():
            version = answer.versions.get(_path(uri)) if uri.startswith("file:") else None
            self._publish(types.PublishDiagnosticsParams(uri, diagnostics, version), settled=answer.settled)
        self._shown[answer.folder] = {uri for uri, diagnostics in found.items() if diagnostics}
        if answer.settled:
            before, self._lenses = self._lenses, {**self._lenses, **answer.lenses}
            if before != self._lenses and self._refreshes_lenses():
                self.server.workspace_code_lens_refresh(None)

    def _publish(self, said: types.PublishDiagnosticsParams, *, settled: bool) -> None:
        """Publish what is not known to the editor: that it is settled, too."""
        before, was_settled = self._published.get(said.uri, (None, False))
        if said != before or (settled and not was_settled):
            self._published[said.uri] = said, settled
            self.server.text_document_publish_diagnostics(said)

    def tell(self, sentence: str) -> None:
        """Say something that is about no place in the code."""
        params = types.ShowMessageParams(types.MessageType.Error, f"samerun: {sentence}")
        self.server.window_show_message(params)

    def _from_thread(self, function: Any) -> Any:
        def called(argument: Any) -> None:
            if self._loop is not None and not self._loop.is_closed():
                self._loop.call_soon_threadsafe(function, argument)

        return called

    # --- what the editor holds -----------------------------------------------------------------------

    def _folders(self) -> list[str]:
        return sorted(_path(uri) for uri in self.server.workspace.folders) or (
            [_path(self.server.workspace.root_uri)] if self.server.workspace.root_uri else []
        )

    def _buffers(self) -> Buffers:
        """The open files and notebooks."""
        workspace = self.server.workspace
        contents, versions = {}, {}
        cells = set()
        for notebook in workspace.notebook_documents.values():
            uris = [cell.document for cell in notebook.cells]
            cells.update(uris)
            texts = workspace.text_documents
            rows: list[dict[str, Any]] = [
                {
                    "cell_type": "code" if cell.kind == types.NotebookCellKind.Code else "markdown",
                    "metadata": {},
                    "source": texts[cell.document].source if cell.document in texts else "",
                }
                for cell in notebook.cells
            ]
            whole = {"cells": rows, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4}
            path = _path(notebook.uri)
            contents[path], versions[path] = json.dumps(whole, ensure_ascii=False).encode(), notebook.version
        for uri, document in workspace.text_documents.items():
            if uri not in cells and uri.startswith("file:"):
                path = _path(uri)
                contents[path], versions[path] = document.source.encode("utf-8", "surrogatepass"), document.version
        return Buffers(contents, versions)

    def _cell(self, path: str, number: int) -> str | None:
        """The URI of a notebook's cell, where the notebook is open."""
        for notebook in self.server.workspace.notebook_documents.values():
            if _path(notebook.uri) == path and number <= len(notebook.cells):
                return str(notebook.cells[number - 1].document)
        return None

    def _translator(self, answer: Answer) -> Translator:
        return Translator(answer.result.sources, self._cell, self._encoding())

    def _encoding(self) -> str:
        chosen = self.server.workspace.position_encoding
        return str(getattr(chosen, "value", chosen))

    def _findings(self, uri: str) -> list[tuple[Finding, Translator]]:
        """What is found in a document."""
        out = []
        for answer in self._answers.values():
            translator = self._translator(answer)
            out += [
                (finding, translator)
                for finding in answer.result.findings
                if translator.uri(finding.path, finding.span.start) == uri
            ]
        return out

    def _refreshes_lenses(self) -> bool:
        workspace = self.server.client_capabilities.workspace
        return bool(workspace is not None and workspace.code_lens and workspace.code_lens.refresh_support)


def _function(method: Any) -> Any:
    """A method as a function, which pygls can put its marks on."""

    def handle(params: Any) -> Any:
        return method(params)

    return handle


def _plain(value: Any) -> dict[str, Any]:
    """What a client sends as settings, as a dictionary."""
    if value is None:
        return {}
    if hasattr(value, "_asdict"):
        value = value._asdict()
    return {key: _plain(each) if hasattr(each, "_asdict") else each for key, each in dict(value).items()}


def _path(uri: str) -> str:
    parts = urlsplit(uri)
    path = unquote(parts.path)
    return identity(path.lstrip("/") if os.name == "nt" else path)


def _uri(path: str) -> str:
    return Path(path).as_uri()


def _holds(there: types.Range, at: types.Position) -> bool:
    return (there.start.line, there.start.character) <= (at.line, at.character) <= (there.end.line, there.end.character)


def _meet(one: types.Range, other: types.Range) -> bool:
    return _holds(one, other.start) or _holds(one, other.end) or _holds(other, one.start)


def _wanted(kind: str, only: Any) -> bool:
    """Whether an editor that asks for some kinds of actions asks for this one; a kind includes those below it."""
    return only is None or any(
        kind == each or str(kind).startswith(f"{getattr(each, 'value', each)}.") for each in only
    )


def serve() -> None:
    """Serve one editor over standard input and output, until it says goodbye."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")  # the editor's alone, and closed when it leaves
    sys.stdout = sys.stderr
    Face().server.start_io(sys.stdin.buffer, out)
