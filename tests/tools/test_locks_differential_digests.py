"""samerun's verdicts on poetry, pdm and pipenv locks against the tools' own freshness code.

Each tool's interpreter runs its own check over all generated projects in one process: the command line
adds a second a project and nothing else (one project each goes through it all the same).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from samerun.locks import DiskReader, check_locks

SEARCH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def interpreter(tool: str) -> str:
    """The Python that the tool's own script runs under; skips where the tool is absent."""
    script = shutil.which(tool, path=SEARCH)
    if script is None:
        pytest.skip(f"{tool} is not installed (extra: test)")
    first = Path(script).read_text(errors="replace").partition("\n")[0]
    return first.removeprefix("#!").strip()


def clean_environment(folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PIP", "PDM", "POETRY", "UV_", "VIRTUAL_ENV"))}
    return {**kept, "PIP_CONFIG_FILE": os.devnull, "HOME": str(folder), "PDM_CHECK_UPDATE": "0", "NO_COLOR": "1"}


def ask(tool: str, program: str, folder: Path, folders: list[Path]) -> list[str]:
    done = subprocess.run(
        [interpreter(tool), "-c", program],
        input=json.dumps([str(item) for item in folders]),
        env=clean_environment(folder),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=170,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    answers = json.loads(done.stdout.strip().splitlines()[-1])
    assert len(answers) == len(folders)
    return [str(answer) for answer in answers]


def judge(folder: Path, tool: str) -> str:
    found = [result for result in check_locks(DiskReader(folder)) if result.tool == tool]
    assert len(found) == 1, found
    if found[0].verdict == "stale":
        reason = found[0].reasons[0]
        assert reason.manifest_line, reason
        assert reason.lock_line, reason
    return found[0].verdict


def compare(tool: str, program: str, tmp_path: Path, cases: dict[str, dict[str, str]]) -> None:
    folders = []
    for number, files in enumerate(cases.values()):
        folder = tmp_path / str(number)
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        folders.append(folder)
    theirs = ask(tool, program, tmp_path, folders)
    wrong = []
    for title, folder, their in zip(cases, folders, theirs, strict=True):
        our = judge(folder, tool)
        same = our == "fresh" if their == "fresh" else our in {"stale", "error"}
        if not same and our != "unknown":
            wrong.append(f"{title}: samerun {our}, {tool} {their}")
    assert not wrong, "\n".join(wrong)


def edited(files: dict[str, str], edits: list[tuple[str, str]], name: str) -> dict[str, dict[str, str]]:
    """The files untouched, with each edit, and with neighbouring edits together."""
    cases = {"untouched": files}
    for old, new in edits:
        assert old in files[name], old
        cases[f"{old!r} -> {new!r}"] = {**files, name: files[name].replace(old, new, 1)}
    for (old, new), (old2, new2) in zip(edits, edits[3:], strict=False):
        text = files[name].replace(old, new, 1)
        if old2 in text:
            cases[f"{old!r} -> {new!r} and {old2!r}"] = {**files, name: text.replace(old2, new2, 1)}
    return cases


HASH_POETRY = """
import json, sys, tomllib
from pathlib import Path
from poetry.packages.locker import Locker
answers = []
for folder in json.load(sys.stdin):
    folder = Path(folder)
    try:
        data = tomllib.loads((folder / "pyproject.toml").read_text())
        locker = Locker(folder / "poetry.lock", data)
        answers.append(%s)
    except Exception as error:
        answers.append("error")
print(json.dumps(answers))
"""
POETRY_HASH = HASH_POETRY % "locker._content_hash"
POETRY_CHECK = HASH_POETRY % "'fresh' if locker.is_fresh() else 'stale'"
POETRY_OLD = """[tool.poetry]
name = "old"
version = "0.1.0"
description = "An old project"
authors = ["A <a@example.org>"]

[tool.poetry.dependencies]
python = ">=3.10,<3.13"
torch = "^2.3"
PyYAML = "^6.0"
requests = { version = "^2.31", extras = ["socks"] }

[tool.poetry.extras]
track = ["requests"]

[tool.poetry.group.dev.dependencies]
pytest = "^8.2"

[tool.black]
line-length = 100
"""
POETRY_OLD_EDITS = [
    ('version = "0.1.0"', 'version = "0.2.0"'),
    ("An old", "A very old"),
    ('torch = "^2.3"', 'torch = "^2.4"'),
    ('torch = "^2.3"', 'torch = { version = "^2.3" }'),
    ('torch = "^2.3"\n', ""),
    ('torch = "^2.3"', "torch = '^2.3'"),
    ('torch = "^2.3"\nPyYAML = "^6.0"', 'PyYAML = "^6.0"\ntorch = "^2.3"'),
    ("PyYAML", "pyyaml"),
    ('["socks"]', '["socks", "use_chardet"]'),
    (">=3.10,<3.13", ">=3.10, <3.13"),
    ("[tool.poetry.extras]", "[tool.poetry.dev-dependencies]\n\n[tool.poetry.extras]"),
    ('track = ["requests"]', 'track = ["requests"]\nmore = []'),
    (
        "[tool.poetry.extras]",
        '[[tool.poetry.source]]\nname = "x"\nurl = "https://index.example.org"\n\n[tool.poetry.extras]',
    ),
    (
        "[tool.poetry.group.dev.dependencies]",
        "[tool.poetry.group.docs]\noptional = true\n\n[tool.poetry.group.dev.dependencies]",
    ),
    ("line-length = 100", "line-length = 88"),
    ("[tool.black]", '[tool.poetry.scripts]\nrun = "x:y"\n\n[tool.black]'),
    ("[tool.black]", "[dependency-groups]\n\n[tool.black]"),
    ("[tool.black]", '[dependency-groups]\nlint = ["ruff"]\n\n[tool.black]'),
    ("[tool.black]", '[project]\nname = "old"\n\n[tool.black]'),
    ("[tool.black]", '[project]\nrequires-python = ">=3.10"\n\n[tool.black]'),
]
POETRY_NEW = """[project]
name = "new"
version = "0.1.0"
requires-python = ">=3.10,<4.0"
dependencies = ["pandas (>=2.1)", "scikit-learn>=1.4", "torch>=2.3; sys_platform == 'linux'"]

[project.optional-dependencies]
plot = ["matplotlib"]

[dependency-groups]
dev = ["pytest>=8", { include-group = "style" }]
style = ["ruff"]

[tool.poetry]
package-mode = false

[tool.poetry.dependencies]
torch = { source = "cpu" }
"""
POETRY_NEW_EDITS = [
    ('version = "0.1.0"', 'version = "0.2.0"'),
    ("pandas (>=2.1)", "pandas>=2.1"),
    ("scikit-learn>=1.4", "scikit_learn>=1.4"),
    ("scikit-learn>=1.4", "scikit-learn >= 1.4"),
    ('"scikit-learn>=1.4", ', ""),
    ("scikit-learn>=1.4", "scikit-learn>=1.5"),
    ('"pandas (>=2.1)", "scikit-learn>=1.4"', '"scikit-learn>=1.4", "pandas (>=2.1)"'),
    ("'linux'", '\\"linux\\"'),
    ('plot = ["matplotlib"]', 'plot = ["matplotlib"]\nempty = []'),
    ('style = ["ruff"]', 'style = ["ruff", "black"]'),
    ("style = [", "lint = ["),
    ("package-mode = false", "package-mode = true"),
    ('"cpu"', '"gpu"'),
    ('version = "0.1.0"', 'version = "0.1.0"\nkeywords = ["x"]'),
    ('version = "0.1.0"', 'version = "0.1.0"\nreadme = "x"\nclassifiers = []'),
]
LOCK = """# This file is automatically @generated by Poetry {version} and should not be changed by hand.
package = []

[metadata]
lock-version = "2.1"
python-versions = "*"
content-hash = "{digest}"
"""


@pytest.mark.parametrize("generator", ["2.5.1", "2.1.0"])
@pytest.mark.parametrize(
    ("manifest", "edits"), [(POETRY_OLD, POETRY_OLD_EDITS), (POETRY_NEW, POETRY_NEW_EDITS)], ids=["old", "new"]
)
def test_poetry(manifest: str, edits: list[tuple[str, str]], generator: str, tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "pyproject.toml").write_text(manifest)
    (digest,) = ask("poetry", POETRY_HASH, tmp_path, [tmp_path / "base"])
    files = {"pyproject.toml": manifest, "poetry.lock": LOCK.format(version=generator, digest=digest)}
    cases = edited(files, edits, "pyproject.toml")
    cases["digest gone"] = {**files, "poetry.lock": "package = []\n"}
    cases["cut off"] = {**files, "poetry.lock": files["poetry.lock"][:-20]}
    cases["empty"] = {**files, "poetry.lock": ""}
    compare("poetry", POETRY_CHECK, tmp_path, cases)


PDM_RUN = """
import json, sys
from pathlib import Path
from pdm.core import Core
from pdm.project.lockfile.base import Compatibility
answers = []
for folder in json.load(sys.stdin):
    try:
        project = Core().create_project(Path(folder))
        answers.append(%s)
    except Exception as error:
        answers.append("error")
print(json.dumps(answers))
"""
PDM_HASH = PDM_RUN % "project.pyproject_content_hash()"
PDM_INPUTS = PDM_RUN % "json.dumps(project.lock_inputs())"
PDM_CHECK = PDM_RUN % (
    "'error' if project.lockfile.compatibility() == Compatibility.NONE"
    " else 'fresh' if project.is_lockfile_fresh() else 'stale'"
)
PDM = """[project]
name = "embedder"
version = "1.0.0"
description = "Embeddings"
requires-python = ">=3.10"
dependencies = ["transformers>=4.40", "PyYAML>=6.0", "colorama; sys_platform == 'win32'"]

[project.optional-dependencies]
track = ["mlflow>=2.14"]

[dependency-groups]
dev = ["pytest>=8", { include-group = "lint" }]
lint = ["ruff"]

[tool.pdm]
distribution = false

[tool.pdm.resolution]
excludes = ["networkx"]
lock_inputs = FLAG

[tool.pdm.resolution.overrides]
numpy = "1.26.4"

[[tool.pdm.source]]
name = "main"
url = "https://index.example.org/simple"
verify_ssl = true
"""
PDM_EDITS = [
    ('version = "1.0.0"', 'version = "1.1.0"'),
    ("Embeddings", "More"),
    ("transformers>=4.40", "transformers>=4.41"),
    ("transformers>=4.40", "transformers>=4.60"),
    ("transformers>=4.40", "transformers >= 4.40"),
    ("transformers>=4.40", "transformers"),
    ("transformers>=4.40", "transformers[torch]>=4.40"),
    ('"transformers>=4.40", "PyYAML>=6.0"', '"PyYAML>=6.0", "transformers>=4.40"'),
    ("PyYAML", "pyyaml"),
    ("PyYAML>=6.0", "py_yaml>=6.0"),
    (', "PyYAML>=6.0"', ""),
    ("PyYAML>=6.0", 'PyYAML>=6.0", "einops'),
    ("'win32'", '\\"win32\\"'),
    ("'win32'", "'linux'"),
    (">=3.10", ">=3.11"),
    ('requires-python = ">=3.10"', 'requires-python = ">= 3.10"'),
    ("track = [", "Track = ["),
    ("mlflow>=2.14", "mlflow>=2.15"),
    ('lint = ["ruff"]', 'lint = ["ruff", "black"]'),
    ('lint = ["ruff"]', 'lint = ["ruff"]\nempty = []'),
    ('{ include-group = "lint" }', '"ruff"'),
    ('excludes = ["networkx"]', 'excludes = ["networkx", "sympy"]'),
    ('excludes = ["networkx"]', 'excludes = ["networkx"]\nallow-prereleases = true'),
    ('"1.26.4"', '"1.26.3"'),
    ("verify_ssl = true", "verify_ssl = false"),
    ("verify_ssl = true", 'verify_ssl = true\nusername = "me"'),
    ("distribution = false", "distribution = true"),
    ("[tool.pdm]", '[tool.pdm.dev-dependencies]\nlint = ["mypy"]\n\n[tool.pdm]'),
    ("[tool.pdm]", '[tool.pdm.scripts]\nrun = "x"\n\n[tool.pdm]'),
]
PDM_PACKAGES = {
    "transformers": ("4.46.3", "default"),
    "pyyaml": ("6.0.2", "default"),
    "colorama": ("0.4.6", "default"),
    "mlflow": ("2.17.0", "track"),
    "pytest": ("8.3.3", "dev"),
    "ruff": ("0.7.1", "lint"),
}


def pdm_lock(fields: str) -> str:
    text = '[metadata]\ngroups = ["default", "dev", "lint", "track"]\nstrategy = ["inherit_metadata"]\n'
    text += f'lock_version = "4.5.1"\n{fields}\n[[metadata.targets]]\nrequires_python = ">=3.10"\n'
    for name, (version, group) in sorted(PDM_PACKAGES.items()):
        groups = '["dev", "lint"]' if group == "lint" else f'["{group}"]'
        marker = "marker = \"sys_platform == 'win32'\"\n" if name == "colorama" else ""
        text += f'\n[[package]]\nname = "{name}"\nversion = "{version}"\ngroups = {groups}\n{marker}'
        text += f'files = [{{file = "{name}-{version}.tar.gz", hash = "sha256:00"}}]\n'
    return text


def toml_value(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {toml_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return json.dumps(value)


@pytest.mark.parametrize("recorded", ["digest", "inputs"])
def test_pdm(recorded: str, tmp_path: Path) -> None:
    manifest = PDM.replace("FLAG", "true" if recorded == "inputs" else "false")
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "pyproject.toml").write_text(manifest)
    (answer,) = ask("pdm", PDM_HASH if recorded == "digest" else PDM_INPUTS, tmp_path, [tmp_path / "base"])
    if recorded == "inputs" and answer == "error":
        pytest.skip("this pdm has no lock_inputs (2.28.1 and later)")
    field = f'content_hash = "sha256:{answer}"\n'
    if recorded == "inputs":
        field = f"lock_inputs = {toml_value(json.loads(answer))}\n"
    files = {"pyproject.toml": manifest, "pdm.lock": pdm_lock(field)}
    cases = edited(files, PDM_EDITS, "pyproject.toml")
    cases["no digest"] = {**files, "pdm.lock": pdm_lock("")}
    for version in ("4.5.0", "4.4", "4.9", "5.0"):
        lock = files["pdm.lock"].replace("4.5.1", version)
        cases[f"lock version {version}"] = {**files, "pdm.lock": lock}
    cases["other locked version"] = {**files, "pdm.lock": files["pdm.lock"].replace("4.46.3", "4.39.0")}
    cases["package gone"] = {**files, "pdm.lock": files["pdm.lock"].replace('name = "mlflow"', 'name = "mlfloe"')}
    compare("pdm", PDM_CHECK, tmp_path, cases)


PIPENV_RUN = """
import json, os, sys
from pathlib import Path
from pipenv.project import Project
answers = []
for folder in json.load(sys.stdin):
    os.chdir(folder)
    os.environ["PIPENV_PIPFILE"] = str(Path(folder, "Pipfile"))
    try:
        project = Project(chdir=False)
        digest = project.pipfile.calculate_hash()
        answers.append(%s)
    except Exception as error:
        answers.append("error")
print(json.dumps(answers))
"""
PIPENV_HASH = PIPENV_RUN % "digest"
PIPENV_CHECK = PIPENV_RUN % "'fresh' if project.lockfile.hash() == digest else 'stale'"
PIPFILE = """[[source]]
url = "https://index.example.org/simple"
verify_ssl = true
name = "main"

[packages]
torch = ">=2.3"
PyYAML = "*"
transformers = { version = ">=4.40", extras = ["torch"] }

[dev-packages]
ruff = "*"

[requires]
python_version = "3.11"

[scripts]
train = "python train.py"
"""
PIPFILE_EDITS = [
    ('torch = ">=2.3"', 'torch = ">=2.4"'),
    ('torch = ">=2.3"', 'torch = ">= 2.3"'),
    ('torch = ">=2.3"', '"torch" = ">=2.3"'),
    ('torch = ">=2.3"', "torch = '>=2.3'"),
    ('torch = ">=2.3"', 'torch = {version = ">=2.3"}'),
    ('torch = ">=2.3"\n', ""),
    ('torch = ">=2.3"', 'torch = ">=2.3"\neinops = "*"'),
    ("PyYAML", "pyyaml"),
    ("PyYAML", "Py_YAML"),
    ('["torch"]', '["torch", "sentencepiece"]'),
    ('ruff = "*"', 'ruff = ">=0.5"'),
    ('ruff = "*"', 'ruff = "*"\nmypy = "*"'),
    ('python_version = "3.11"', 'python_version = "3.12"'),
    ('[requires]\npython_version = "3.11"\n', ""),
    ("[scripts]", '[docs]\njinja2 = "*"\n\n[scripts]'),
    ("[scripts]", "[docs]\n\n[scripts]"),
    ("[scripts]", "[pipenv]\nallow_prereleases = true\n\n[scripts]"),
    ("train.py", "fit.py"),
    ("verify_ssl = true", "verify_ssl = false"),
    ("[packages]", '[[source]]\nurl = "https://download.example.org"\nverify_ssl = true\nname = "two"\n\n[packages]'),
]


def test_pipenv(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "Pipfile").write_text(PIPFILE)
    (digest,) = ask("pipenv", PIPENV_HASH, tmp_path, [tmp_path / "base"])
    packages = {
        name: {"hashes": [], "version": f"=={v}"}
        for name, v in (("torch", "2.5.1"), ("pyyaml", "6.0.2"), ("transformers", "4.46.3"))
    }
    lock = {
        "_meta": {
            "hash": {"sha256": digest},
            "pipfile-spec": 6,
            "requires": {"python_version": "3.11"},
            "sources": [{"name": "main", "url": "https://index.example.org/simple", "verify_ssl": True}],
        },
        "default": packages,
        "develop": {"ruff": {"hashes": [], "version": "==0.7.1"}},
    }
    text = json.dumps(lock, indent=4, sort_keys=True) + "\n"
    files = {"Pipfile": PIPFILE, "Pipfile.lock": text}
    cases = edited(files, PIPFILE_EDITS, "Pipfile")
    source = PIPFILE[: PIPFILE.index("[packages]")]
    cases["source removed"] = {**files, "Pipfile": PIPFILE.replace(source, "")}
    cases["cut off"] = {**files, "Pipfile.lock": text[:200]}
    cases["digest gone"] = {**files, "Pipfile.lock": text.replace('"hash"', '"hush"')}
    cases["conflict"] = {**files, "Pipfile.lock": "<<<<<<< HEAD\n" + text}
    compare("pipenv", PIPENV_CHECK, tmp_path, cases)


@pytest.mark.parametrize(
    ("tool", "words", "fresh"),
    [("poetry", ["check", "--lock"], True), ("pdm", ["lock", "--check"], True)],
    ids=["poetry", "pdm"],
)
def test_the_command_line_agrees(tool: str, words: list[str], fresh: bool, tmp_path: Path) -> None:
    """A project that the tool itself locked, before and after an edit."""
    script = shutil.which(tool, path=SEARCH)
    if script is None:
        pytest.skip(f"{tool} is not installed (extra: test)")
    manifest = '[project]\nname = "cli"\nversion = "0.1.0"\nrequires-python = ">=3.9"\ndependencies = []\n'
    manifest += "\n[tool.poetry]\npackage-mode = false\n\n[tool.pdm]\ndistribution = false\n"
    (tmp_path / "pyproject.toml").write_text(manifest)
    environment = clean_environment(tmp_path)

    def call(*arguments: str) -> int:
        command = [script, *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False
        ).returncode

    if tool == "pdm":
        call("use", "-f", sys.executable)
    assert call("lock") == 0
    assert (call(*words) == 0) is fresh
    assert judge(tmp_path, tool) == "fresh"
    (tmp_path / "pyproject.toml").write_text(manifest.replace("dependencies = []", 'dependencies = ["torch>=2"]'))
    assert call(*words) != 0
    assert judge(tmp_path, tool) == "stale"
