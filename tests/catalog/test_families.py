"""The resolver of model ids, on ids collected from public evaluation code, and its comparison of two models."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from samerun.catalog.families import Families, Model
from samerun.catalog.model_tables import Family

IDS = tomllib.loads((Path(__file__).parent / "model_ids.toml").read_text(encoding="utf-8"))
FAMILIES = Families()


def known(text: str) -> Model:
    model = FAMILIES.identify(text)
    assert model is not None, text
    return model


def label(model: Model | None) -> str:
    if model is None:
        return "unknown"
    return (model.family or "-") + ("/" + "+".join(model.weights) if model.weights else "")


def test_every_collected_id_is_what_it_is() -> None:
    assert sum(map(len, IDS.values())) >= 500
    wrong = {text: (label(FAMILIES.identify(text)), group) for group, texts in IDS.items() for text in texts}
    assert {text: pair for text, pair in wrong.items() if pair[0] != pair[1]} == {}


def test_every_name_that_a_row_refers_to_is_a_family() -> None:
    tables = FAMILIES.tables
    named = {
        name for row in tables.families for name in (*row.weights, *row.outputs, *([row.line] if row.line else []))
    }
    named |= {row.family for row in tables.ids.weights_word} | {
        maker.brand for maker in tables.ids.maker if maker.brand
    }
    named |= {name for group in tables.ids.together.families for name in group}
    assert named - tables.names == set()


@pytest.mark.parametrize(
    ("judge", "generator", "strictness", "reason"),
    [
        ("gpt-4o", "openai/gpt-4o-mini-2024-07-18", "family", "both are of the gpt family"),
        ("deepseek-ai/DeepSeek-R1-Distill-Qwen-32B", "Qwen/Qwen2.5-7B-Instruct", "family",
         "deepseek-r1-distill-qwen-32b has qwen weights"),
        ("prometheus-7b-v2.0", "mistral-small-2503", "family", "prometheus-7b-v2.0 has mistral weights"),
        ("gpt-4o", "gpt-oss:20b", "family", "gpt and gpt-oss are one maker's line"),
        ("gemini-2.0-flash", "gemma-2-9b-it", "lineage", "both descend from gemini"),
        ("deepseek-chat", "deepseek-r1-distill-llama-70b", "lineage", "both descend from deepseek"),
        ("gpt-4o", "lmsys/vicuna-13b-v1.5", "lineage", "both descend from gpt"),
        ("microsoft/phi-4", "microsoft/MAI-DS-R1", "provider", "both are made by microsoft"),
    ],
)  # fmt: skip
def test_kin(judge: str, generator: str, strictness: str, reason: str) -> None:
    found = FAMILIES.kinship(known(judge), known(generator), strictness)  # type: ignore[arg-type]
    assert found is not None
    assert (found.same, found.reason) == (False, reason)


@pytest.mark.parametrize(
    ("judge", "generator", "strictness"),
    [
        ("gpt-4o", "claude-3-5-sonnet-20241022", "provider"),
        ("groq/llama-3.1-8b-instant", "xai/grok-3", "provider"),
        ("gpt-4o", "EleutherAI/gpt-j-6b", "family"),
        ("gpt-4o", "lmsys/vicuna-13b-v1.5", "family"),
        ("gemini-2.0-flash", "gemma-2-9b-it", "family"),
        ("deepseek-chat", "deepseek-r1-distill-llama-70b", "family"),
        ("Skywork/Skywork-Critic-Llama-3.1-8B", "RM-R1-Qwen2.5-Instruct-32B", "family"),
        ("gpt-4o", "gpt-4o-mini", "model"),
    ],
)
def test_not_kin(judge: str, generator: str, strictness: str) -> None:
    assert FAMILIES.kinship(known(judge), known(generator), strictness) is None  # type: ignore[arg-type]


def test_the_same_model_is_the_same_however_it_is_served() -> None:
    found = FAMILIES.kinship(known("openrouter/openai/gpt-4o:nitro"), known("azure/gpt-4o"), "model")
    assert found is not None
    assert found.same


def test_merge_and_split_change_what_counts_as_one() -> None:
    merged = Families(merge=(("gemini", "gemma"),))
    assert merged.kinship(known("gemini-2.0-flash"), known("gemma-2-9b-it")) is not None
    split = Families(split=("gpt-oss",))
    assert split.kinship(known("gpt-4o"), known("gpt-oss:20b")) is None


def test_a_family_of_the_user_s_own() -> None:
    own = Families(extra=(Family(name="acme", ids=["^acme-"], weights=["llama"]),))
    judge = own.identify("acme-judge-v2")
    assert judge is not None
    assert own.kinship(judge, known("llama3.1:8b")) is not None


@pytest.mark.parametrize(
    ("text", "pin"),
    [
        ("gpt-4o", "moving"), ("openai/gpt-4o-2024-08-06", "pinned"), ("claude-3-5-sonnet-latest", "moving"),
        ("claude-3-5-sonnet@20240620", "pinned"), ("us.anthropic.claude-3-5-sonnet-20240620-v1:0", "pinned"),
        ("gemini-1.5-pro-002", "pinned"), ("gemini-1.5-pro", "moving"), ("mistral-large-2411", "pinned"),
        ("gpt-4-0613", "pinned"), ("claude-opus-4-6", "only"), ("deepseek-chat", "only"), ("llama3.1:8b", ""),
    ],
)  # fmt: skip
def test_pins(text: str, pin: str) -> None:
    assert known(text).pin == pin


def test_short_names_are_models_only_where_one_is_expected() -> None:
    assert FAMILIES.identify("sonnet") is None
    model = FAMILIES.identify("sonnet", bare=True)
    assert model is not None
    assert model.family == "claude"


def test_a_clean_start_reads_no_model_table() -> None:
    code = "import sys, samerun.cli; print('samerun.catalog.model_tables' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
