"""What is found below a folder, once each and in the same order on every run."""

from __future__ import annotations

from samerun.locks import MappingReader, check_locks

PROJECT = '[project]\nname = "{name}"\nversion = "0"\nrequires-python = ">=3.10"\ndependencies = ["torch"]\n'


def verdicts(files: dict[str, bytes | str]) -> list[tuple[str, str | None, str | None, str]]:
    return [(r.tool, r.manifest, r.lock, r.verdict) for r in check_locks(MappingReader(files))]


def test_every_project_of_a_repository_is_reported() -> None:
    files: dict[str, bytes | str] = {
        "b/pyproject.toml": PROJECT.format(name="b"),
        "a/pyproject.toml": PROJECT.format(name="a") + "\n[tool.poetry]\n",
        "c/requirements.in": "torch\n",
        "d/setup.py": "from setuptools import setup\n",
        "e/spec-file.txt": "# platform: linux-64\n@EXPLICIT\nhttps://conda.example.org/x-1-0.conda\n",
        "f/notes.txt": "nothing to see\n",
        "g/pyproject.toml": "[tool.ruff]\nline-length = 88\n",
    }
    assert verdicts(files) == [
        ("uv", "a/pyproject.toml", None, "missing"),
        ("uv", "b/pyproject.toml", None, "missing"),
        ("pip-tools", "c/requirements.in", None, "missing"),
        ("setuptools", "d/setup.py", None, "no-lock"),
        ("conda", None, "e/spec-file.txt", "no-manifest"),
    ]


def test_members_and_included_files_are_covered_by_their_root() -> None:
    files: dict[str, bytes | str] = {
        "pyproject.toml": '[tool.uv.workspace]\nmembers = ["packages/*"]\n',
        "packages/a/pyproject.toml": PROJECT.format(name="a"),
        "req/base.in": "torch\n",
        "req/dev.in": "-r base.in\npytest\n",
    }
    assert verdicts(files) == [
        ("uv", "pyproject.toml", None, "missing"),
        ("pip-tools", "req/dev.in", None, "missing"),
    ]


def test_a_lock_without_its_manifest() -> None:
    for lock in ("uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock", "pixi.lock", "pylock.toml"):
        text = 'lock-version = "1.0"\npackages = []\n' if lock == "pylock.toml" else "{}"
        found = verdicts({lock: text})
        assert [(item[1], item[2]) for item in found] == [(None, lock)], found
        assert found[0][3] == "no-manifest"


def test_an_unmanaged_project_is_refused_as_uv_refuses_it() -> None:
    files: dict[str, bytes | str] = {
        "pyproject.toml": PROJECT.format(name="a") + "\n[tool.uv]\nmanaged = false\n",
        "uv.lock": 'version = 1\nrequires-python = ">=3.10"\n',
    }
    assert verdicts(files) == [("uv", "pyproject.toml", "uv.lock", "error")]


def test_the_index_of_the_environment_counts() -> None:
    lock = (
        'version = 1\nrequires-python = ">=3.10"\n\n'
        '[[package]]\nname = "a"\nversion = "0"\nsource = { virtual = "." }\n'
        'dependencies = [\n    { name = "torch" },\n]\n\n[package.metadata]\nrequires-dist = [{ name = "torch" }]\n\n'
        '[[package]]\nname = "torch"\nversion = "2.5"\nsource = { registry = "https://index.example.org/simple" }\n'
    )
    files = MappingReader({"pyproject.toml": PROJECT.format(name="a"), "uv.lock": lock})
    for index, verdict in (("https://index.example.org/simple", "fresh"), ("https://other.example.org", "stale")):
        (result,) = check_locks(files, {"UV_DEFAULT_INDEX": index})
        assert result.verdict == verdict
    assert check_locks(files)[0].verdict == "fresh"


def test_an_emptied_output_is_stale_not_missing() -> None:
    files: dict[str, bytes | str] = {"requirements.in": "torch\n", "requirements.txt": "\n"}
    assert verdicts(files) == [("pip-tools", "requirements.in", "requirements.txt", "stale")]


def test_poetry_pdm_and_pipenv_refuse_a_byte_order_mark_and_uv_does_not() -> None:
    mark = "\ufeff"
    for manifest, lock in (
        ("pyproject.toml", "poetry.lock"),
        ("pyproject.toml", "pdm.lock"),
        ("Pipfile", "Pipfile.lock"),
    ):
        (found,) = verdicts({manifest: f"{mark}[project]\nname = 'a'\nversion = '0'\n", lock: "{}"})
        assert found[3] == "error"
    lock = 'version = 1\nrequires-python = ">=3.10"\n\n[[package]]\nname = "a"\nversion = "0"\n'
    lock += 'source = { virtual = "." }\n'
    project = PROJECT.format(name="a").replace('"torch"', "")
    assert verdicts({"pyproject.toml": mark + project, "uv.lock": mark + lock})[0][3] == "fresh"
