"""Runs programs with libraries that only write down what they are handed: `[program, …]` in, one record each out.

Every top-level statement runs by itself, so that one that fails doesn't hide the next; what a statement raised is
part of the record. A program that runs too long is cut off after so many calls, and lines and operations: a loop on one
line has no second line.
"""

from __future__ import annotations

import ast
import json
import sys
import types

CALLS, EVENTS = 2000, 200_000


class Recorder(types.ModuleType):
    """A module in which everything is a function that writes down its arguments."""

    def __init__(self, name: str, log: list[str]) -> None:
        super().__init__(name)
        self.__dict__["_log"] = log
        self.__path__: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)

        def called(*args: object, **keywords: object) -> int:
            if len(self._log) < CALLS:
                self._log.append(f"{self.__name__}.{name}{args!r}{sorted(keywords.items())!r}")
            return 1

        return called


class TooLong(BaseException):
    pass


def record(program: str) -> list[str]:
    log: list[str] = []
    kept = dict(sys.modules)
    for name in ("random", "numpy", "numpy.random", "torch"):
        sys.modules[name] = Recorder(name, log)
    sys.modules["numpy"].__dict__["random"] = sys.modules["numpy.random"]
    names = {"__name__": "__main__", "print": lambda *args: log.append(f"print{args!r}")}
    events = 0

    def tracer(frame: types.FrameType, event: str, arg: object) -> object:
        nonlocal events
        frame.f_trace_opcodes = True
        events += 1
        if events > EVENTS:
            raise TooLong
        return tracer

    for node in ast.parse(program).body:
        events = 0
        try:
            code = compile(ast.Module([node], []), "train.py", "exec", dont_inherit=True)
            sys.settrace(tracer)
            exec(code, names)
        except BaseException as error:
            sys.settrace(None)
            log.append(type(error).__name__)
        finally:
            sys.settrace(None)
    sys.modules.clear()
    sys.modules.update(kept)
    return log


if __name__ == "__main__":
    sys.setrecursionlimit(400)
    sys.stdout.write(json.dumps([record(program) for program in json.load(sys.stdin)]))
