"""samerun's verdict on ``uv.lock`` against the real ``uv lock --check``, on generated projects.

Everything is local: dependencies are folders or wheels made here, so uv needs no network.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from samerun.locks import DiskReader, check_locks

UV = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
pytestmark = pytest.mark.skipif(UV is None, reason="uv is not installed (extra: test)")

STUBS = {
    "numpy": ["1.26.4"],
    "pandas": ["2.2.3"],
    "torch": ["2.5.1"],
    "ruff": ["0.7.1"],
    "py-yaml": ["6.0.2"],
    "colorama": ["0.4.6"],
}


def make_wheel(folder: Path, name: str, version: str) -> None:
    stem = f"{name.replace('-', '_')}-{version}"
    with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{stem}.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{stem}.dist-info/RECORD", "")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    for name, versions in STUBS.items():
        for version in versions:
            make_wheel(folder, name, version)
    return folder


def environment(wheels: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_", "VIRTUAL_ENV"))}
    kept["UV_CACHE_DIR"] = str(wheels.parent / "uv-cache")
    return {**kept, "UV_PYTHON": sys.executable, "UV_OFFLINE": "1", "UV_PYTHON_DOWNLOADS": "never"}


def run(folder: Path, wheels: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(UV), *words], cwd=folder, env=environment(wheels), capture_output=True, text=True, timeout=120, check=False
    )


def judge(folder: Path) -> str:
    results = [result for result in check_locks(DiskReader(folder)) if result.lock == "uv.lock"]
    assert len(results) == 1, results
    return results[0].verdict


def real(folder: Path, wheels: Path) -> str:
    done = run(folder, wheels, "lock", "--check", "-v")
    if done.returncode == 0:
        return "fresh"
    # What uv says before it resolves anew is the comparison; the resolution may fail for want of wheels.
    text = done.stderr
    differs = "Resolving despite" in text or "Ignoring existing lockfile" in text or "needs to be updated" in text
    return "stale" if differs else "error"


BASE = """[project]
name = "proj"
version = "0.1.0"
description = "A project"
requires-python = ">=3.9,<3.15"
dependencies = [
    "numpy>=1.26",
    "pandas~=2.2.1",
    "Py_YAML>=6.0",
    "colorama>=0.4; sys_platform == 'win32'",
    "local-a",
    "local-b[fast]>=0.1",
]

[project.optional-dependencies]
gpu = ["torch>=2.3"]
dev-tools = ["ruff", "numpy<2"]

[dependency-groups]
dev = ["ruff>=0.5", { include-group = "test" }]
test = ["numpy; python_version >= '3.10'"]

[tool.uv]
constraint-dependencies = ["numpy<3"]
override-dependencies = ["pandas>=2"]
no-index = true
find-links = ["WHEELS"]
prerelease = "allow"

[tool.uv.sources]
local-a = { path = "libs/a", editable = true }
local-b = { path = "libs/b" }
"""
LIB = """[project]
name = "local-{x}"
version = "0.2.0"
requires-python = ">=3.8"
dependencies = ["numpy>=1.20"]

