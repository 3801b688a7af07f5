"""The command line: exit codes, streams, and that every option reaches the engine. The engine is a stand-in."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

import samerun
from samerun import cli, engine
from samerun.cli.options import BASELINE, COMMENTS, FILES, FIXES, MISC, OUTPUT, SELECTION
from samerun.rules.registry import all_rules
from samerun.run import Request, Result
from samerun.settings import Keys
from tests.report.results import finding, fix, source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TRAIN = source("train.py", "import torch\ntorch.manual_seed(42)\n")


class Engine:
    """Answers every request with `result`, and keeps the requests."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.result = Result(files_read=1)

    def __call__(
        self, request: Request, progress: Callable[[int, int], None] | None = None, timing: object = None
    ) -> Result:
        self.requests.append(request)
        return self.result

    def finds(self, *levels: str, **fields: Any) -> None:
        findings = tuple(finding(TRAIN, "42", level=level) for level in levels)
        self.result = Result(findings=findings, sources={TRAIN.path: TRAIN}, files_read=1, **fields)


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Engine:
    """The engine's stand-in, in an empty working folder without variables that colour or set options."""
    made = Engine()
    monkeypatch.setattr(engine, "check", made)
    monkeypatch.chdir(tmp_path)
    for name in ("FORCE_COLOR", "NO_COLOR", "SAMERUN_OUTPUT_FORMAT", "SAMERUN_OUTPUT_FILE", "SAMERUN_CACHE_DIR"):
        monkeypatch.delenv(name, raising=False)
    return made


@pytest.mark.parametrize(
    ("levels", "options", "status"),
    [
        ((), [], 0),
        (("warning",), [], 1),
        (("note", "note"), [], 0),
        (("note",), ["--fail-on=note"], 1),
        (("warning",), ["--fail-on=error"], 0),
        (("note", "error"), ["--fail-on", "error"], 1),
        (("error",), ["--exit-zero"], 0),
        (("error",), ["-e", "-s"], 0),
        (("error",), ["--silent"], 1),
    ],
)
def test_exit_status(levels: tuple[str, ...], options: list[str], status: int, stand_in: Engine) -> None:
    stand_in.finds(*levels)
    assert cli.run(["check", *options]) == status


def test_fail_on_may_stand_in_the_settings(stand_in: Engine, tmp_path: Path) -> None:
    (tmp_path / "samerun.toml").write_text('fail-on = "note"\n')
    stand_in.finds("note")
    assert cli.run(["check"]) == 1
    assert cli.run(["check", "--isolated"]) == 0


