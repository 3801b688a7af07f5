"""REP101: a library that draws from another stream in other versions, by what the project asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.checking import run

if TYPE_CHECKING:
    from pathlib import Path

MODEL = """import keras

model = keras.Sequential([keras.layers.Dense(3)])
print(model.predict([[1.0, 2.0]]))
"""


@pytest.mark.parametrize(
    ("requirement", "stream"),
    [
        ("keras", "Python's `random` stream (TensorFlow's stream before keras 3),"),
        ("keras>=3", "Python's `random` stream,"),
        ("keras==2.9", "TensorFlow's stream,"),
    ],
)
def test_the_stream_of_the_versions_is_named(tmp_path: Path, requirement: str, stream: str) -> None:
    (tmp_path / "train.py").write_text(MODEL, "utf-8")
    (tmp_path / "requirements.txt").write_text(f"{requirement}\n", "utf-8")
    (finding,) = run(tmp_path, select=["REP101"]).findings
    assert stream in finding.message