[project.optional-dependencies]
fast = ["torch"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""
WORKSPACE = """[project]
name = "root"
version = "0.1.0"
requires-python = ">=3.10"
dependencies = ["member-a"]

[tool.uv]
no-index = true
find-links = ["WHEELS"]
environments = ["sys_platform == 'linux'", "sys_platform == 'darwin'"]
conflicts = [[{ extra = "x" }, { extra = "y" }]]

[project.optional-dependencies]
x = ["numpy"]
y = ["ruff"]

[tool.uv.workspace]
members = ["packages/*"]
exclude = ["packages/skip"]

[tool.uv.sources]
member-a = { workspace = true }
"""
MEMBER = """[project]
name = "member-{x}"
version = "0.3.0"
requires-python = ">=3.9"
dependencies = ["pandas>=2"]

[dependency-groups]
lint = ["ruff"]

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
"""

# file, text, replacement: what an editor does to a project.
PROJECT_EDITS = [
    ("pyproject.toml", 'version = "0.1.0"', 'version = "0.1"'),
    ("pyproject.toml", 'version = "0.1.0"', 'version = "0.2.0"'),
    ("pyproject.toml", "A project", "Another"),
    ("pyproject.toml", ">=3.9,<3.15", ">=3.9, <3.15.0"),
    ("pyproject.toml", ">=3.9,<3.15", ">=3.9"),
    ("pyproject.toml", ">=3.9,<3.15", ">=3.10,<3.15"),
    ("pyproject.toml", ">=3.9,<3.15", ">=3.9,!=3.10.*,<3.15"),
    ("pyproject.toml", '"numpy>=1.26"', '"numpy >= 1.26.0"'),
    ("pyproject.toml", '"numpy>=1.26"', '"numpy>=1.25"'),
    ("pyproject.toml", '"numpy>=1.26"', '"NumPy>=1.26"'),
    ("pyproject.toml", '"numpy>=1.26"', '"numpy"'),
    ("pyproject.toml", '"numpy>=1.26"', '"numpy>=1.26,>=1.20"'),
    ("pyproject.toml", '"numpy>=1.26"', "\"numpy>=1.26; python_version >= '3.9'\""),
    ("pyproject.toml", '"numpy>=1.26"', "\"numpy>=1.26; python_version >= '3.10'\""),
    ("pyproject.toml", '"numpy>=1.26"', '"numpy>=1.26", "ruff"'),
    ("pyproject.toml", '"numpy>=1.26"', '"numpy>=1.26", "numpy>=1.26"'),
    ("pyproject.toml", '    "numpy>=1.26",\n    "pandas~=2.2.1",\n', '    "pandas~=2.2.1",\n    "numpy>=1.26",\n'),
    ("pyproject.toml", '    "numpy>=1.26",\n', ""),
    ("pyproject.toml", "pandas~=2.2.1", "pandas>=2.2.1,<2.3"),
    ("pyproject.toml", "pandas~=2.2.1", "pandas==2.2.*"),
    ("pyproject.toml", "pandas~=2.2.1", "pandas>=2.2.1"),
    ("pyproject.toml", "Py_YAML", "py-yaml"),
    ("pyproject.toml", "sys_platform == 'win32'", 'sys_platform == "win32"'),
    ("pyproject.toml", "sys_platform == 'win32'", "platform_system == 'Windows'"),
    ("pyproject.toml", "sys_platform == 'win32'", "os_name == 'nt'"),
    ("pyproject.toml", "sys_platform == 'win32'", "sys_platform == 'win32' and python_version >= '3.8'"),
    ("pyproject.toml", "sys_platform == 'win32'", "python_version < '3'"),
    ("pyproject.toml", "sys_platform == 'win32'", "sys_platform == 'win32' or sys_platform == 'win32'"),
    ("pyproject.toml", "local-b[fast]", "local-b"),
    ("pyproject.toml", "local-b[fast]", "Local_B[Fast]"),
    ("pyproject.toml", "local-b[fast]>=0.1", "local-b[fast]>=0.05"),
    ("pyproject.toml", "dev-tools = [", "Dev_Tools = ["),
    ("pyproject.toml", 'gpu = ["torch>=2.3"]', 'gpu = ["torch>=2.3"]\nempty = []'),
    ("pyproject.toml", 'gpu = ["torch>=2.3"]\n', ""),
    ("pyproject.toml", 'dev-tools = ["ruff", "numpy<2"]', 'dev-tools = ["numpy<2", "ruff"]'),
    ("pyproject.toml", '{ include-group = "test" }', "\"numpy; python_version >= '3.10'\""),
    ("pyproject.toml", "test = [", "none = []\ntest = ["),
    ("pyproject.toml", '"ruff>=0.5"', '"ruff>=0.6"'),
    ("pyproject.toml", "python_version >= '3.10'", "python_full_version >= '3.10'"),
    ("pyproject.toml", "python_version >= '3.10'", "python_version > '3.9'"),
    ("pyproject.toml", 'constraint-dependencies = ["numpy<3"]', 'constraint-dependencies = ["numpy<3", "ruff<1"]'),
    ("pyproject.toml", 'constraint-dependencies = ["numpy<3"]', 'constraint-dependencies = ["numpy < 3.0"]'),
    ("pyproject.toml", 'constraint-dependencies = ["numpy<3"]\n', ""),
    ("pyproject.toml", 'override-dependencies = ["pandas>=2"]', 'override-dependencies = ["pandas>=2.1"]'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "if-necessary"'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nresolution = "lowest"'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nresolution = "highest"'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nfork-strategy = "fewest"'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nfork-strategy = "requires-python"'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nexclude-newer = "2030-01-01"'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\ndev-dependencies = ["colorama"]'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\ndefault-groups = ["dev", "test"]'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\ndefault-groups = ["dev"]'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nexclude-dependencies = ["ruff"]'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nbuild-constraint-dependencies = ["ruff"]'),
    (
        "pyproject.toml",
        'prerelease = "allow"',
        'prerelease = "allow"\nconflicts = [[{ extra = "gpu" }, { group = "dev" }]]',
    ),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nenvironments = ["sys_platform == \'linux\'"]'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\npackage = true'),
    ("pyproject.toml", 'prerelease = "allow"', 'prerelease = "allow"\nno-binary-package = ["ruff"]'),
    ("pyproject.toml", "[tool.uv.sources]", '[build-system]\nrequires = []\nbuild-backend = "x"\n\n[tool.uv.sources]'),
    ("pyproject.toml", 'path = "libs/a"', 'path = "./libs/a/"'),
    ("pyproject.toml", 'path = "libs/a", editable = true', 'path = "libs/a"'),
    ("pyproject.toml", 'path = "libs/b"', 'path = "libs/b", editable = false'),
    ("pyproject.toml", 'path = "libs/b"', 'path = "libs/b", package = false'),
    ("pyproject.toml", "local-b = {", "Local_B = {"),
    ("pyproject.toml", "local-b = {", 'unused = { path = "libs/a" }\nlocal-b = {'),
    (
        "pyproject.toml",
        "[tool.uv.sources]",
        "[tool.uv.dependency-groups]\ntest = { requires-python = '>=3.11' }\n\n[tool.uv.sources]",
    ),
    ("libs/a/pyproject.toml", 'version = "0.2.0"', 'version = "0.3.0"'),
    ("libs/a/pyproject.toml", "numpy>=1.20", "numpy>=1.21"),
    ("libs/a/pyproject.toml", '"numpy>=1.20"', '"numpy>=1.20", "ruff"'),
    ("libs/a/pyproject.toml", "fast = [", "slow = []\nfast = ["),
    ("libs/a/pyproject.toml", ">=3.8", ">=3.9"),
    ("libs/b/pyproject.toml", 'version = "0.2.0"', 'dynamic = ["version"]'),
    ("uv.lock", "revision = ", "revision = 9"),
    ("uv.lock", "version = 1\n", "version = 2\n"),
    ("uv.lock", 'name = "ruff"\nversion = "0.7.1"', 'name = "ruff"\nversion = "0.7.0"'),
    ("uv.lock", "[[package]]", "<<<<<<< HEAD\n[[package]]"),
    ("uv.lock", '{ name = "numpy" }', '{ name = "numby" }'),
]
WORKSPACE_EDITS = [
    ("packages/a/pyproject.toml", 'name = "member-a"', 'name = "Member_A"'),
    ("packages/a/pyproject.toml", ">=3.9", ">=3.10"),
    ("packages/a/pyproject.toml", ">=3.9", ">=3.11"),
    ("packages/a/pyproject.toml", "pandas>=2", "pandas>=2.1"),
    ("packages/b/pyproject.toml", 'lint = ["ruff"]', 'lint = ["ruff", "numpy"]'),
    ("packages/b/pyproject.toml", 'lint = ["ruff"]\n', ""),
    ("packages/b/pyproject.toml", "[build-system]", "[tool.uv]\npackage = false\n\n[build-system]"),
    ("packages/b/pyproject.toml", 'name = "member-b"', 'name = "member-c"'),
    (
        "packages/b/pyproject.toml",
        "[dependency-groups]",
        '[tool.uv]\nconstraint-dependencies = ["numpy<9"]\n\n[dependency-groups]',
    ),
    ("pyproject.toml", 'members = ["packages/*"]', 'members = ["packages/a", "packages/b"]'),
    ("pyproject.toml", 'members = ["packages/*"]', 'members = ["packages/a"]'),
    ("pyproject.toml", 'exclude = ["packages/skip"]\n', ""),
    ("pyproject.toml", "workspace = true }", "workspace = true, editable = false }"),
    ("pyproject.toml", '{ extra = "x" }, { extra = "y" }', '{ extra = "y" }, { extra = "x" }'),
    ("pyproject.toml", '{ extra = "x" }, ', '{ extra = "x", package = "root" }, '),
    ("pyproject.toml", 'conflicts = [[{ extra = "x" }, { extra = "y" }]]\n', ""),
    (
        "pyproject.toml",
        "\"sys_platform == 'linux'\", \"sys_platform == 'darwin'\"",
        "\"sys_platform == 'darwin'\", \"sys_platform == 'linux'\"",
    ),
    ("pyproject.toml", "sys_platform == 'linux'", "platform_system == 'Linux'"),
    ("pyproject.toml", "sys_platform == 'linux'", "sys_platform == 'win32'"),
    ("pyproject.toml", 'dependencies = ["member-a"]', 'dependencies = ["member-a", "member-b"]'),
    (
        "pyproject.toml",
        "member-a = { workspace = true }",
        "member-a = { workspace = true }\nmember-b = { workspace = true }",
    ),
]


def write(folder: Path, files: dict[str, str], wheels: Path) -> None:
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text.replace("WHEELS", wheels.as_posix()))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Path:
    folder = tmp_path_factory.mktemp("project")
    libs = {f"libs/{x}/pyproject.toml": LIB.format(x=x) for x in "ab"}
    write(folder, {"pyproject.toml": BASE, **libs}, wheels)
    done = run(folder, wheels, "lock")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    members = {f"packages/{x}/pyproject.toml": MEMBER.format(x=x) for x in "ab"}
    skipped = {"packages/skip/readme.txt": "not a project"}
    write(folder, {"pyproject.toml": WORKSPACE, **members, **skipped}, wheels)
    done = run(folder, wheels, "lock")
    assert done.returncode == 0, done.stderr
    return folder


