"""REP601: a model, dataset or code that is fetched without saying which state of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from samerun.index import facts as f
from samerun.program.arguments import bind_row
from samerun.program.flow.entries import is_test
from samerun.program.sites import enclosing
from samerun.program.symbols import External
from samerun.program.values import constant
from samerun.rules.base import ProgramRule
from samerun.rules.finding import Finding
from samerun.workspace.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from samerun.catalog.table import Download
    from samerun.program.arguments import Arguments
    from samerun.program.program import Module, Program
    from samerun.program.sites import CallSite

_ID = re.compile(r"[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?")
_FILE = re.compile(r"\.(?:bin|ckpt|csv|h5|json|jsonl|model|onnx|parquet|pt|pth|py|safetensors|txt|zip)$")
# Branches by the names that people give them; whatever else a revision says may be a tag or a commit.
_BRANCHES = frozenset({"main", "master", "dev", "develop", "trunk", "head", "nightly", "fp16", "bf16", "flax", "onnx"})
# Folders that programs write their models to: "outputs/best" has an id's shape and is none.
_FOLDERS = re.compile(
    r"(?:my|tmp|temp|test|local|saved?|trained|fine-?tuned|best|last|final|cache|ckpts?|checkpoints?|models?|weights"
    r"|outputs?|out|results?|runs?|logs?|data|datasets?|exp|exps|experiments?|artifacts?|path|to|build|assets)"
    r"(?:$|[-_./\d])",
    re.IGNORECASE,
)
# Readers of local files, by the name that stands where an id would.
_READERS = frozenset(
    {"csv", "json", "parquet", "arrow", "text", "xml", "webdataset", "imagefolder", "audiofolder", "videofolder",
     "pandas", "sql", "generator", "hdf5", "pdffolder", "lance", "spark"}
)  # fmt: skip
_WRITERS = frozenset({"save_pretrained", "save_model", "save_to_disk", "makedirs", "mkdir", "save"})
_WRITTEN_TO = frozenset({"output_dir", "save_dir", "save_directory", "default_root_dir", "dirpath", "local_dir"})


class _Fetched(NamedTuple):
    """A call that fetches `repo`, what `revision` says (None: nothing), and the argument to point at."""

    repo: str
    revision: str | None
    span: Span


class UnpinnedRevision(ProgramRule):
    """A model, dataset or code is fetched from a hub without a revision, or by the name of a branch.

    ## What it does
    Reports `from_pretrained`, `load_dataset`, `hf_hub_download`, `snapshot_download`, `pipeline` and `torch.hub.load`
    with the id of a repository on a hub, where no revision is given or the revision is a branch.

    ## Why it matters
    Owners push to their repositories: new weights, another tokenizer, corrected labels, changed code. The same line
    then loads something else, and a number from last month can't be made again.

    ## Example
    ```python
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained("EleutherAI/pythia-160m")
    ```

    ## Use instead
    The commit is on the repository's page under "Files and versions".

    ```python
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(
        "EleutherAI/pythia-160m", revision="50f5173d932e8e61f858120bcb800b97af589f46"
    )
    ```

    ## Fix safety
    No fix: which commit was meant is not in the code.

    ## Options
    - `include-tests`: also report in tests (default: false).

    ## Known limits
    Only ids that are known from the code are judged; one that comes from a command line or a config is not. What looks
    like a folder of the project's own (`outputs/best`, a name it saves to) is left alone. A tag counts as pinned,
    though it can be moved.

    ## References
    - [Hugging Face Hub: download from a specific version](https://huggingface.co/docs/huggingface_hub/guides/download)
    - [PyTorch: torch.hub](https://docs.pytorch.org/docs/stable/hub.html)
    """

    code = "REP601"
    name = "unpinned-revision"
    status = "off"

    def check(self, program: Program) -> Iterator[Finding]:
        written: set[str] | None = None
        for module in program.modules:
            if not program.include_tests and is_test(module.path, program.root):
                continue
            for site in module.sites.calls:
                callee = program.callee(module, site)
                row = program.catalog.download(callee.name) if isinstance(callee, External) else None
                fetched = _fetched(program, module, site, row) if row is not None else None
                if fetched is None or row is None:
                    continue
                if written is None:
                    written = set(_written(program))
                if fetched.repo not in written:
                    yield self._finding(module, site, row, fetched)

    def _finding(self, module: Module, site: CallSite, row: Download, fetched: _Fetched) -> Finding:
        if fetched.revision is None:
            message = f"`{fetched.repo}` is fetched as it is on the day: no revision is given"
        else:
            message = f"`{fetched.repo}` is fetched as it is on the day: revision `{fetched.revision}` is a branch"
        how = "revision=" if row.revision else f"{fetched.repo}{row.separator}"
        return Finding(
            code=self.code,
            message=message,
            level=self.level,
            path=module.path,
            span=fetched.span,
            statement=site.slice,
            enclosing=enclosing(module, site.scope),
            key=fetched.repo,
            help=f"Name the commit: `{how}…`",
        )


def _fetched(program: Program, module: Module, site: CallSite, row: Download) -> _Fetched | None:
    """What a call fetches unpinned; None where it is pinned, local, or not known."""
    bound = bind_row(row.params, site.call)
    node = bound.get(row.repo)
    repo = _text(program, module, site, node)
    if (
        repo is None
        or node is None
        or any(_is_local(program, module, site, bound, *each) for each in row.local.items())
    ):
        return None
    name, revision = repo, None
    if row.separator is not None:
        name, found, after = repo.partition(row.separator)
        revision = after if found else None
    elif row.revision is not None:
        given = bound.get(row.revision)
        if given is None and bound.open:
            return None
        if given is not None:
            value = constant(program.resolver, module, site.scope, given, site.slice.start)
            if value is None or not isinstance(value.value, str | None):
                return None
            revision = value.value
    if not _is_id(name, row) or (revision is not None and revision.lower() not in _BRANCHES):
        return None
    if isinstance(node, f.Const):
        return _Fetched(name, revision, Span(node.start, node.end))
    return _Fetched(name, revision, Span(site.call.start, site.call.end))


def _is_id(name: str, row: Download) -> bool:
    """Whether a string is a repository's id and not a path."""
    if not _ID.fullmatch(name) or _FILE.search(name) or _FOLDERS.match(name) or name in _READERS:
        return False
    return "/" in name or any(name.startswith(beginning) for beginning in row.bare)


def _is_local(
    program: Program, module: Module, site: CallSite, bound: Arguments, param: str, local: bool | str
) -> bool:
    given = bound.get(param)
    if given is None:
        return False
    value = constant(program.resolver, module, site.scope, given, site.slice.start)
    if value is None:
        return True  # not known, so nothing is said
    return value.value == local if isinstance(local, str) else bool(value.value)


def _written(program: Program) -> Iterator[str]:
    """Strings that the project saves to, wherever it does."""
    for module in program.modules:
        for site in module.sites.calls:
            func = site.call.func
            nodes = [value for name, value in site.call.keywords if name in _WRITTEN_TO]
            if isinstance(func, f.Attr) and func.attr in _WRITERS:
                nodes += site.call.args
            for node in nodes:
                text = _text(program, module, site, node)
                if text is not None:
                    yield text


def _text(program: Program, module: Module, site: CallSite, node: f.Expr | None) -> str | None:
    if node is None or (isinstance(node, f.Name) and node.id in site.hidden):
        return None
    value = constant(program.resolver, module, site.scope, node, site.slice.start)
    return value.value if value is not None and isinstance(value.value, str) else None