def test_an_incomplete_run_is_an_error(stand_in: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in.finds("warning", errors=('"gone.py" does not exist',))
    assert cli.run(["check", "gone.py"]) == 2
    out, err = capsys.readouterr()
    assert err == 'samerun: error: "gone.py" does not exist\n'
    assert "REP201" in out


def test_findings_go_to_standard_output_and_say_what_was_read(
    stand_in: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in.finds("warning", skipped=(("/x/a.ipynb", "not JSON"),))
    cli.run(["check"])
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("/code/project/train.py:2:19: REP201 Seed `42`")
    assert out.endswith("\nFound 1 finding (1 warning); 1 file read, 1 skipped (/x/a.ipynb: not JSON).\n")
    cli.run(["check", "-q"])
    assert "Found" not in capsys.readouterr().out
    cli.run(["check", "--silent"])
    assert capsys.readouterr() == ("", "")
    cli.run(["check", "--verbose"])
    assert "samerun: skipped: /x/a.ipynb: not JSON\n" in capsys.readouterr().err


def test_colour(stand_in: Engine, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in.finds("warning")
    cli.run(["check"])
    assert "\x1b" not in capsys.readouterr().out
    cli.run(["check", "--color=always"])
    assert "\x1b" in capsys.readouterr().out
    monkeypatch.setenv("FORCE_COLOR", "1")
    cli.run(["check"])
    assert "\x1b" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    cli.run(["check"])
    assert "\x1b" not in capsys.readouterr().out


def test_formats_and_files(
    stand_in: Engine, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in.finds("warning")
    assert cli.run(["check", "--output-format=json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row["code"] == "REP201"
    assert cli.run(["check", "--output-format=jsonl", "-o", "out.jsonl"]) == 1
    assert capsys.readouterr() == ("", "")
    assert json.loads((tmp_path / "out.jsonl").read_text()) == row
    monkeypatch.setenv("SAMERUN_OUTPUT_FORMAT", "concise")
    assert cli.run(["check"]) == 1
    assert capsys.readouterr().out.count("\n") == 2
    assert cli.run(["check", "--output-file", "no/such/folder"]) == 2
    assert "can't be written: No such file or directory" in capsys.readouterr().err


def test_statistics(stand_in: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    stand_in.finds("warning", "warning")
    assert cli.run(["check", "--statistics"]) == 1
    assert capsys.readouterr().out.startswith("2\tREP201\tliteral-seed\n")
    cli.run(["check", "--statistics", "--output-format=json"])
    assert json.loads(capsys.readouterr().out)[0]["count"] == 2
    assert cli.run(["check", "--statistics", "--output-format=jsonl"]) == 2
    assert 'it has no "jsonl" format' in capsys.readouterr().err


def test_what_can_not_be_written_in_utf8_is_escaped(stand_in: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    odd = source("train.py", "s(42)\n")
    stand_in.result = Result(findings=(finding(odd, "42", message="\udcff"),), sources={odd.path: odd})
    cli.run(["check"])
    assert "\\udcff" in capsys.readouterr().out


# What reaches the engine


def test_defaults_of_a_request(stand_in: Engine, tmp_path: Path) -> None:
    cli.run(["check"])
    (request,) = stand_in.requests
    assert request.paths == (".",)
    assert request.overrides.values == {}
    assert request.overrides.cwd == str(tmp_path)
    assert (request.stdin, request.jobs, request.cache, request.fix) == (None, None, True, "none")


@pytest.mark.parametrize(
    ("options", "values"),
    [
        (["--select=REP0,REP2", "--select", "REP001"], {"select": ("REP0", "REP2", "REP001")}),
        (["--ignore", "REP0, literal-seed"], {"ignore": ("REP0", "literal-seed")}),
        (["--extend-select=ALL"], {"extend-select": ("ALL",)}),
        (["--fixable=ALL", "--unfixable=REP2"], {"fixable": ("ALL",), "unfixable": ("REP2",)}),
        (
            ["--per-file-ignores=a/*.py:REP0,b:REP2,a/*.py:REP3"],
            {"per-file-ignores": {"a/*.py": ("REP0", "REP3"), "b": ("REP2",)}},
        ),
        (["--extend-per-file-ignores=C:/a:ALL"], {"extend-per-file-ignores": {"C:/a": ("ALL",)}}),
        (["--exclude=a,b", "--extend-exclude=c"], {"exclude": ("a", "b"), "extend-exclude": ("c",)}),
        (["--force-exclude", "--no-respect-gitignore"], {"force-exclude": True, "respect-gitignore": False}),
        (["--no-force-exclude", "--respect-gitignore"], {"force-exclude": False, "respect-gitignore": True}),
        (["--preview"], {"preview": True}),
        (["--no-preview"], {"preview": False}),
        (["--cache-dir=x", "--target-version=py311"], {"cache-dir": "x", "target-version": "py311"}),
    ],
)
def test_settings_among_the_options(options: list[str], values: dict[str, Any], stand_in: Engine) -> None:
    assert cli.run(["check", "a.py", *options]) == 0
    (request,) = stand_in.requests
    assert request.paths == ("a.py",)
    assert request.overrides.values == values


def test_config_is_a_file_or_a_pair(stand_in: Engine, tmp_path: Path) -> None:
    (tmp_path / "a=b.toml").write_text("preview = true\n")
    assert cli.run(["check", "--config", "a=b.toml", "--config", 'profile = "library"']) == 0
    (request,) = stand_in.requests
    assert request.overrides.file == "a=b.toml"
    assert request.overrides.inline == ('profile = "library"',)
    assert cli.run(["check", "--config", "a=b.toml", "--config", "a=b.toml"]) == 2


@pytest.mark.parametrize(
    ("options", "mode", "unsafe"),
    [
        (["--fix"], "fix", False),
        (["--fix", "--no-fix"], "none", False),
        (["--fix-only", "--unsafe-fixes"], "fix-only", True),
        (["--diff", "--fix"], "diff", False),
        (["--show-fixes", "--exit-non-zero-on-fix"], "none", False),
    ],
)
def test_how_to_fix(options: list[str], mode: str, unsafe: bool, stand_in: Engine) -> None:
    assert cli.run(["check", *options]) == 0
    assert (stand_in.requests[0].fix, stand_in.requests[0].unsafe_fixes) == (mode, unsafe)


def test_unsafe_fixes_count_as_fixable_when_asked_for(stand_in: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    found = finding(TRAIN, "42", fix=fix(TRAIN, "42", "SEED", "unsafe"))
    stand_in.result = Result(findings=(found,), sources={TRAIN.path: TRAIN})
    cli.run(["check", "--output-format=concise"])
    assert "[*]" not in capsys.readouterr().out
    cli.run(["check", "--output-format=concise", "--unsafe-fixes"])
    assert "[*]" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["-"], ["--stdin-filename", "a/b.py"], ["-", "--stdin-filename", "a/b.py"]])
def test_standard_input(arguments: list[str], stand_in: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x = '\xff'\r\n")))
    assert cli.run(["check", *arguments]) == 0
    (request,) = stand_in.requests
    assert request.stdin == b"x = '\xff'\r\n"
    assert request.stdin_filename == ("a/b.py" if "a/b.py" in arguments else None)


def test_standard_input_stands_alone(stand_in: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "-", "a.py"]) == 2
    assert "standard input can't be checked together with paths" in capsys.readouterr().err
    assert stand_in.requests == []


def test_jobs_and_cache(stand_in: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.run(["check", "-j", "3", "--no-cache"])
    assert (stand_in.requests[0].jobs, stand_in.requests[0].cache) == (3, False)
    assert cli.run(["check", "-j", "0"]) == 2
    monkeypatch.setenv("SAMERUN_NO_CACHE", "1")
    cli.run(["check"])
    assert stand_in.requests[1].cache is False


# Errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "QQQ777"], r'--select: unknown rule "QQQ777"'),
        (["--output-format", "jsn"], r'--output-format: "output-format" must be .*; did you mean "json[l]?"\?'),
        (["--fail-on", "warn"], r'--fail-on: "fail-on" must be .*, not "warn"; did you mean "warning"\?'),
        (["--per-file-ignores", "a.py"], r'--per-file-ignores: "a.py" is not of the form PATTERN:RULE'),
        (["--config", "gone.toml"], r'--config: the settings file "gone.toml" does not exist'),
        (["--config", "selct = 1"], r'--config: unknown setting "selct"; did you mean "select"\?'),
    ],
)
def test_a_wrong_option_is_one_line(
    arguments: list[str], said: str, stand_in: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(f"samerun: {said}\n", err)
    assert stand_in.requests == []


def test_a_wrong_setting_is_one_line(stand_in: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n\n[tool.samerun]\nselct = []\n")
    assert cli.run(["check"]) == 2
    assert capsys.readouterr().err == ('samerun: pyproject.toml:4: unknown setting "selct"; did you mean "select"?\n')
    assert cli.run(["check", "--isolated"]) == 0


@pytest.mark.parametrize("arguments", [["chekc"], ["check", "--slect=A"], ["rule"], ["rule", "REP9999"], []])
def test_wrong_commands(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(arguments) == 2
    assert capsys.readouterr().out == ""


def test_an_interrupt_is_quiet(
    stand_in: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(request: Request, progress: object = None, timing: object = None) -> Result:
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "check", interrupted)
    assert cli.run(["check"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_bug_is_not_mistaken_for_findings(
    stand_in: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(engine, "check", lambda *_, **__: 1 / 0)
    with pytest.raises(SystemExit) as stop:
        cli.main(["check"])
    assert stop.value.code == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_closed_pipe_is_quiet() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "samerun", "rule", "--all"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == b""
    assert process.wait() == 0


# The other commands


def test_show_settings_is_toml_with_origins(
    stand_in: Engine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import tomllib

    (tmp_path / "pyproject.toml").write_text(
        '[tool.samerun]\n\nignore = ["REP2"]\nper-file-ignores = {"a" = ["ALL"]}\n'
    )
    assert cli.run(["check", "--show-settings", "--profile-is-no-option"]) == 2
    assert cli.run(["check", "--show-settings", "--preview", "--config", 'profile = "library"']) == 0
    out = capsys.readouterr().out
    assert f'ignore = ["REP2"]  # {tmp_path}/pyproject.toml:3\n' in out
    assert 'per-file-ignores = { "a" = ["ALL"] }' in out
    assert "preview = true  # command line, --preview\n" in out
    assert 'profile = "library"  # command line, --config\n' in out
    assert 'output-format = "full"  # default\n' in out
    assert tomllib.loads(out)["ignore"] == ["REP2"]
    assert [key for key in Keys.__struct_encode_fields__ if not re.search(rf"^(# )?{key} ", out, re.MULTILINE)] == []
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/samerun.toml").write_text('profile = "benchmark"\n')
    assert cli.run(["check", "--show-settings", "sub/train.py"]) == 0
    assert f'profile = "benchmark"  # {tmp_path}/sub/samerun.toml:1\n' in capsys.readouterr().out
    assert stand_in.requests == []


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["version"]) == 0
    assert capsys.readouterr().out == f"samerun {samerun.__version__}\n"
    assert cli.run(["--version"]) == 0
    assert capsys.readouterr().out == f"samerun {samerun.__version__}\n"


def test_rules_is_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["code", "name", "level", "status", "fix"]
    assert [line.split()[:2] for line in lines] == [[rule.code, rule.name] for rule in all_rules().values()]


def test_rule_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rule", "REP201"]) == 0
    by_code = capsys.readouterr().out
    assert by_code.startswith("# literal-seed (REP201)\n\n")
    assert "## Use instead" in by_code
    assert cli.run(["rule", "literal-seed"]) == 0
    assert capsys.readouterr().out == by_code
    assert cli.run(["rule", "REP201", "--output-format=json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert page["code"] == "REP201"
    assert cli.run(["rule", "--all", "--output-format=json"]) == 0
    assert page in json.loads(capsys.readouterr().out)
    assert cli.run(["rule", "literal-sed"]) == 2
    assert capsys.readouterr().err == 'samerun: unknown rule "literal-sed"; did you mean "literal-seed"?\n'


def test_our_options_are_ruffs_or_ours() -> None:
    """Every option that ruff has too takes a value exactly when ruff's does."""
    shown = subprocess.run([sys.executable, "-m", "ruff", "check", "--help"], capture_output=True, text=True).stdout
    theirs = {
        name: bool(value) for name, value in re.findall(r"^ +(?:-\w, )?(--[\w-]+)(\[?=?[ <]\S*)?", shown, re.MULTILINE)
    }
    command = cli.samerun.get_command(cli.click.Context(cli.samerun), "check")
    assert command is not None
    ours = {
        name: not option.is_flag
        for option in command.params
        if isinstance(option, cli.click.Option)
        for name in option.opts
        if name.startswith("--")
    }
    assert len(ours) == sum(map(len, (SELECTION, FIXES, OUTPUT, FILES, MISC, BASELINE, COMMENTS)))
    assert {name: takes for name, takes in ours.items() if name in theirs} == {
        name: takes for name, takes in theirs.items() if name in ours
    }
    assert ours.keys() - theirs.keys() == {
        "--fail-on",
        "--jobs",
        "--baseline",
        "--no-baseline",
        "--sarif-include-suppressed",
        "--diff-base",
        "--staged",
        "--timing",
    }
    not_for_us = {"--watch", "--extension", "--help"}
    assert theirs.keys() - ours.keys() == not_for_us
