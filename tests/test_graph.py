"""`samerun graph`: the packages with their roles, the imports between them, and the crossings, in each format."""

from __future__ import annotations

from pathlib import Path

import pytest

from samerun.cli import run

ROOT = Path(__file__).parents[1]
FILES = {
    "samerun.toml": "",
    "evals/score.py": "from models.net import Net\nimport shared.text\n",
    "models/net.py": "import torch\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import shared.text\n",
    "shared/text.py": "",
    "shared/deep/more.py": "import shared.text\n",
    "tests/test_score.py": "import evals.score\n",
    "run.py": "import evals.score\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_text(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph"]) == 0
    assert capsys.readouterr().out == (
        "evals (eval)\n"
        "    -> models  (1 import)  <- REP402, warning\n"
        "    -> shared  (1 import)\n"
        "models (model)\n"
        "run\n"
        "    -> evals  (1 import)\n"
        "shared\n"
        "shared.deep\n"
        "    -> shared  (1 import)\n"
    )


def test_depth_tests_and_types(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--depth", "1", "--include-tests", "--type-checking", "evals"]) == 0
    out = capsys.readouterr().out
    assert "shared.deep" not in out
    assert "tests\n    -> evals  (1 import)\n" in out
    assert "models (model)\n    -> shared  (1 import)\n" in out


def test_mermaid(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--output-format", "mermaid"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "flowchart LR"
    assert '    p0["evals"]:::eval' in lines
    assert "    p0 == REP402 ==> p1" in lines
    assert "    p0 -- 1 --> p3" in lines
    assert "    linkStyle 0 stroke:#c00" in lines


def test_dot(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--output-format", "dot"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("digraph packages {\n")
    assert '    "evals" -> "models" [label="REP402", color=red, fontcolor=red, penwidth=2];\n' in out
    assert '    "run" -> "evals" [label="1"];\n' in out


def test_a_wrong_contract_is_an_error_in_one_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "samerun.toml").write_text('[boundaries]\neval = ["evals"]\nmodel = ["modles/"]\n')
    assert run(["graph"]) == 2
    assert capsys.readouterr().err == (
        'samerun: samerun.toml:3: "boundaries" names "modles/", which is no module or folder here; '
        'did you mean "models"?\n'
    )


def test_show_settings_says_what_was_taken_for_what(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--show-settings"]) == 0
    assert capsys.readouterr().out.partition("# boundaries of")[2] == (
        f" {project}\n# eval: evals/ (by its name)\n# model: models/ (by its name; models/net.py imports torch)\n"
    )
    (project / "samerun.toml").write_text('[boundaries]\neval = ["evals.score"]\nmodel = ["models", "acme_models"]\n')
    assert run(["check", "--show-settings"]) == 0
    assert capsys.readouterr().out.partition("# boundaries of")[2] == (
        f" {project}\n"
        "# eval: evals.score = evals/score.py (boundaries)\n"
        "# model: models = models (boundaries)\n"
        "# model: acme_models = a library (boundaries)\n"
    )


def test_our_own_rooms_are_a_graph_without_cycles_but_for_the_documented_crossings(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert run(["graph", "--type-checking", "src"]) == 0
    crossings = [line for line in capsys.readouterr().out.splitlines() if "REP40" in line]
    assert sorted(line.split()[1] for line in crossings) == ["astroid", "libcst", "samerun.rules"]
