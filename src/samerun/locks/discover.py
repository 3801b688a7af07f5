"""Every manifest and lock below a folder, each with its verdict, in the order of their paths."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from samerun.locks import bare, pip_compile, pylock
from samerun.locks.model import LockResult, Place, Reason, Unreadable
from samerun.locks.requirements_txt import RequirementsFile, read_requirements
from samerun.locks.toml_text import TomlDocument, parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from samerun.locks.reader import Reader

_INPUT = re.compile(r"^[A-Za-z0-9_-]+\.in$")
_TEXT = re.compile(r"\.(?:txt|lock)$")
_LOCK_TOOLS = {
    "uv.lock": "uv",
    "poetry.lock": "poetry",
    "pdm.lock": "pdm",
    "Pipfile.lock": "pipenv",
    "pixi.lock": "pixi",
}
_WRONG_KIND = (TypeError, AttributeError, KeyError, ValueError, IndexError, AssertionError, RecursionError)
_CONDA_LOCK = re.compile(r"conda-lock\.ya?ml$")
_ENVIRONMENT = re.compile(r"^environment[A-Za-z0-9_.-]*\.ya?ml$")


def check_locks(
    reader: Reader, environment: Mapping[str, str] | None = None, *, every_script: bool = True
) -> list[LockResult]:
    """The verdict on each manifest and lock that ``reader`` holds.

    ``environment`` holds the variables that configure the tools (``UV_DEFAULT_INDEX``, ``UV_PRERELEASE`` …);
    without it, what only they would settle stays unjudged. Without ``every_script``, only Python files with a lock
    beside them are read.
    """
    return _Discovery(reader, environment or {}, every_script).run()


class _Discovery:
    def __init__(self, reader: Reader, environment: Mapping[str, str], every_script: bool) -> None:
        self.reader = reader
        self.every_script = every_script
        self.environment = environment
        self.results: list[LockResult] = []
        self.folders: dict[str, set[str]] = {}
        for path in reader.paths():
            folder, name = posixpath.split(path)
            self.folders.setdefault(folder, set()).add(name)

    def run(self) -> list[LockResult]:
        for folder in sorted(self.folders):
            self._tools(folder, self.folders[folder])
        self._conda()
        self._compiled()
        self._scripts()
        self._uncovered()
        return sorted(self.results, key=lambda r: (r.manifest or r.lock or "", r.lock or "", r.tool))

    def _add(self, path: str, check: Callable[[], LockResult | None]) -> None:
        try:
            result = check()
        except Unreadable as problem:
            result = LockResult("unknown", None, path, "error", (Reason(problem.message, None, problem.place),))
        except _WRONG_KIND as problem:
            # A value of a kind that no tool takes, where it wasn't foreseen: not judged, and said so.
            message = f"{path} or its manifest holds a value of an unexpected kind: {problem}"
            reason = Reason(message, None, Place(1))
            folder, name = posixpath.split(path)
            tool = _LOCK_TOOLS.get(name, "unknown")
            beside = (posixpath.join(folder, "pyproject.toml"),)
            result = LockResult(tool, None, path, "unknown", (reason,), "", message, "the tool's own check", beside)
        if result is not None:
            self.results.append(result)

    def _tools(self, folder: str, names: set[str]) -> None:
        """A tool's module is imported where a file of it turns up: all of them are a tenth of a second of patterns."""
        reader = self.reader
        join = posixpath.join
        if "uv.lock" in names:
            self._uv(join(folder, "uv.lock"))
        if "poetry.lock" in names:
            from samerun.locks import poetry

            self._add(join(folder, "poetry.lock"), lambda: poetry.check(reader, folder))
        if "pdm.lock" in names or {"pyproject.toml", "pdm.toml"} <= names:
            from samerun.locks import pdm

            if "pdm.lock" in names or pdm.uses_pylock(reader, folder):
                self._add(join(folder, "pdm.lock"), lambda: pdm.check(reader, folder))
        if names & {"Pipfile", "Pipfile.lock"}:
            from samerun.locks import pipenv

            self._add(join(folder, "Pipfile.lock"), lambda: pipenv.check(reader, folder))
        if names & {"pixi.toml", "pixi.lock"}:
            self._pixi(join(folder, "pixi.lock"))
        done = {result.lock for result in self.results}
        for name in sorted(names):
            path = join(folder, name)
            if pylock.NAME.match(name) and path not in done:
                self._add(path, lambda path=path: self._pylock(path))  # type: ignore[misc]

    def _uv(self, path: str) -> None:
        from samerun.locks import uv

        self._add(path, lambda: uv.check_project(self.reader, posixpath.dirname(path), self.environment))

    def _pixi(self, path: str) -> None:
        from samerun.locks import pixi

        self._add(path, lambda: pixi.check(self.reader, posixpath.dirname(path)))

    def _script(self, path: str) -> LockResult | None:
        from samerun.locks import uv

        return uv.check_script(self.reader, path, self.environment)

    def _pylock(self, path: str) -> LockResult:
        folder = posixpath.dirname(path)
        if self._has_pdm_digest(path):
            from samerun.locks import pdm

            return pdm.check(self.reader, folder, path)
        return pylock.check(self.reader, path)

    def _has_pdm_digest(self, path: str) -> bool:
        try:
            return bool(parse_toml(self.reader.read(path) or b"", path).table("tool", "pdm"))
        except Unreadable:
            return False

    def _conda(self) -> None:
        """Only here is YAML read, so that a repository without conda files doesn't pay for it."""
        locks = [path for path in self.reader.paths() if _CONDA_LOCK.search(path)]
        files = [p for p in self.reader.paths() if _ENVIRONMENT.match(posixpath.basename(p))]
        if not locks and not files:
            return
        from samerun.locks import conda_env, conda_lock

        for path in locks:
            self._add(path, lambda path=path: conda_lock.check(self.reader, path))  # type: ignore[misc]
        covered = self._covered()
        for path in files:
            if path not in covered:
                self._add(path, lambda path=path: self._environment(path, conda_env))  # type: ignore[misc]

    def _environment(self, path: str, conda_env: object) -> LockResult | None:
        from samerun.locks.conda_env import is_export, load_environment

        try:
            environment = load_environment(self.reader, path)
        except Unreadable as problem:
            return LockResult("conda-lock", path, None, "error", (problem.in_manifest,))
        if environment is None or not {"dependencies", "channels"} & set(environment.data):
            return None
        return bare.environment_result(environment, is_export(environment))

    def _covered(self) -> set[str]:
        found = {path for result in self.results for path in result.inputs}
        return found | {result.manifest for result in self.results if result.manifest}

    def _compiled(self) -> None:
        """Compiled requirements files, then ``.in`` files that none was compiled from."""
        loose: list[RequirementsFile] = []
        for path in self.reader.paths():
            name = posixpath.basename(path)
            if not _TEXT.search(name):
                continue
            head = self._head(path)
            if b"@EXPLICIT" in head:
                line = head[: head.index(b"@EXPLICIT")].count(b"\n") + 1
                self.results.append(bare.explicit_result(path, line))
            elif self._may_hold_requirements(path, head):
                self._text(path, loose)
        covered = self._covered()
        inputs = [path for path in self.reader.paths() if _INPUT.match(posixpath.basename(path))]
        contents = {path: content for path in inputs if (content := self._read_input(path))}
        for path, content in contents.items():
            for target, _ in (*content.includes, *content.constraints):
                covered.add(posixpath.normpath(posixpath.join(posixpath.dirname(path), target)))
        for path, content in contents.items():
            if path not in covered and (content.lines or content.includes):
                place = content.lines[0].place if content.lines else Place(1)
                output = f"{path.removesuffix('.in')}.txt"
                emptied = output in self.reader.paths() and not self._head(output).strip()
                self.results.append(pip_compile.missing(path, place, output if emptied else None))
        self._loose(loose, contents)

    def _may_hold_requirements(self, path: str, head: bytes) -> bool:
        if bare.REQUIREMENTS.search(path):
            return True
        if b"pip-compile" in head or b"uv pip compile" in head:
            return True
        return path.endswith(".txt") and re.sub(r"\.txt$", ".in", path) in self.reader.paths()

    def _head(self, path: str) -> bytes:
        try:
            return (self.reader.read(path) or b"")[:1500]
        except Unreadable:
            return b""

    def _text(self, path: str, loose: list[RequirementsFile]) -> None:
        try:
            content = read_requirements(self.reader.read(path) or b"", path)
        except Unreadable as problem:
            self._broken_text(path, problem)
            return
        if pip_compile.is_compiled(self.reader, path, content):
            self._add(path, lambda: pip_compile.check(self.reader, path, content))
        else:
            loose.append(content)

    def _broken_text(self, path: str, problem: Unreadable) -> None:
        source = re.sub(r"\.txt$", ".in", path)
        manifest = source if source != path and self.reader.read(source) is not None else None
        head = self._head(path)
        tool = pip_compile.UV if b"uv pip compile" in head else pip_compile.PIP_TOOLS
        if manifest is None and b"pip" not in head and not bare.REQUIREMENTS.search(path):
            return
        self.results.append(LockResult(tool, manifest, path, "error", (problem.in_lock,), f"compile {path} again"))

    def _read_input(self, path: str) -> RequirementsFile | None:
        if posixpath.basename(path) == "MANIFEST.in":
            return None
        try:
            return read_requirements(self.reader.read(path) or b"", path)
        except Unreadable as problem:
            # A template of another kind under this ending is nobody's manifest.
            if "merge conflict" in problem.message:
                self.results.append(LockResult("pip-tools", path, None, "error", (problem.in_manifest,)))
            return None

    def _loose(self, loose: list[RequirementsFile], inputs: Mapping[str, RequirementsFile]) -> None:
        """Requirements files that people wrote, unless a compiled one takes them in."""
        covered = self._covered()
        for content in (*loose, *inputs.values()):
            for target, _ in (*content.includes, *content.constraints):
                covered.add(posixpath.normpath(posixpath.join(posixpath.dirname(content.name), target)))
        for content in loose:
            if content.name in covered:
                continue
            beside = self._beside(content)
            result = beside or bare.requirements_result(content)
            if result is not None:
                self.results.append(result)

    def _beside(self, content: RequirementsFile) -> LockResult | None:
        """A snapshot next to a PEP 751 lock that pins something else."""
        folder = posixpath.dirname(content.name)
        for result in self.results:
            if result.tool != pylock.TOOL or result.lock is None or result.manifest is None:
                continue
            if posixpath.dirname(result.lock) != folder or result.verdict not in {"unknown", "fresh"}:
                continue
            held = parse_toml(self.reader.read(result.lock) or b"", result.lock)
            versions = {
                str(p.get("name", "")).lower().replace("_", "-"): str(p.get("version", ""))
                for p in held.get("packages") or []
                if isinstance(p, dict)
            }
            document = parse_toml(self.reader.read(result.manifest) or b"", result.manifest)
            reasons = tuple(bare.disagreement(document, result, content, versions))
            if reasons:
                because = "two files without a recorded digest pin different versions"
                return LockResult(
                    "pip", result.manifest, content.name, "unknown", reasons, "", because, "compile both again"
                )
        return None

    def _scripts(self) -> None:
        for path in self.reader.paths():
            folder, name = posixpath.split(path)
            locked = name.endswith(".py.lock") and name[:-5] not in self.folders[folder]
            script = name.endswith(".py") and (self.every_script or f"{name}.lock" in self.folders[folder])
            if script or locked:
                file = path.removesuffix(".lock")
                self._add(file, lambda file=file: self._script(file))  # type: ignore[misc]

    def _uncovered(self) -> None:
        """``pyproject.toml`` files that neither a lock nor a workspace covers."""
        covered = self._covered()
        for folder, names in sorted(self.folders.items()):
            path = posixpath.join(folder, "setup.py")
            others = names & {"pyproject.toml", "Pipfile", "requirements.txt"}
            if "setup.py" in names and not others and path not in covered:
                self.results.append(bare.legacy_result(path))
        roots = [
            result for result in self.results if result.manifest and result.tool in {"uv", "pixi", "pdm", "poetry"}
        ]
        # The outer folder first: a workspace root covers its members.
        for path in sorted(self.reader.paths(), key=lambda path: (path.count("/"), path)):
            if posixpath.basename(path) != "pyproject.toml" or path in covered:
                continue
            try:
                document = parse_toml(self.reader.read(path) or b"", path)
            except Unreadable as problem:
                self.results.append(LockResult("uv", path, None, "error", (problem.in_manifest,)))
                continue
            if bare.declares_project(document) and not self._path_dependency(path, roots):
                self._unlocked(document, path)
                covered |= self._covered()

    def _unlocked(self, document: TomlDocument, path: str) -> None:
        if document.table("tool", "pixi"):
            self._pixi(path)
            return
        tool = _tool_of(document)
        if tool == "uv" and document.table("tool", "uv", "workspace"):
            self._uv(path)
            return
        self.results.append(bare.project_result(document, path, tool))

    def _path_dependency(self, path: str, roots: list[LockResult]) -> bool:
        """A project that another one with a lock takes by its path is that lock's concern."""
        folder = posixpath.dirname(path)
        for root in roots:
            base = posixpath.dirname(root.manifest or "")
            if folder == base or not folder.startswith(f"{base}/" if base else ""):
                continue
            relative = posixpath.relpath(folder, base or ".")
            data = self.reader.read(root.manifest or "") or b""
            if relative.encode() in data:
                return True
        return False


def _tool_of(document: TomlDocument) -> str:
    if document.table("tool", "uv"):
        return "uv"
    if document.table("tool", "poetry"):
        return "poetry"
    backend = str(document.get("build-system", "build-backend") or "")
    if document.table("tool", "pdm") or backend.startswith("pdm."):
        return "pdm"
    return "poetry" if backend.startswith("poetry.") else "uv"
