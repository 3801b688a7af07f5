"""REP504: a job that installs past the lock of its repository."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, NamedTuple

from samerun.rules.base import DocumentRule
from samerun.rules.environment.install_commands import (
    conda_install,
    installers,
    launched,
    pip_install,
    tool_command,
)
from samerun.rules.environment.jobs import jobs
from samerun.rules.finding import Edit, Finding, Fix
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.locks.model import LockResult
    from samerun.rules.documents import Documents
    from samerun.rules.environment.jobs import Job
    from samerun.workspace.shell import Command, Word

_PINNED = "Another version may have been installed so far."
# How a job commits the lock that it has made: making it anew is then what the job is for.
_COMMITS = (b"create-pull-request", b"git commit", b"git push", b"gh pr create")
_NAMES = (".sh", ".bash", ".mk", ".yml", ".yaml", ".ipynb", "akefile", "ockerfile", "ontainerfile")


class _Lock(NamedTuple):
    """A lock of the repository: its result, its folder, and the versions it holds."""

    result: LockResult
    name: str
    folder: str
    versions: dict[str, str | None]


class _Told(NamedTuple):
    """One unlocked install: what to say and how to mend it, where that is known."""

    span: Span
    message: str
    help: str
    fix: Fix | None = None


class UnlockedInstall(DocumentRule):
    """A job installs packages past the lock that its repository has.

    ## What it does
    Reads what CI workflows, Dockerfiles, Makefiles, shell scripts and notebooks (`!pip install`) run, and reports
    installs that don't keep to a lock standing in their folder or above it:

    - `uv sync`, `pdm install`, `pipenv install` or `pixi install` without the option that keeps to the lock, which lock
      anew in silence where the lock is stale, and any install after `poetry lock`, `uv lock` and their like in one job;
    - `pip install` and `uv pip install` of names without exact versions that the lock records, of a loose
      requirements file, or of the project itself;
    - `conda install` and `conda env create` beside a conda-lock file.

    ## Why it matters
    The lock says which versions gave the numbers. A job that resolves for itself runs with others, as of the day.

    ## Example
    ```yaml
    # file: .github/workflows/train.yml
    jobs:
      train:
        runs-on: ubuntu-24.04
        steps:
          - run: pip install torch
    # file: uv.lock
    version = 1
    requires-python = ">=3.11"

    [[package]]
    name = "torch"
    version = "2.5.1"
    source = { registry = "https://index.example.org/simple" }
    ```

    ## Use instead
    ```yaml
    # file: .github/workflows/train.yml
    jobs:
      train:
        runs-on: ubuntu-24.04
        steps:
          - run: uv sync --locked
    # file: uv.lock
    version = 1
    requires-python = ">=3.11"

    [[package]]
    name = "torch"
    version = "2.5.1"
    source = { registry = "https://index.example.org/simple" }
    ```

    ## Fix safety
    Unsafe: the option that keeps to the lock makes the job fail where the lock is stale, and a name gets the version
    that the lock records, which need not be the one that was installed so far.

    ## Options
    - `exclude`: leave files out.

    ## Known limits
    A command whose folder or words come from variables is not judged. `uv run`, tools that take no part in a run (pip
    itself, build, tox …) and jobs that lock anew to commit the outcome are left alone. What a container image or an
    action installs is not seen.

    ## References
    - [uv: locking and syncing](https://docs.astral.sh/uv/concepts/projects/sync/)
    - [pip: repeatable installs](https://pip.pypa.io/en/stable/topics/repeatable-installs/)
    """

    code = "REP504"
    name = "unlocked-install"
    status = "off"
    notebooks = True

    def check(self, documents: Documents) -> Iterator[Finding]:
        read = [path for path in documents.targets if path.endswith(_NAMES) or "ockerfile" in path.rpartition("/")[2]]
        locks = list(_locks(documents)) if read else []
        for path in read if locks else ():
            source = documents.source(path)
            if source is None:
                continue
            for job in jobs(source, path[len(documents.root.rstrip("/")) + 1 :]):
                for told in _Judge(documents, path, job, locks).judged():
                    yield Finding(
                        code=self.code,
                        message=told.message,
                        level=self.level,
                        path=path,
                        span=told.span,
                        statement=told.span,
                        key=told.message,
                        help=told.help,
                        fix=told.fix,
                    )


class _Judge:
    """One job against the locks of its repository."""

    def __init__(self, documents: Documents, path: str, job: Job, locks: list[_Lock]) -> None:
        self.documents, self.path, self.job = documents, path, job
        folders = job.folders or ()
        self.locks = [lock for folder in folders for lock in locks if lock.folder == folder]
        self.locks += [lock for lock in locks if lock not in self.locks and any(_above(lock, each) for each in folders)]
        source = documents.source(path)
        self.commits = source is not None and any(words in source.data for words in _COMMITS)
        self.kept = False  # whether something was installed from a lock already

    def judged(self) -> Iterator[_Told]:
        if not self.locks:
            return
        relocked: dict[str, str] = {}
        for command in self.job.commands:
            words = launched(command)
            asked = tool_command(words)
            if asked is not None:
                tool, subcommand, texts = asked
                if subcommand in tool.relocks and not set(texts) & set(tool.checks):
                    if self.commits:
                        return
                    relocked[tool.name] = command.text
                elif subcommand in tool.installs:
                    yield from self._tool(command, words, relocked)
            else:
                yield from self._pip(words)
                yield from self._conda(command, words)

    def _tool(self, command: Command, words: tuple[Word, ...], relocked: dict[str, str]) -> Iterator[_Told]:
        asked = tool_command(words)
        assert asked is not None
        tool, subcommand, texts = asked
        lock = next((each for each in self.locks if each.result.tool in tool.locks), None)
        if lock is None:
            return
        span = Span(words[0].span.start, words[-1].span.end)
        if tool.name in relocked:
            message = f"`{relocked[tool.name]}` writes {lock.name} anew, and this installs from it"
            yield _Told(span, message, f"Install from the lock that is committed: `{tool.how}`")
            return
        options = {text.partition("=")[0] for text in texts}
        variables = self.job.variables | {name for name, _ in command.variables}
        if tool.strict or options & set(tool.locked) or variables & set(tool.variables):
            self.kept = True
            return
        message = f"`{tool.name} {subcommand}` locks anew where {lock.name} is stale, without a word"
        if self.path.endswith(".ipynb"):
            yield _Told(span, message, f"Keep to the lock: `{tool.how}`")
            return
        at = next(word.span.end for word in words[1:] if word.text == subcommand)
        edit = Edit(self.path, Span(at, at), f" {tool.option}")
        why = "The job fails where the lock is stale, instead of installing something else."
        yield _Told(span, message, f"Keep to the lock: `{tool.how}`", Fix((edit,), "unsafe", f"Add {tool.option}", why))

    def _pip(self, words: tuple[Word, ...]) -> Iterator[_Told]:
        install = pip_install(words)
        if install is None:
            return
        named = [told for word in install.requirements if (told := self._requirement(word)) is not None]
        others = [self._file(word) for word in install.files] + [self._project(word) for word in install.projects]
        yield from _merged(named)
        yield from (told for told in others if told is not None)

    def _requirement(self, word: Word) -> _Told | None:
        name = _loose_name(word.text)
        if name is None or name in installers().pip.tools:
            return None
        for lock in self.locks:
            if name in lock.versions:
                version = lock.versions[name]
                held = f"{lock.name} records {version or 'it'}"
                message = f"`{word.text}` is installed in the newest version, and {held}"
                return _Told(word.span, message, _how(lock), self._pin(word, name, version))
        return None

    def _pin(self, word: Word, name: str, version: str | None) -> Fix | None:
        """The version that the lock holds, where the word is a bare name."""
        if version is None or self.path.endswith(".ipynb") or word.text != self._written(word.span):
            return None
        from packaging.utils import canonicalize_name

        if canonicalize_name(word.text) != name:
            return None
        edit = Edit(self.path, Span(word.span.end, word.span.end), f"=={version}")
        return Fix((edit,), "unsafe", f"Pin it to {version}", _PINNED)

    def _written(self, span: Span) -> str:
        source = self.documents.source(self.path)
        return source.data[span.start : span.end].decode("utf-8", "replace") if source is not None else ""

    def _file(self, word: Word) -> _Told | None:
        """A requirements file that is no lock, of names that a lock records."""
        from samerun.locks.model import Unreadable
        from samerun.locks.requirements_txt import read_requirements

        name = self._resolved(word.text)
        if name is None:
            return None
        if any(lock.name == name for lock in self.locks) or any(r.lock == name for r in self.documents.locks):
            self.kept = True
            return None
        try:
            lines = read_requirements(self.documents.content(name) or b"", name).lines
        except Unreadable:
            return None
        for line in lines:
            if line.pinned or line.requirement is None or line.requirement.url or line.name in installers().pip.tools:
                continue
            for lock in self.locks:
                if line.name in lock.versions:
                    held = f"{lock.name} records {lock.versions[line.name] or 'it'}"
                    message = f"`{line.text}` ({name}:{line.place.line}) is installed in the newest version, and {held}"
                    return _Told(word.span, message, _how(lock))
        return None

    def _project(self, word: Word) -> _Told | None:
        """A project of the repository whose dependencies a lock records, which pip resolves anew."""
        if self.kept:
            return None  # what it needs is there
        folder = self._resolved(f"{word.text.partition('[')[0]}/pyproject.toml")
        for lock in self.locks:
            manifest = lock.result.manifest
            if folder is not None and manifest == folder:
                message = f"`pip install {word.text}` resolves what {manifest} needs anew, and {lock.name} records it"
                return _Told(word.span, message, _how(lock))
        return None

    def _resolved(self, text: str) -> str | None:
        """The path in the repository of a file that a command names, where there is one."""
        for folder in self.job.folders or ():
            name = posixpath.normpath(posixpath.join(folder, text))
            if self.documents.absolute(name) in self.documents.paths:
                return name
        return None

    def _conda(self, command: Command, words: tuple[Word, ...]) -> Iterator[_Told]:
        lock = next((each for each in self.locks if each.result.tool in ("conda-lock", "conda")), None)
        if lock is not None and conda_install(words):
            span = Span(words[0].span.start, words[-1].span.end)
            message = f"`{' '.join(word.text for word in words[:3])}` solves anew, and {lock.name} records the outcome"
            yield _Told(span, message, f"Install from the lock: `conda-lock install {lock.name}`")


def _merged(told: list[_Told]) -> Iterator[_Told]:
    """The names of one command as one finding at the first of them."""
    if not told:
        return
    first = told[0]
    more = f" ({len(told) - 1} more here)" if len(told) > 1 else ""
    edits = tuple(edit for each in told if each.fix is not None for edit in each.fix.edits)
    whole = all(each.fix is not None for each in told)
    fix = Fix(edits, "unsafe", "Pin to what the lock records", _PINNED) if whole else None
    yield first._replace(message=f"{first.message}{more}", fix=fix)


def _locks(documents: Documents) -> Iterator[_Lock]:
    from samerun.locks.held import held_versions

    for result in documents.locks:
        if result.lock is not None and result.verdict != "error":
            versions = held_versions(result.lock, documents.content(result.lock) or b"")
            yield _Lock(result, result.lock, posixpath.dirname(result.lock), versions)


def _above(lock: _Lock, folder: str) -> bool:
    return not lock.folder or folder == lock.folder or folder.startswith(f"{lock.folder}/")


def _how(lock: _Lock) -> str:
    for tool in installers().tool:
        if lock.result.tool in tool.locks:
            return f"Install from the lock: `{tool.how}`"
    return (
        f"Install from the lock: `pip install -r {lock.name}`"
        if lock.name.endswith(".txt")
        else "Install from the lock"
    )


def _loose_name(text: str) -> str | None:
    """The normalised name of a requirement that leaves its version open; None for what is pinned or none."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    try:
        requirement = Requirement(text)
    except InvalidRequirement:
        return None
    exact = any(
        clause.operator == "===" or (clause.operator == "==" and not clause.version.endswith(".*"))
        for clause in requirement.specifier
    )
    return None if requirement.url or exact else str(canonicalize_name(requirement.name))