def agrees(base: Path, target: Path, edits: list[tuple[str, str, str]], wheels: Path) -> None:
    shutil.copytree(base, target, dirs_exist_ok=True)
    for file, old, new in edits:
        text = (target / file).read_text()
        assert old in text, f"{old!r} is not in {file}"
        (target / file).write_text(text.replace(old, new, 1))
    ours, theirs = judge(target), real(target, wheels)
    accepted = {"error", "stale"} if theirs != "fresh" else {"fresh"}
    assert ours in accepted, (
        f"samerun says {ours}, uv says {theirs}: {run(target, wheels, 'lock', '--check', '-v').stderr[-1500:]}"
    )


def test_untouched_projects_are_fresh(project: Path, workspace: Path, wheels: Path) -> None:
    for folder in (project, workspace):
        assert judge(folder) == "fresh"
        assert real(folder, wheels) == "fresh"


@pytest.mark.parametrize("edit", PROJECT_EDITS, ids=lambda edit: f"{edit[1]}->{edit[2]}".replace("\n", " ")[:70])
def test_one_edit_of_a_project(edit: tuple[str, str, str], project: Path, tmp_path: Path, wheels: Path) -> None:
    agrees(project, tmp_path / "copy", [edit], wheels)


@pytest.mark.parametrize("edit", WORKSPACE_EDITS, ids=lambda edit: f"{edit[1]}->{edit[2]}".replace("\n", " ")[:70])
def test_one_edit_of_a_workspace(edit: tuple[str, str, str], workspace: Path, tmp_path: Path, wheels: Path) -> None:
    agrees(workspace, tmp_path / "copy", [edit], wheels)


