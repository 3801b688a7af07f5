"""How long an editor waits: from a keystroke to diagnostics, measured by a client of `samerun lsp`.

    python benchmarks/editing.py FOLDER [--edits 200] [--memory 2000]

Opens files of a copy of FOLDER in turn, and types into them. Prints the wall times from the change to the first
diagnostics of that version, and to the settled ones (when the entry points that may come to the file were followed
anew), the server's CPU time for each edit, and its memory, where each edit is settled before the next. Needs pygls
(the `lsp` extra) and Linux. No bar: numbers to compare on one machine.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.client import LanguageClient

SEED = 7
QUIET = 0.35
"""After so many seconds without diagnostics and without CPU time the answer is taken for settled."""


class Client:
    """An editor that notes when diagnostics come."""

    def __init__(self) -> None:
        self.client = LanguageClient("editing", "0")
        self.seen: dict[tuple[str, int], list[float]] = {}
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(self._publish())
        self.client.feature(types.WINDOW_SHOW_MESSAGE)(lambda params: print("the server says:", params.message))

    def _publish(self) -> Any:
        def publish(params: types.PublishDiagnosticsParams) -> None:
            if params.version is not None:
                self.seen.setdefault((params.uri, params.version), []).append(time.perf_counter())

        return publish

    async def start(self, root: Path) -> None:
        """Start the server on a folder, and wait until it is warm."""
        await self.client.start_io(sys.executable, "-m", "samerun", "lsp")
        folder = types.WorkspaceFolder(root.as_uri(), root.name)
        params = types.InitializeParams(types.ClientCapabilities(), workspace_folders=[folder])
        await self.client.initialize_async(params)
        self.client.initialized(types.InitializedParams())
        self.pid = self.client._server.pid
        await self.quiet(3)

    def cpu(self) -> float:
        """CPU seconds of the server so far."""
        parts = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Resident megabytes of the server."""
        return int(Path(f"/proc/{self.pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    async def quiet(self, seconds: float) -> None:
        """Wait until the server has done nothing for so long."""
        last, since = self.cpu(), time.perf_counter()
        while time.perf_counter() - since < seconds:
            await asyncio.sleep(min(0.05, seconds / 4))
            if (now := self.cpu()) > last:
                last, since = now, time.perf_counter()

    def change(self, uri: str, version: int, text: str) -> float:
        """Type; the moment."""
        document = types.VersionedTextDocumentIdentifier(version=version, uri=uri)
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        return time.perf_counter()


def edited(text: str, rng: random.Random, number: int) -> str:
    """One more keystroke's worth of text."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    kind = rng.randrange(4)
    if kind == 0:
        lines.insert(at, f"# {number}")
    elif kind == 1:
        lines.append(f"value_{number} = {number}")
    elif kind == 2:
        lines[at] += " "
    else:
        lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)]  # half a line: often no Python for now
    return "\n".join(lines)


async def measure(folder: Path, edits: int, memory: int) -> None:
    """Measure and print."""
    rng = random.Random(SEED)
    with tempfile.TemporaryDirectory() as temp:
        root = Path(temp) / folder.name
        shutil.copytree(folder, root, ignore=shutil.ignore_patterns(".git", ".samerun_cache"))
        files = sorted(root.rglob("*.py"))
        client = Client()
        started = time.perf_counter()
        await client.start(root)
        print(f"{len(files)} files; warm after {time.perf_counter() - started:.1f} s, {client.memory():.0f} MB")
        texts: dict[Path, str] = {}
        first, settled, cpu = [], [], []
        version = 0
        for number in range(edits):
            path = rng.choice(files)
            uri = path.as_uri()
            original = path.read_text("utf-8", "replace")
            if path not in texts:
                version += 1
                item = types.TextDocumentItem(uri, "python", version, original)
                client.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
                texts[path] = original
                await client.quiet(QUIET)
            version += 1
            before = client.cpu()
            began = client.change(uri, version, edited(original, rng, number))
            await client.quiet(QUIET)
            times = client.seen.get((uri, version), [])
            if not times:
                sys.exit(f"no diagnostics came for version {version} of {path}")
            first.append((times[0] - began) * 1000)
            settled.append((times[-1] - began) * 1000)
            cpu.append((client.cpu() - before) * 1000)
        show("first diagnostics, wall", first)
        show("settled diagnostics, wall", settled)
        show("CPU of the server an edit", cpu)
        path = files[len(files) // 2]
        original = path.read_text("utf-8", "replace")
        uri = path.as_uri()
        if path not in texts:
            client.client.text_document_did_open(
                types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", version + 1, original))
            )
        rows = [client.memory()] if memory else []
        for number in range(memory):
            version += 2
            client.change(uri, version, edited(original, rng, number))
            while (uri, version) not in client.seen:
                await asyncio.sleep(0.002)
            await client.quiet(0.04)
            if (number + 1) % max(memory // 5, 1) == 0:
                rows.append(client.memory())
        if memory:
            print(f"memory over {memory} edits of one file, MB: {', '.join(f'{row:.0f}' for row in rows)}")
        await client.client.shutdown_async(None)
        client.client.exit(None)
        await client.client.stop()


def show(what: str, times: list[float]) -> None:
    """Median and 95th percentile."""
    ordered = sorted(times)
    high = ordered[int(len(ordered) * 0.95)]
    print(f"{what}: median {statistics.median(ordered):.0f} ms, 95th {high:.0f} ms, n={len(ordered)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--memory", type=int, default=2000)
    given = parser.parse_args()
    asyncio.run(measure(given.folder.resolve(), given.edits, given.memory))
