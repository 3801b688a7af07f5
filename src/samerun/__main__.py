"""`python -m samerun`."""

import os
import sys

# `-m` puts the working folder first on the path: a `json.py` of the code under analysis would be executed.
if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 -- pathlib isn't imported at start-up
    del sys.path[0]

from samerun.cli import main

if __name__ == "__main__":
    main()
