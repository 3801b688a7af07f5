"""Broken files: one clear verdict with a place, never an exception, never "fresh" for what cannot be read."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from samerun.locks import DiskReader, LockResult, MappingReader, check_locks, reader

ROOT = Path(__file__).parent / "cases"
LOCKS = (
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "requirements.txt",
    "conda-lock.yml",
    "pixi.lock",
    "pylock.toml",
    "train.py.lock",
)
FRESH = [folder for folder in sorted(ROOT.iterdir()) if '"fresh"' in (folder / "expect.json").read_text()]
VERDICTS = {"fresh", "stale", "missing", "error", "no-lock", "no-manifest", "unknown"}


def files_of(folder: Path) -> dict[str, bytes]:
    found = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    del found["expect.json"]
    return found


def lock_of(files: dict[str, bytes]) -> str:
    return next(name for name in files if name in LOCKS)


def judge(files: dict[str, bytes]) -> list[LockResult]:
    results = check_locks(MappingReader(files))
    for result in results:
        assert result.verdict in VERDICTS
        json.dumps(result.to_json())
        if result.verdict in {"error", "stale"}:
            assert result.reasons
            assert all(reason.message for reason in result.reasons)
        if result.verdict == "error":
            reason = result.reasons[0]
            assert "\n" not in reason.message
            assert reason.manifest_line or reason.lock_line, result
        if result.verdict == "unknown":
            assert result.unknown_because
    return results


BROKEN = {
    "empty": lambda data: b"",
    "only spaces": lambda data: b" \n\n",
    "half": lambda data: data[: len(data) // 2],
    "conflict": lambda data: b"<<<<<<< HEAD\n" + data + b"=======\n>>>>>>> other\n",
    "nul": lambda data: data[:20] + b"\0" + data[20:],
    "utf-16": lambda data: data.decode().encode("utf-16"),
    "latin-1": lambda data: data + b"# caf\xe9\n",
    "binary": lambda data: bytes(range(256)) * 40,
    "html": lambda data: b"<!DOCTYPE html><html><body>404</body></html>\n",
    "list": lambda data: b"[]\n",
    "deep": lambda data: b"x = " + b"[" * 3000 + b"]" * 3000 + b"\n",
}


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("folder", FRESH, ids=lambda folder: folder.name)
def test_a_broken_lock_is_never_fresh(folder: Path, kind: str) -> None:
    files = files_of(folder)
    name = lock_of(files)
    files[name] = BROKEN[kind](files[name])
    results = [result for result in judge(files) if result.lock == name or result.manifest != name]
    assert results
    if kind != "latin-1" or not name.endswith((".json", "Pipfile.lock")):
        assert {result.verdict for result in results} & {"error", "stale", "missing", "unknown", "no-lock"}, results
    assert all(result.verdict != "fresh" for result in results if result.lock == name)


@pytest.mark.parametrize("kind", BROKEN)
@pytest.mark.parametrize("folder", FRESH, ids=lambda folder: folder.name)
def test_a_broken_manifest_is_never_fresh(folder: Path, kind: str) -> None:
    files = files_of(folder)
    lock = lock_of(files)
    manifest = json.loads((folder / "expect.json").read_text())[0]["manifest"]
    files[manifest] = BROKEN[kind](files[manifest])
    assert all(result.verdict != "fresh" for result in judge(files) if result.lock == lock)


@pytest.mark.parametrize("folder", FRESH, ids=lambda folder: folder.name)
def test_damage_anywhere_raises_nothing(folder: Path) -> None:
    damage = random.Random(folder.name)
    whole = files_of(folder)
    for _ in range(60):
        files = dict(whole)
        name = damage.choice(sorted(files))
        data = bytearray(files[name])
        for _ in range(damage.randint(1, 3)):
            if not data:
                break
            at = damage.randrange(len(data))
            match damage.randrange(4):
                case 0:
                    del data[at : at + damage.randint(1, 40)]
                case 1:
                    data[at] = damage.randrange(256)
                case 2:
                    data[at:at] = damage.choice([b"[", b"]", b"{", b'"', b"\n", b"=", b"- ", b": ", b"''", b"1"])
                case _:
                    lines = bytes(data).split(b"\n")
                    damage.shuffle(lines)
                    data = bytearray(b"\n".join(lines))
        files[name] = bytes(data)
        judge(files)


@pytest.mark.parametrize("value", ["1", "true", '"x"', "[]", "[1]", "{}", "{x = 1}", "[[1]]", '["x"]', "1979-05-27"])
@pytest.mark.parametrize(
    "key",
    [
        "project",
        "project.dependencies",
        "project.optional-dependencies",
        "project.name",
        "project.version",
        "project.requires-python",
        "project.dynamic",
        "dependency-groups",
        "dependency-groups.dev",
        "build-system",
        "tool.uv",
        "tool.uv.sources",
        "tool.uv.sources.losses",
        "tool.uv.workspace",
        "tool.uv.workspace.members",
        "tool.uv.index",
        "tool.uv.conflicts",
        "tool.uv.environments",
        "tool.uv.constraint-dependencies",
        "tool.uv.dependency-metadata",
        "tool.uv.exclude-newer",
        "tool.uv.exclude-newer-package",
        "tool.uv.default-groups",
        "tool.uv.dependency-groups",
        "tool.uv.dev-dependencies",
        "tool.poetry",
        "tool.poetry.dependencies",
        "tool.poetry.group",
        "tool.poetry.group.dev",
        "tool.poetry.group.dev.dependencies",
        "tool.pdm",
        "tool.pdm.dev-dependencies",
        "tool.pdm.resolution",
        "tool.pdm.resolution.overrides",
        "tool.pdm.resolution.excludes",
        "tool.pdm.source",
        "tool.pdm.workspace.members",
        "tool.pixi",
        "tool.pixi.dependencies",
        "tool.pixi.environments",
        "tool.pixi.feature",
        "tool.pixi.workspace",
        "tool.pixi.workspace.channels",
        "tool.pixi.workspace.platforms",
        "tool.pixi.pypi-options",
    ],
)
def test_values_of_the_wrong_kind_raise_nothing(key: str, value: str) -> None:
    import tomlkit

    for name in ("uv-fresh", "poetry-fresh", "pdm-fresh", "pixi-fresh"):
        files = files_of(ROOT / name)
        manifest = "pixi.toml" if name == "pixi-fresh" else "pyproject.toml"
        data = tomlkit.parse(files[manifest].decode()).unwrap()
        *parents, last = key.removeprefix("tool.pixi.").split(".") if name == "pixi-fresh" else key.split(".")
        node = data
        for parent in parents:
            if not isinstance(node.get(parent), dict):
                node[parent] = {}
            node = node[parent]
        node[last] = tomlkit.parse(f"x = {value}").unwrap()["x"]
        judge({**files, manifest: tomlkit.dumps(data).encode()})


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "a" / "uv.lock").symlink_to(tmp_path / "a" / "uv.lock")
    (tmp_path / "a" / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\n')
    (result,) = [r for r in check_locks(DiskReader(tmp_path)) if r.lock == "a/uv.lock"]
    assert result.verdict == "error"


def test_a_file_of_absurd_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BYTES", 100)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\n')
    (tmp_path / "uv.lock").write_text("#" * 200)
    (result,) = check_locks(DiskReader(tmp_path))
    assert result.verdict == "error"
    assert "larger" in result.reasons[0].message


def test_environments_and_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    for folder in (".venv/lib", "node_modules/x", "my-env/lib"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "pyproject.toml").write_text('[project]\nname = "x"\ndependencies = ["y"]\n')
    (tmp_path / "my-env" / "pyvenv.cfg").write_text("")
    assert check_locks(DiskReader(tmp_path)) == []


def test_the_module_prints_json(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\nversion = "0"\ndependencies = ["torch"]\n')
    done = subprocess.run(
        [sys.executable, "-m", "samerun.locks", str(tmp_path)], capture_output=True, text=True, check=True
    )
    (item,) = json.loads(done.stdout)
    assert item["verdict"] == "missing"
    assert item["reasons"][0]["manifest_line"] == 4
