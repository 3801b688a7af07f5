"""Lines of keys and items in manifests, and the fast reading of large uv locks."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from samerun.locks import MappingReader, check_locks, uv_lock
from samerun.locks.conda_version import build_matches, channel_name, compare, parse_match_spec, version_matches
from samerun.locks.requirements_txt import parse_command, read_requirements
from samerun.locks.toml_text import parse_toml

CASES = Path(__file__).parent / "cases"
TOML = '''# first
a = 1
"quoted key".'x' = [ "one", # note
  """two
lines""", { b = 3, c.d = "}" }, [1, 2] ]

[table . sub]
last = 'x # y' # z
[[list]]
k = 1
[[list]]
k = 2
[list.inner]
deep = true
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("quoted key", "x"), 3),
        (("quoted key", "x", 0), 3),
        (("quoted key", "x", 1), 4),
        (("quoted key", "x", 2), 5),
        (("quoted key", "x", 2, "c", "d"), 5),
        (("quoted key", "x", 3, 1), 5),
        (("table", "sub"), 7),
        (("table", "sub", "last"), 8),
        (("table", "sub", "absent"), 7),
        (("list", 0, "k"), 10),
        (("list", 1, "k"), 12),
        (("list", 1, "inner", "deep"), 14),
    ],
)
def test_places(path: tuple[str | int, ...], line: int) -> None:
    place = parse_toml(TOML.encode(), "x.toml").place(*path)
    assert place is not None
    assert place.line == line


def test_columns_are_code_points() -> None:
    place = parse_toml('ä = ["ß", "numpy>=1"]\n'.replace("ä", '"ä"').encode(), "x.toml").place("ä", 1)
    assert place == (1, 12, 22)


PACKAGE = """
[[package]]
name = "pkg-{number}"
version = "1.{number}.0"
source = {{ registry = "https://index.example.org/simple" }}
dependencies = [
    {{ name = "pkg-{other}", marker = "sys_platform == 'linux'" }},
]
sdist = {{ url = "https://files.example.org/pkg_{number}-1.{number}.0.tar.gz", hash = "sha256:00", size = 1 }}
wheels = [
    {{ url = "https://files.example.org/pkg_{number}-1.{number}.0-py3-none-any.whl", hash = "sha256:00" }},
]
"""
ROOT_PACKAGE = """
[[package]]
name = "proj"
version = "0.1"
source = { virtual = "." }
dependencies = [
    { name = "pkg-0" },
]