SPECIFIERS = [
    "",
    ">=1.26",
    ">=1.26.0",
    "~=1.26.1",
    ">=1.26.1,<1.27",
    "==1.26.*",
    ">=1.26,<1.27",
    "<2",
    "<2.0",
    ">1",
    "!=1.20",
]
MARKERS = [
    "",
    "python_version >= '3.9'",
    "python_version >= '3.10'",
    "python_full_version >= '3.10'",
    "python_version > '3.9'",
    "python_version in '3.10 3.11'",
    "python_version == '3.10' or python_version == '3.11'",
    "sys_platform == 'linux'",
    "platform_system == 'Linux'",
    "sys_platform != 'win32'",
    "sys_platform == 'linux' or sys_platform == 'darwin'",
    "sys_platform == 'darwin' or 'linux' == sys_platform",
    "os_name == 'posix'",
    "platform_machine == 'x86_64' and sys_platform == 'linux'",
    "sys_platform == 'linux' and platform_machine == 'x86_64' and python_version >= '3.9'",
    "'linux' in sys_platform",
    "implementation_name == 'cpython'",
    "python_version < '3.9'",
    "sys_platform == 'linux' and sys_platform == 'win32'",
]
PAIR = """[project]
name = "pair"
version = "0.1.0"
requires-python = ">=3.9"
dependencies = ["{requirement}"]

[tool.uv]
no-index = true
find-links = ["WHEELS"]
"""


