"""samerun's verdicts on compiled requirements files against compiling them again with the real tools.

The packages are wheels made here and found by ``--find-links``, so nothing goes over the network. A file is
stale when a second run with the file in place changes a pin, a hash, a marker or an option; comments don't count.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from samerun.locks import DiskReader, check_locks

SEARCH = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
TOOLS = {"uv": "uv-pip-compile", "pip-compile": "pip-tools"}
# name, version: its requirements
PACKAGES = {
    ("torch", "2.5.1"): ["numpy", "sympy==1.13.3", "triton; sys_platform == 'linux'"],
    ("triton", "3.0.0"): ["filelock"],
    ("filelock", "3.16.1"): [],
    ("sympy", "1.13.3"): ["mpmath<2"],
    ("mpmath", "1.3.0"): [],
    ("numpy", "1.26.4"): [],
    ("numpy", "2.1.0"): [],
    ("pandas", "2.2.3"): ["numpy>=1.26"],
    ("requests", "2.32.3"): ["idna", "pysocks; extra == 'socks'"],
    ("idna", "3.10"): [],
    ("pysocks", "1.7.1"): [],
    ("colorama", "0.4.6"): [],
    ("einops", "0.8.0"): [],
    ("pytest", "8.3.3"): ["colorama; sys_platform == 'win32'"],
}
SOURCE = """# what we need
torch>=2.3
pandas~=2.2.1
requests[socks]>=2.31
colorama; sys_platform == "win32"
"""
EDITS = [
    ("torch>=2.3", "torch>=2.4"),
    ("torch>=2.3", "torch >= 2.3.0"),
    ("torch>=2.3", "Torch>=2.3"),
    ("torch>=2.3", "torch<2.5"),
    ("torch>=2.3\npandas~=2.2.1", "pandas~=2.2.1\ntorch>=2.3"),
    ("torch>=2.3\n", ""),
    ("pandas~=2.2.1\n", ""),
    ("pandas~=2.2.1", "pandas~=2.2.1\nnumpy"),
    ("pandas~=2.2.1", "pandas~=2.2.1\nnumpy<2"),
    ("pandas~=2.2.1", "pandas~=2.2.1\neinops"),
    ('sys_platform == "win32"', 'sys_platform == "linux"'),
    ('sys_platform == "win32"', "python_version >= '3.8'"),
    ('sys_platform == "win32"', "python_version < '3'"),
    ('colorama; sys_platform == "win32"\n', ""),
    ("# what we need", "# what else"),
    ("requests[socks]>=2.31", "requests[socks]>=2.32"),
    ("# what we need", "-c limits.txt"),
    ("# what we need", "-r more.in"),
]
LOCK_EDITS = [
    ("sympy==1.13.3", "sympy==1.13.3 "),
    ("pandas==2.2.3", "pandas>=2.2.3"),
    ("idna==3.10", "idna==3.10\neinops==0.8.0"),
    ("torch==2.5.1", "<<<<<<< HEAD\ntorch==2.5.1"),
]


def make_wheels(folder: Path) -> None:
    for (name, version), needs in PACKAGES.items():
        stem = f"{name}-{version}"
        lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
        lines += ["Provides-Extra: socks"] if name == "requests" else []
        lines += [f"Requires-Dist: {need}" for need in needs]
        with zipfile.ZipFile(folder / f"{stem}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{stem}.dist-info/METADATA", "\n".join(lines) + "\n")
            wheel.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            wheel.writestr(f"{stem}.dist-info/RECORD", "")


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheels")
    make_wheels(folder)
    return folder


def command(tool: str, wheels: Path, *options: str) -> list[str]:
    script = shutil.which(tool, path=SEARCH)
    if script is None:
        pytest.skip(f"{tool} is not installed (extra: test)")
    words = [script, *(["pip", "compile"] if tool == "uv" else ["--no-strip-extras"])]
    return [*words, "--no-index", "--find-links", str(wheels), *options, "requirements.in", "-o", "requirements.txt"]


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    dropped = ("UV_", "PIP_", "VIRTUAL_ENV")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
    kept |= {"UV_CACHE_DIR": str(folder.parent / "cache"), "PIP_CONFIG_FILE": os.devnull, "UV_OFFLINE": "1"}
    return subprocess.run(words, cwd=folder, env=kept, capture_output=True, text=True, timeout=120, check=False)


def content(folder: Path) -> list[str]:
    """The file without comments, one logical line each."""
    text = re.sub(r"\\\n\s*", " ", (folder / "requirements.txt").read_text())
    lines = [re.sub(r"(^|\s)#.*$", "", line).strip() for line in text.splitlines()]
    return [re.sub(r"\s+", " ", line) for line in lines if line]


def real(words: list[str], folder: Path) -> str:
    before = content(folder)
    done = run(words, folder)
    if done.returncode:
        return "stale"
    return "fresh" if content(folder) == before else "stale"


def judge(folder: Path, tool: str) -> str:
    results = [result for result in check_locks(DiskReader(folder)) if result.lock == "requirements.txt"]
    assert [result.tool for result in results] == [TOOLS[tool]]
    return results[0].verdict


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Path]:
    return {}


def base(
    bases: dict[tuple[str, ...], Path],
    tool: str,
    options: tuple[str, ...],
    wheels: Path,
    factory: pytest.TempPathFactory,
) -> Path:
    key = (tool, *options)
    if key not in bases:
        folder = factory.mktemp("base")
        (folder / "requirements.in").write_text(SOURCE)
        (folder / "limits.txt").write_text("sympy<1.13\n")
        (folder / "more.in").write_text("pytest>=8\n")
        done = run(command(tool, wheels, *options), folder)
        assert done.returncode == 0, done.stderr
        bases[key] = folder
    return bases[key]


UV_OPTIONS: list[tuple[str, ...]] = [(), ("--universal", "--python-version", "3.10"), ("--generate-hashes",)]
# pip-compile takes seconds a run: one set of options, and every third edit in the quick run.
CASES = [("uv", options, edit) for options in UV_OPTIONS for edit in EDITS]
CASES += [
    pytest.param("pip-compile", (), edit, marks=[pytest.mark.slow] if number % 3 else [])  # type: ignore[misc]
    for number, edit in enumerate(EDITS)
]


@pytest.mark.parametrize(("tool", "options", "edit"), CASES)
def test_an_edit_of_the_input(
    tool: str,
    options: tuple[str, ...],
    edit: tuple[str, str],
    bases: dict[tuple[str, ...], Path],
    wheels: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    words = command(tool, wheels, *options)
    folder = tmp_path / "copy"
    shutil.copytree(base(bases, tool, options, wheels, tmp_path_factory), folder)
    old, new = edit
    (folder / "requirements.in").write_text(SOURCE.replace(old, new))
    ours = judge(folder, tool)
    assert ours == real(words, folder), f"{old!r} -> {new!r}"


@pytest.mark.parametrize("options", UV_OPTIONS[:2], ids=["plain", "universal"])
@pytest.mark.parametrize("edit", LOCK_EDITS, ids=["spaces", "loose", "unasked", "conflict"])
def test_an_edit_of_the_lock(
    options: tuple[str, ...],
    edit: tuple[str, str],
    bases: dict[tuple[str, ...], Path],
    wheels: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    words = command("uv", wheels, *options)
    folder = tmp_path / "copy"
    shutil.copytree(base(bases, "uv", options, wheels, tmp_path_factory), folder)
    lock = folder / "requirements.txt"
    text = lock.read_text()
    assert edit[0] in text
    lock.write_text(text.replace(edit[0], edit[1], 1))
    ours, theirs = judge(folder, "uv"), real(words, folder)
    assert ours == "fresh" if theirs == "fresh" else ours in {"stale", "error"}, theirs


@pytest.mark.parametrize("tool", ["uv", "pip-compile"])
def test_untouched_files_are_fresh(
    tool: str,
    bases: dict[tuple[str, ...], Path],
    wheels: Path,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    for options in UV_OPTIONS if tool == "uv" else [(), ("--generate-hashes",)]:
        folder = tmp_path / "-".join(("copy", *options))
        shutil.copytree(base(bases, tool, options, wheels, tmp_path_factory), folder)
        assert judge(folder, tool) == "fresh"
        assert real(command(tool, wheels, *options), folder) == "fresh"
