"""``python -m samerun.locks DIR``: the verdicts as JSON."""

from __future__ import annotations

import json
import os
import sys

from samerun.locks import DiskReader, check_locks


def main() -> int:
    folder = sys.argv[1] if len(sys.argv) > 1 else "."
    results = check_locks(DiskReader(folder), os.environ)
    sys.stdout.write(json.dumps([result.to_json() for result in results], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
