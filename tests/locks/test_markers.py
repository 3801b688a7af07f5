"""Markers and specifiers by meaning. Every expectation was seen in ``uv lock --check`` of uv 0.13.8."""

from __future__ import annotations

import pytest

from samerun.locks.markers import compare_markers, covers, parse_marker, satisfiable
from samerun.locks.versions import admits, intersect_ranges, parse_specifiers, python_range, version_spans

SAME = [
    ("python_version < '3.11'", "python_full_version < '3.11'"),
    ("platform_system == 'Linux'", "sys_platform == 'linux'"),
    ("platform_system != 'Linux'", "sys_platform != 'linux'"),
    ("python_version >= '3.9'", ""),
    ("python_version > '3.10'", "python_full_version >= '3.11'"),
    ("python_version != '3.10'", "python_full_version != '3.10.*'"),
    ("python_version in '3.10 3.11'", "python_full_version >= '3.10' and python_full_version < '3.12'"),
    ("python_version >= '3.10.2'", "python_full_version >= '3.11'"),
    ("python_version < '3.5'", "sys_platform == 'linux' and sys_platform == 'darwin'"),
    ("sys_platform == 'linux' and os_name == 'nt'", "python_version < '3.6'"),
    ("'x86_64' == platform_machine", "platform_machine == 'x86_64'"),
    ("os.name == 'nt'", "os_name == 'nt'"),
    ("extra == 'Dev_Tools'", "extra == 'dev-tools'"),
]
DIFFERENT = [
    ("os_name == 'nt'", "sys_platform == 'win32'"),
    ("platform_system == 'FreeBSD'", "sys_platform == 'freebsd'"),
    ("'linux' in sys_platform", "sys_platform == 'linux'"),
    ("implementation_name == 'cpython'", "platform_python_implementation == 'CPython'"),
    ("python_full_version <= '3.11'", "python_full_version < '3.11.1'"),
    ("python_version < '4'", ""),
    ("python_version < '3.5'", ""),
    ("extra == 'a'", "extra == 'b'"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_same_meaning(left: str, right: str) -> None:
    first, second = parse_marker(left), parse_marker(right)
    assert first is not None
    assert second is not None
    assert compare_markers(first, second, python_range(">=3.9") or (None, None)) == "same"


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different_meaning(left: str, right: str) -> None:
    first, second = parse_marker(left), parse_marker(right)
    assert first is not None
    assert second is not None
    assert compare_markers(first, second, python_range(">=3.9") or (None, None)) == "different"


def test_too_many_variables_are_unknown() -> None:
    many = " or ".join(f"extra == 'e{number}'" for number in range(30))
    tree, other = parse_marker(many), parse_marker("")
    assert tree is not None
    assert other is not None
    assert compare_markers(tree, other) == "unknown"


def test_what_cannot_be_read_is_none() -> None:
    assert parse_marker("sys_platform ==") is None
    assert parse_marker("implementation_version in '3.8'") is None


def test_cover() -> None:
    linux, any_platform = parse_marker("sys_platform == 'linux'"), parse_marker("")
    assert linux is not None
    assert any_platform is not None
    assert covers(any_platform, linux)
    assert not covers(linux, any_platform)
    assert satisfiable(linux)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("~=1.5.1", ">=1.5.1,<1.6", True),
        ("==1.5.*", ">=1.5,<1.6", False),
        (">1.5", ">1.5.0", True),
        (">1.5", ">=1.5.1", False),
        ("<=1.5", "<=1.5.0", True),
        ("<1.6", "<1.6.dev0", False),
        (">=1,>=2", ">=2", True),
        ("==1.5", "===1.5", False),
        (">=1,!=0.5", ">=1", True),
        (">=1,<1", "", False),
        ("==1.5", ">=1.5,<=1.5", False),
        ("~=1.5", ">=1.5,==1.*", True),
        ("==1.5+cpu", "==1.5", False),
        (">=0", "", False),
    ],
)
def test_specifiers(left: str, right: str, same: bool) -> None:
    assert (version_spans(left) == version_spans(right)) is same


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (">=3.10,<3.13", ">=3.10.0, <3.13", True),
        (">=3.10", ">=3.10,!=3.11.*", True),
        (">=3.9,!=3.9.*", ">=3.10", True),
        ("~=3.10", ">=3.10,<4", True),
        ("==3.11.*", ">=3.11,<3.12", True),
        (">3.9", ">=3.10", False),
        (">=3.11a1", ">=3.11", True),
    ],
)
def test_requires_python(left: str, right: str, same: bool) -> None:
    assert (python_range(left) == python_range(right)) is same


def test_ranges_meet() -> None:
    spans = [span for text in (">=3.9", ">=3.11", "<3.13") if (span := python_range(text))]
    assert intersect_ranges(spans) == python_range(">=3.11,<3.13")


def test_a_locked_prerelease_is_admitted() -> None:
    specifiers = parse_specifiers(">=2.0a1")
    assert specifiers is not None
    assert admits(specifiers, "2.0b2")
    assert not admits(specifiers, "not a version")
