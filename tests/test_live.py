"""What lives on answers as a run from scratch does, whatever is edited, and makes no run anew that can't be another."""

from __future__ import annotations

import gc
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samerun import engine
from samerun.cli import main
from samerun.live import Live, Superseded
from samerun.program.program import Program
from samerun.run import Request
from samerun.settings.overrides import Overrides

if TYPE_CHECKING:
    from samerun.run import Result

FIXTURES = Path(__file__).parents[1] / "fixtures"
PROJECTS = ("REP101/shared_by_entries", "REP104/yaml_file", "REP104/typed_options", "quickstart")
EVERYTHING = {"select": ("ALL",), "preview": True}


def _request(root: Path) -> Request:
    return Request(paths=(root.as_posix(),), overrides=Overrides(cwd=root.as_posix(), values=EVERYTHING))


def _edited(text: str, rng: random.Random) -> str:
    """One edit as people make them: a line moved, doubled, taken out, written, half written."""
    lines = text.splitlines(keepends=True) or [""]
    at = rng.randrange(len(lines))
    kind = rng.randrange(7)
    if kind == 0:
        lines.insert(at, f"# note {rng.random()}\n")
    elif kind == 1:
        del lines[at]
    elif kind == 2:
        lines.insert(at, lines[at])
    elif kind == 3:
        lines[at] = lines[at][: rng.randrange(len(lines[at]) + 1)] + "\n"
    elif kind == 4:
        lines.append("import random\nprint(random.random())\n")
    elif kind == 5:
        lines.insert(0, "import random\nrandom.seed(7)\n")
    else:
        lines[at] = lines[at].replace("seed", "speed", 1) if "seed" in lines[at] else lines[at].rstrip("\n") + "  # x\n"
    return "".join(lines)


def _same(live: Result, scratch: Result) -> None:
    assert live.findings == scratch.findings
    assert live.silenced == scratch.silenced
    assert sorted(live.skipped) == sorted(scratch.skipped)
    assert {path: source.data for path, source in live.sources.items()} == {
        path: source.data for path, source in scratch.sources.items()
    }


@pytest.mark.parametrize("name", PROJECTS)
def test_any_row_of_edits_is_answered_as_from_scratch(name: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    shutil.copytree(FIXTURES / name, root)
    rng = random.Random(name)
    files = sorted([*root.rglob("*.py"), *root.rglob("*.ipynb")])
    live = Live(_request(root))
    texts: dict[Path, str] = {}
    for _ in range(8):
        path = rng.choice(files)
        texts[path] = _edited(texts.get(path) or path.read_text("utf-8"), rng)
        contents = {path.as_posix(): text.encode() for path, text in texts.items()}
        if rng.random() < 0.2:  # saved
            path.write_bytes(contents[path.as_posix()])
            live.forget()
        live.at_once(contents)
        scratch = engine.check(
            Request(paths=_request(root).paths, overrides=_request(root).overrides, contents=contents)
        )
        _same(live.whole(contents), scratch)


def test_only_the_runs_that_may_have_come_to_a_file_are_made_anew(tmp_path: Path) -> None:
    draw = "import random\n\n\ndef draw():\n    return random.random()\n"
    files = {
        "one.py": "import mine\n\nprint(mine.draw())\n",
        "other.py": "import random\n\nprint(random.random())\n",
        "mine.py": draw,
        "unused.py": draw,
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "samerun.toml").touch()
    live = Live(_request(tmp_path))
    mine, unused = ((tmp_path / name).as_posix() for name in ("mine.py", "unused.py"))
    places = {finding.path.rpartition("/")[2] for finding in live.whole({}).findings if finding.code == "REP101"}
    assert (places, live.made) == ({"mine.py", "other.py"}, 2)
    live.whole({unused: b"import random\nX = 1\n"})
    assert live.made == 2
    edited = {mine: draw.replace("random.random()", "random.random() + 1").encode()}
    told = live.at_once(edited)
    assert "REP101" in told.open
    assert live.made == 2
    assert not live.at_once({}).open, "what is as it was is known"
    live.whole(edited)
    assert live.made == 3
    live.interrupt()
    with pytest.raises(Superseded):
        live.whole({mine: b"import random\nrandom.seed(1)\n"})
    live.begin()
    assert live.at_once({mine: b"import random\nrandom.seed(1)\n"}).open
    live.whole({mine: b"import random\nrandom.seed(1)\n"})
    assert live.made == 4


def test_what_rules_on_one_file_say_of_the_edited_one_comes_first_and_waits_for_no_run(tmp_path: Path) -> None:
    draws = "import random\n\nrandom.seed(3)\nprint(random.random())\n"
    one, other = ((tmp_path / name).as_posix() for name in ("one.py", "other.py"))
    for path in (one, other):
        Path(path).write_text(draws)
    (tmp_path / "samerun.toml").touch()
    live = Live(Request(paths=(tmp_path.as_posix(),), overrides=Overrides(cwd=tmp_path.as_posix())))
    assert [(each.path, each.code) for each in live.whole({}).findings] == [(one, "REP201"), (other, "REP201")]
    made = live.made
    told = live.of_changed({one: b"import numpy\n" + draws.encode() + b"numpy.random.seed(4)\n"})
    assert [(each.path, each.code, each.span.start) for each in told.result.findings] == [
        (one, "REP201", 40),
        (one, "REP201", 84),
    ]
    assert told.open["REP201"] == {one}
    assert told.open["REP101"] == frozenset()
    assert live.made == made
    broken = live.of_changed({one: b"import (\n"})
    assert [(each.path, each.code) for each in broken.result.findings] == [(one, "REP001")]
    live.interrupt()
    with pytest.raises(Superseded):
        live.at_once({one: b"print(1)\n"})


def test_a_project_beside_the_edited_one_does_not_wait(tmp_path: Path) -> None:
    paths = [tmp_path / name / "train.py" for name in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("import random\n\nrandom.seed(3)\nprint(random.random())\n")
        (path.parent / "samerun.toml").touch()
    live = Live(Request(paths=(tmp_path.as_posix(),), overrides=Overrides(cwd=tmp_path.as_posix())))
    live.whole({})
    for edited, other in (paths, paths[::-1]):
        told = live.of_changed({edited.as_posix(): b"import random\n\nprint(random.random())\n"})
        assert [each.path for each in told.result.findings] == [other.as_posix()]
        assert told.open["REP201"] >= {edited.as_posix(), other.as_posix()}
        assert told.open["REP101"] == {other.as_posix()}
        live.whole({})


def test_programs_of_before_are_let_go(tmp_path: Path) -> None:
    main = tmp_path / "main.py"
    main.write_text("import random\nprint(random.random())\n")
    live = Live(_request(tmp_path))
    gc.collect()
    before = sum(isinstance(held, Program) for held in gc.get_objects())
    for number in range(4):
        assert live.whole({main.as_posix(): main.read_bytes() + f"print({number})\n".encode()}).findings
    gc.collect()
    assert sum(isinstance(held, Program) for held in gc.get_objects()) <= before + 1


@pytest.mark.parametrize("project", ["REP101/redrawn", "REP102/probed"])
def test_what_a_run_remembers_keeps_no_program(project: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = (FIXTURES / project).as_posix()
    monkeypatch.setattr("sys.argv", ["samerun", "check", "--isolated", "--no-cache", "--jobs", "1", "--quiet", folder])
    gc.collect()
    before = sum(isinstance(held, Program) for held in gc.get_objects())
    with pytest.raises(SystemExit, match="1"):
        main()
    gc.collect()
    assert sum(isinstance(held, Program) for held in gc.get_objects()) == before
