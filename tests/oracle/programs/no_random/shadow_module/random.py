"""A counter with the names of the library."""

_state = 1


def random():
    global _state
    _state = _state * 48271 % 2147483647
    return _state / 2147483647