[package.metadata]
requires-dist = [{ name = "pkg-0", specifier = ">=1" }]
"""


def big_lock(count: int) -> dict[str, str]:
    text = ['version = 1\nrevision = 5\nrequires-python = ">=3.10"\n']
    text += [PACKAGE.format(number=number, other=(number * 7 + 1) % count) for number in range(count)]
    manifest = '[project]\nname = "proj"\nversion = "0.1"\nrequires-python = ">=3.10"\ndependencies = ["pkg-0>=1"]\n'
    return {"uv.lock": "".join(text) + ROOT_PACKAGE, "pyproject.toml": manifest}


def cost(count: int) -> float:
    files = MappingReader(big_lock(count))
    best = 9.0
    for _ in range(3):
        start = time.process_time()
        (result,) = check_locks(files)
        best = min(best, time.process_time() - start)
        assert result.verdict == "fresh"
    return best


def test_five_thousand_packages_are_cheap_and_the_cost_grows_linearly() -> None:
    small, large = cost(2500), cost(10_000)
    # Four times the packages; the bound leaves room for a busy machine.
    assert large / small < 7
    assert cost(5000) < 0.15


def test_the_fast_reading_equals_the_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [path.read_bytes() for path in CASES.glob("*/uv.lock")] + [big_lock(50)["uv.lock"].encode()]
    for data in texts:
        outcomes = []
        for bound in (0, 10**9):
            monkeypatch.setattr(uv_lock, "_WHOLE_BELOW", bound)
            try:
                lock = uv_lock.read_uv_lock(data, "uv.lock")
            except uv_lock.Unreadable as problem:
                outcomes.append((problem.message, problem.place))
                continue
            packages = [
                (p.name, p.version, p.kind, p.source, p.offset, sorted(p.edges, key=str)) for p in lock.packages
            ]
            outcomes.append((str(lock.head), str(sorted(map(str, packages)))))  # type: ignore[arg-type]
        assert outcomes[0] == outcomes[1]


@pytest.mark.parametrize("damage", ["name", "[[package]]", '"', "]", "wheels = ["])
def test_damage_in_a_large_lock_is_seen(damage: str) -> None:
    files = big_lock(600)
    half = len(files["uv.lock"]) // 2
    at = files["uv.lock"].index(damage, half)
    files["uv.lock"] = files["uv.lock"][:at] + files["uv.lock"][at + len(damage) :]
    (result,) = check_locks(MappingReader(files))
    assert result.verdict == "error"
    assert result.reasons[0].lock_line


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("1.0a1", "1.0"),
        ("1.0dev1", "1.0a1"),
        ("1.0a1", "1.0.dev1"),
        ("1.0", "1.0.post1"),
        ("1.9", "1.10"),
        ("1.0", "1!0.1"),
        ("2.4.1", "2.4.1.1"),
    ],
)
def test_conda_versions(low: str, high: str) -> None:
    assert compare(low, high) == -1
    assert compare(high, low) == 1
    assert compare(low, low) == 0


@pytest.mark.parametrize(
    ("spec", "version", "fits"),
    [
        ("3.11.*", "3.11.10", True),
        ("3.11.*", "3.1.1", False),
        ("=3.11", "3.11.10", True),
        ("==3.11", "3.11.10", False),
        ("==3.11", "3.11.0", True),
        (">=1.26,<2", "1.26.4", True),
        (">=1.26,<2", "2.0", False),
        ("1.26|1.25.*", "1.25.3", True),
        ("~=1.5.1", "1.5.9", True),
        ("~=1.5.1", "1.6", False),
        ("!=1.5.*", "1.5.2", False),
        ("*", "1", True),
        ("", "1", True),
    ],
)
def test_conda_specs(spec: str, version: str, fits: bool) -> None:
    assert version_matches(spec, version) is fits


def test_match_specs() -> None:
    spec = parse_match_spec("https://conda.example.org/main/linux-64::numpy=1.26.4=py311_0")
    assert spec is not None
    assert (spec.name, spec.version, spec.build, channel_name(spec.channel)) == ("numpy", "1.26.4", "py311_0", "main")
    assert build_matches("py311*", "py311_0")
    assert not build_matches("cuda*", "cpu_0")


REQUIREMENTS = rb"""# via nothing
-r base.in
-c limits.txt
--index-url https://index.example.org
numpy==1.0 \
    --hash=sha256:00 \
    --hash=sha256:01
    # via
    #   -r base.in
    #   scipy
x @ https://files.example.org/x.whl  # via y, z
-e .
"""


def test_requirements_files() -> None:
    found = read_requirements(REQUIREMENTS, "r.txt")
    assert [(line.name, line.place.line, line.hashes, line.via) for line in found.lines] == [
        ("numpy", 5, 2, ["-r base.in", "scipy"]),
        ("x", 11, 0, ["y", "z"]),
        ("", 12, 0, []),
    ]
    assert found.includes[0][0] == "base.in"
    assert found.constraints[0][0] == "limits.txt"


UV_COMMAND = "uv pip compile --universal --python-version 3.10 --extra=dev a.in -c b.txt -o out/c.txt"
PIP_COMMAND = "pip-compile --generate-hashes --output-file=dev.txt --resolver backtracking dev.in"


def test_recorded_commands() -> None:
    found = parse_command(UV_COMMAND.split(" "))
    assert (found.inputs, found.output, found.constraints) == (["a.in"], "out/c.txt", ["b.txt"])
    assert (found.universal, found.python, found.extras) == (True, "3.10", ["dev"])
    found = parse_command(PIP_COMMAND.split(" "))
    assert (found.inputs, found.output, found.hashes) == (["dev.in"], "dev.txt", True)
