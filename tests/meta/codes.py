"""The codes of the design. Settings, suppressions and other people's files hold them, so they never change meaning."""

from __future__ import annotations

NAMES = {
    "REP001": "syntax-error",
    "REP002": "unused-suppression",
    "REP003": "unexplained-suppression",
    "REP004": "unreadable-file",
    "REP101": "unseeded-draw",
    "REP102": "unseeded-generator",
    "REP103": "draw-before-seed",
    "REP104": "optional-seed",
    "REP105": "entropy-seed",
    "REP106": "unseeded-worker",
    "REP107": "reused-key",
    "REP108": "unordered-iteration",
    "REP109": "entropy-draw",
    "REP110": "library-global-draw",
    "REP201": "literal-seed",
    "REP202": "scattered-seed",
    "REP203": "unlogged-seed",
    "REP204": "unused-seed",
    "REP301": "missing-deterministic-algorithms",
    "REP302": "cudnn-benchmark-enabled",
    "REP303": "determinism-disabled",
    "REP304": "missing-cublas-workspace",
    "REP305": "late-hash-seed",
    "REP306": "trainer-not-deterministic",
    "REP401": "judge-shares-family",
    "REP402": "eval-imports-model",
    "REP403": "model-imports-eval",
    "REP404": "eval-and-model-in-one-change",
    "REP405": "floating-judge",
    "REP501": "stale-lock",
    "REP502": "missing-lock",
    "REP503": "broken-lock",
    "REP504": "unlocked-install",
    "REP505": "floating-image",
    "REP601": "unpinned-revision",
    "REP602": "unrecorded-environment",
    "REP603": "unhashed-data",
    "REP604": "stale-guide",
}
OFF = {"REP003", "REP110", "REP504", "REP505", "REP601"}
PREVIEW = {"REP108", "REP109", "REP202", "REP203", "REP602", "REP603", "REP604"}
NOTES = {"REP304", "REP305", "REP306", "REP405", "REP502"}


def status(code: str) -> str:
    """Whether the rule is on by default."""
    return "off" if code in OFF else "preview" if code in PREVIEW else "on"
