# entry
import pathlib
import random
import shutil
import tempfile

work = pathlib.Path(tempfile.gettempdir()) / f"work-{random.randrange(10**12)}"
work.mkdir()
try:
    (work / "a.txt").write_text("3")
    print(int((work / "a.txt").read_text()) + 1)
finally:
    shutil.rmtree(work)
