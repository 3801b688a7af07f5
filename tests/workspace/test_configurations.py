"""Configuration files as trees with places: YAML, TOML and JSON say the same, and every span holds its value."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from samerun.workspace.configurations import Mapping, Scalar, Sequence, is_configuration, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

YAML = """# é
a: &x gpt-4o
b:
  - {name: "claude", none: null}
  - *x
  - <<: {k: v}
    'quoted key': 'it''s'
"""
TOML = """# é
title = "x"
a.b = 'lit'
[judge]
model = "gpt-4o" # c
list = [ "one", # c
  "two" ]
inline = { name = "é", deep = { n = 1 } }
[[run]]
model = \"\"\"m\"\"\"
[run.judge]
model = "j"
[[run]]
model = "n"
"""


def plain(tree: object) -> Any:
    """A tree without its places."""
    if isinstance(tree, Mapping):
        return {key: plain(value) for key, _, value in tree.items}
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree.items]
    assert isinstance(tree, Scalar)
    return tree.value


def scalars(tree: object) -> Iterator[Scalar]:
    if isinstance(tree, Mapping):
        for _, _, value in tree.items:
            yield from scalars(value)
    elif isinstance(tree, Sequence):
        for item in tree.items:
            yield from scalars(item)
    else:
        assert isinstance(tree, Scalar)
        yield tree


def test_toml_is_what_tomllib_reads() -> None:
    (tree,) = read_tree("c.toml", TOML.encode())
    assert plain(tree) == tomllib.loads(TOML)


def test_yaml_is_what_pyyaml_reads() -> None:
    (tree,) = read_tree("c.yaml", YAML.encode())
    assert plain(tree) == yaml.safe_load(YAML)


def test_json_is_what_json_reads() -> None:
    text = '{\n\t"judge": {"model": "gpt-4o", "list": ["a", "\\u00e9"]}\n}'
    (tree,) = read_tree("c.json", text.encode())
    assert plain(tree) == json.loads(text)


@pytest.mark.parametrize(("name", "text"), [("c.yaml", YAML), ("c.toml", TOML)])
def test_every_span_holds_its_value(name: str, text: str) -> None:
    data = text.encode()
    (tree,) = read_tree(name, data)
    found = list(scalars(tree))
    assert len(found) >= 5
    for scalar in found:
        written = data[scalar.span.start : scalar.span.end].decode()
        assert scalar.alias == written.startswith("*")
        if not scalar.alias and scalar.value is not None:
            assert str(scalar.value).replace("'", "''") in written or str(scalar.value) in written


def test_an_alias_stands_at_its_own_place() -> None:
    (tree,) = read_tree("c.yaml", b"a: &x one\nb: *x\n")
    assert isinstance(tree, Mapping)
    found = tree.get("b")
    assert (found.value, found.alias, found.span.start) == ("one", True, 13)


@pytest.mark.parametrize(
    ("name", "data"),
    [("c.yaml", b"a: [1"), ("c.toml", b"a = "), ("c.json", b'{"a": '), ("c.yaml", b"\xff\xfe"), ("c.yaml", b"a: *x\n"),
     ("c.yaml", b"<<<<<<< HEAD\na: 1\n=======\n"), ("c.toml", b"[a\n"), ("c.yaml", b"{" * 3000)],
)  # fmt: skip
def test_what_its_format_refuses_has_no_tree(name: str, data: bytes) -> None:
    assert read_tree(name, data) == []


def test_names() -> None:
    assert [
        n for n in ("a/x.yaml", "x.toml", ".env", ".env.local", "x.json", "run.sh") if not is_configuration(n)
    ] == []
    assert [
        n for n in ("uv.lock", "package.json", "x.py", "tokenizer_config.json", "poetry.lock") if is_configuration(n)
    ] == []
