"""IPython's syntax as Python: the same calls that IPython makes, and never a line more or less."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samerun.workspace.magics import plain_cell

TURNED = [
    ("%matplotlib inline", "get_ipython().run_line_magic('matplotlib', 'inline')"),
    ("%run other.py -x 1", "get_ipython().run_line_magic('run', 'other.py -x 1')"),
    ("!pip install -q a", "get_ipython().system('pip install -q a')"),
    ("!!ls", "get_ipython().getoutput('ls')"),
    ("x = !ls 'a' # b", """x = get_ipython().getoutput("ls 'a' # b")"""),
    ("a.b, c['('] = %env HOME", "a.b, c['('] = get_ipython().run_line_magic('env', 'HOME')"),
    ("?", "get_ipython().show_usage()"),
    ("?np.load", "get_ipython().run_line_magic('pinfo', 'np.load')"),
    ("np.load??", "get_ipython().run_line_magic('pinfo2', 'np.load')"),
    ("np.*load*?", "get_ipython().run_line_magic('psearch', 'np.*load*')"),
    ("%timeit?", "get_ipython().run_line_magic('pinfo', '%timeit')"),
    (",f a b", "f('a', 'b')"),
    (";f a b", "f('a b')"),
    ("if x:\n    %a\n    !ls", "if x:\n    get_ipython().run_line_magic('a', '')\n    get_ipython().system('ls')"),
    ("!a \\\n  b\nx = 1", "get_ipython().system('a    b')\n\nx = 1"),
    ("  x = 1\n  y = 2", "x = 1\ny = 2"),
    (">>> x = 1\n... y\nz", "x = 1\ny\nz"),
    ("In [3]: x = 1\n   ...: y = 2", "x = 1\ny = 2"),
    ("%time x = f()", "x = f()"),
    ("%timeit -n 10 -r3 -o f( 1 )", "f( 1 )"),
    ("%time for a in b: f(a)", "for a in b: f(a)"),
    ("%time f(", "get_ipython().run_line_magic('time', 'f(')"),
    ("x = %time f()", "x =       f()"),
    ("x = %timeit -o f()", "x = get_ipython().run_line_magic('timeit', '-o f()')"),
    ("%%time\nx = 1", "get_ipython().run_cell_magic('time', '', '')\nx = 1"),
    (
        "\n# a\n%%capture out\n%%timeit -n 1\n!ls",
        "\n# a\nget_ipython().run_cell_magic('capture', 'out', '')\n"
        "get_ipython().run_cell_magic('timeit', '-n 1', '')\nget_ipython().system('ls')",
    ),
    ("%%bash -e\nls (\n", "\n\n"),
    ("%%bash --out listing\nls", "get_ipython().run_cell_magic('bash', '--out listing', '')\n"),
    ("%%cython -a\ndef f(x): return x", "get_ipython().run_cell_magic('cython', '-a', '')\n"),
    ("watermark -iv", "get_ipython().run_line_magic('watermark', '-iv')"),
    ("total -iv", "total -iv"),
    ("%%writefile a.py\nimport x", "\n"),
    ("x = 1\n%%html\n<b>", "x = 1\n\n"),
    ("%sql\nselect * from a", "\n"),
    ("%sql select 1", "get_ipython().run_line_magic('sql', 'select 1')"),
    ("pip install a", "get_ipython().run_line_magic('pip', 'install a')"),
    ("# b\ncd ..\nls -l", "# b\nget_ipython().run_line_magic('cd', '..')\nget_ipython().run_line_magic('ls', '-l')"),
    ("'''\n'''\n%a\r\n!b\r%c", "'''\n'''\nget_ipython().run_line_magic('a', '')\r\n"
     "get_ipython().system('b')\rget_ipython().run_line_magic('c', '')"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "python"), TURNED)
def test_turned(cell: str, python: str) -> None:
    plain = plain_cell(cell)
    assert plain.text == python
    ast.parse(plain.text)
    changed = plain.rewritten | plain.removed.keys()
    for number, (old, new) in enumerate(zip(cell.split("\n"), python.split("\n"), strict=True)):
        if "\r" not in cell:
            assert (number in changed) == (old != new)
            assert number in plain.rewritten or old[plain.removed.get(number, 0) :] in (new, new.lstrip())


@pytest.mark.parametrize(
    "cell",
    [
        "x = [1,\n  %foo\n]",
        "x = (5\n% 3)",
        's = """\n%cd x\n!ls\nfoo?\n"""',
        "s = 'a\\\n!b'",
        "x = 7 \\\n% 3",
        "x = 1 # why?",
        "print('what?')",
        "x %= 3\ny = 5 % 3\nif a != b: pass",
        "f'{a!r}'\nf(x='%d' % 3)",
        "await f()\nplt.plot();",
        "x == y\nr'\\''\nr\"\\\"\"",
        "d = {  # (\n  'a': '''(\n%x''',\n!r\n}",
        "pip = install",
        "ls",
        "@dec\ndef f(a=1):\n    '''doc\n\n    %magic\n    '''",
    ],
)
def test_left_alone(cell: str) -> None:
    assert plain_cell(cell) == (cell, {}, frozenset(), frozenset())


pieces = st.sampled_from(
    [
        "%",
        "%%",
        "!",
        "?",
        "=",
        "x",
        " ",
        "\n",
        "\r\n",
        "\r",
        "'",
        '"',
        '"""',
        "(",
        ")",
        "\\",
        "#",
        "time ",
        "bash",
        "    ",
        "é",
        ">>> ",
        ",",
    ]
)


@given(st.lists(pieces, max_size=25).map("".join))
def test_lines_never_change_in_number(cell: str) -> None:
    text = plain_cell(cell).text
    assert text.encode().splitlines(keepends=True)[-1:] != [b"x"] or text
    for old, new in ((cell, text),):
        assert [end for end in old if end in "\r\n"] == [end for end in new if end in "\r\n"]


programs = st.lists(
    st.sampled_from(["x = 5 % 3", "y = '''%a\n!b?'''", "z = [\n1\n% 2]", "def f():\n    return x != 3", "w = 1  # a?"])
).map("\n".join)


@given(programs)
def test_python_stays_as_it_is(program: str) -> None:
    assert plain_cell(program).text == program
