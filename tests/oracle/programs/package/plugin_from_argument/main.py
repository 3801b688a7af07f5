# entry: plugins.quiet
# undecidable: which plug-in runs is named on the command line
import importlib
import sys

module = importlib.import_module(sys.argv[1])
print(module.transform([1.0, 2.0]))