def test_pairs_of_specifiers_and_markers(tmp_path: Path, wheels: Path) -> None:
    """A lock made for one spelling of a requirement, judged for another."""
    random.seed(20)
    pairs = [(s, t, "", "") for s in SPECIFIERS for t in SPECIFIERS if s != t]
    pairs += [("", "", m, n) for m in MARKERS for n in MARKERS if m != n]
    for number, (old, new, held, wanted) in enumerate(random.sample(pairs, 80)):
        folder = tmp_path / str(number)
        before = f"numpy{old}" + (f" ; {held}" if held else "")
        after = f"numpy{new}" + (f" ; {wanted}" if wanted else "")
        write(folder, {"pyproject.toml": PAIR.format(requirement=before)}, wheels)
        done = run(folder, wheels, "lock")
        assert done.returncode == 0, (before, done.stderr)
        write(folder, {"pyproject.toml": PAIR.format(requirement=after)}, wheels)
        assert judge(folder) == real(folder, wheels), f"locked {before!r}, now {after!r}"


# What a setting was when the lock was made, and what it is now.
SETTINGS = [
    ("", 'exclude-dependencies = ["colorama"]'),
    ("", 'exclude-dependencies = ["pandas"]'),
    ('exclude-dependencies = ["colorama"]', ""),
    ('exclude-dependencies = ["colorama"]', 'exclude-dependencies = ["colorama", "torch"]'),
    ("", 'constraint-dependencies = ["torch<99"]'),
    ("", 'constraint-dependencies = ["Pandas<99"]'),
    ('constraint-dependencies = ["torch<99"]', ""),
    ('constraint-dependencies = ["torch<99"]', 'constraint-dependencies = ["torch<98"]'),
    ("", 'override-dependencies = ["torch<99"]'),
    ("", 'override-dependencies = ["numpy<99"]'),
    ('override-dependencies = ["torch<99"]', ""),
    ("", 'build-constraint-dependencies = ["torch<99"]'),
    ("", 'exclude-newer-package = { torch = "2030-01-01T00:00:00Z" }'),
    ("", 'exclude-newer-package = { numpy = "2030-01-01T00:00:00Z" }'),
    ("", "exclude-newer-package = { numpy = false }"),
    ("exclude-newer-package = { numpy = false }", ""),
    ('exclude-newer-package = { torch = "2030-01-01T00:00:00Z" }', ""),
    (
        'exclude-newer-package = { torch = "2030-01-01T00:00:00Z" }',
        'exclude-newer-package = { torch = "2031-01-01T00:00:00Z" }',
    ),
    ("", 'prerelease-package = { numpy = "allow" }'),
    ('prerelease-package = { numpy = "allow" }', 'prerelease-package = { numpy = "disallow" }'),
    ('prerelease-package = { torch = "allow" }', 'prerelease-package = { Torch = "allow" }'),
    ("", 'default-groups = ["nothere"]'),
    ("", "dependency-groups = { nothere = { requires-python = '>=3.12' } }"),
    ("", 'sources = { numpy = { git = "https://git.example.org/numpy", editable = true } }'),
    ("", 'sources = { numpy = { git = "https://git.example.org/numpy", tag = "a", rev = "b" } }'),
    ("", 'sources = { torch = { path = "torch", group = "nothere" } }'),
]


@pytest.mark.parametrize(("locked", "now"), SETTINGS)
def test_a_setting_that_changed(locked: str, now: str, tmp_path: Path, wheels: Path) -> None:
    text = PAIR.format(requirement='numpy", "pandas')
    write(tmp_path, {"pyproject.toml": f"{text}{locked}\n"}, wheels)
    done = run(tmp_path, wheels, "lock")
    assert done.returncode == 0, done.stderr
    write(tmp_path, {"pyproject.toml": f"{text}{now}\n"}, wheels)
    assert judge(tmp_path) == real(tmp_path, wheels)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_locks_that_uv_refuses_or_not(mark: bytes, tmp_path: Path, wheels: Path) -> None:
    write(tmp_path, {"pyproject.toml": PAIR.format(requirement="numpy")}, wheels)
    assert run(tmp_path, wheels, "lock").returncode == 0
    text = (tmp_path / "uv.lock").read_text()
    package = text[text.index("[[package]]") : text.index("[[package]]", text.index("[[package]]") + 1)]
    for changed in (
        text,
        text + "\n" + package,
        text.replace("revision = ", "revision = -"),
        text.replace("revision = ", 'revision = "x" # '),
        text.replace("requires-python", "# requires-python", 1),
    ):
        (tmp_path / "uv.lock").write_bytes(mark + changed.encode())
        assert judge(tmp_path) == real(tmp_path, wheels), changed[:80]
