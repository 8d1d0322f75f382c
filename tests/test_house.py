"""The house: which room may ask which, one name for one module, no file too long to read in one sitting."""

import ast
import json
import re
import subprocess
import sysconfig
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "poppybook"
# From the ground up: a module imports from its own floor and from those below it.
FLOORS = [
    "book",
    "dataset",
    "language",
    "run",
    "charts",
    "pages",
    "checking",
    "widgets",
    "builder",
    "site",
    "teaching",
    "update",
    "teach",
    "cli",
]
# Folders that pytest, git templates, linters or editors pass over without a word.
HIDDEN = {"build", "dist", "lib", "lib64", "env", "venv", "node_modules", "var", "parts", "sdist", "target"}
LONGEST = 300
LONGEST_CELL = 70  # lines of code in a notebook
ALIKE = {"language", "cli"}
# Who may ask the package itself, whose public names come from every floor, and why.
WHOLE = {
    "poppybook.pages.api": "the page that lists the public names",
    "poppybook.teaching.runner": "loads for a student what the student's first cell imports",
}


def modules(package):
    """Every module's dotted name and file."""
    found = {}
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        found[".".join(part for part in (package.name, *parts) if part != "__init__")] = path
    return found


def imports(name, path, known):
    """The modules of the package that a module imports, wherever in it: by a statement, or by a text that names one
    (for `import_module`, `__import__`, `python -m`)."""
    inside = name.split(".") if path.stem == "__init__" else name.split(".")[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name in known)
        if isinstance(node, ast.ImportFrom):
            above = inside[: len(inside) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            for each in node.names:
                whole = f"{base}.{each.name}"
                if whole in known or base in known:
                    yield whole if whole in known else base
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value.rstrip(".")  # what an f-string goes on from
            dots = len(text) - len(text.lstrip("."))
            if dots:
                text = ".".join([*inside[: len(inside) - dots + 1], text[dots:]])
            # A package's own name is where its files are; it is loaded before its modules.
            if text in known and "." in text and not name.startswith(f"{text}."):
                yield text


def edges(package):
    """Who imports whom, as pairs of names; what a stub promises counts, too."""
    known = modules(package)
    files = [(name, each) for name, path in known.items() for each in (path, path.with_suffix(".pyi"))]
    return [(name, other) for name, path in files if path.is_file() for other in imports(name, path, known)]


def upward(package):
    """The imports that lead up: from a floor to one above it."""
    found = []
    for one, other in edges(package):
        if other == package.name and "." in one and one not in WHOLE:
            found.append((one, other))
        floors = [name.split(".")[1] for name in (one, other) if "." in name]
        if len(floors) == 2 and FLOORS.index(floors[1]) > FLOORS.index(floors[0]):
            found.append((one, other))
    return found


def circles(pairs):
    """The modules that import each other in a circle."""
    left = {pair for pair in pairs if pair[0] != pair[1]}
    while True:
        importing, imported = {one for one, _ in left}, {other for _, other in left}
        kept = {(one, other) for one, other in left if one in imported and other in importing}
        if kept == left:
            return sorted(importing)
        left = kept


def test_every_floor_is_named_and_none_hides():
    floors = {name.split(".")[1] for name in modules(PACKAGE) if "." in name}
    assert floors == set(FLOORS)
    folders = {part for path in PACKAGE.rglob("*.py") for part in path.relative_to(PACKAGE).parts[:-1]}
    tests = {path.name for path in Path(__file__).parent.rglob("*") if path.is_dir()}
    assert not (folders | tests) & HIDDEN


def test_nothing_is_imported_from_above():
    assert upward(PACKAGE) == []


def test_no_modules_import_each_other():
    assert circles(edges(PACKAGE)) == []


def test_one_name_is_one_module_and_one_public_class():
    # What the book says about a thing, and the command for it, are called as the thing is.
    paths = [path for path in PACKAGE.rglob("*.py") if path.relative_to(PACKAGE).parts[0] not in ALIKE]
    names = Counter(path.stem for path in paths if path.name != "__init__.py")
    assert [name for name, count in names.items() if count > 1] == []
    classes = Counter(
        node.name
        for path in PACKAGE.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, count in classes.items() if count > 1] == []


def test_no_file_is_too_long_to_read():
    lengths = {
        path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in PACKAGE.rglob("*.py")
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_a_cell_of_a_chapter_fits_one_screen():
    cells = {
        f"{path.stem}: {cell['id']}": len("".join(cell["source"]).splitlines())
        for path in (PACKAGE.parents[1] / "notebooks").glob("*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        if cell["cell_type"] == "code"
    }
    assert len(cells) > 100
    assert {name: lines for name, lines in cells.items() if lines > LONGEST_CELL} == {}


ONE, TWO = "poppybook.book.one", "poppybook.cli.two"


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("book/one.py", "from poppybook.cli import two\n", (ONE, TWO)),
        ("book/one.py", "def f():\n    from ..cli.two import x\n", (ONE, TWO)),
        ("book/__init__.py", "import poppybook.cli.two\n", ("poppybook.book", TWO)),
        ("book/__init__.pyi", "from poppybook.cli.two import x as x\n", ("poppybook.book", TWO)),
        ("book/one.py", "if TYPE_CHECKING:\n    from ..cli.two import x\n", (ONE, TWO)),
        ("book/one.py", "import_module('poppybook.cli.two')\n", (ONE, TWO)),
        ("book/one.py", "import_module('..cli.two', __package__)\n", (ONE, TWO)),
        ("book/one.py", "import_module(f'poppybook.cli.{name}')\n", (ONE, "poppybook.cli")),
        ("book/one.py", "__import__('poppybook.cli.two')\n", (ONE, TWO)),
        ("book/one.py", "run([python, '-m', 'poppybook.cli.two'])\n", (ONE, TWO)),
        ("book/one.py", "from poppybook import chart\n", (ONE, "poppybook")),
        ("book/one.py", "def f():\n    import poppybook as pb\n", (ONE, "poppybook")),
        ("book/one.py", "from .. import chart\n", (ONE, "poppybook")),
    ],
)
def test_an_import_from_above_is_noticed(tmp_path, name, text, wrong):
    package = tmp_path / "poppybook"
    for file, content in {
        "__init__.py": "",
        "book/__init__.py": "",
        "cli/__init__.py": "",
        "cli/two.py": "x = 1\n",
        name: text,
    }.items():
        (package / file).parent.mkdir(parents=True, exist_ok=True)
        (package / file).write_text(content)
    assert upward(package) == [wrong]


def test_a_circle_is_noticed():
    assert circles([("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")]) == ["b", "c"]
    assert circles([("a", "b"), ("b", "c"), ("a", "c")]) == []


# ---------------------------------------------------------------- scripts

ASSETS = PACKAGE.parents[1] / "assets"
LONGEST_SCRIPT = 300


def ran(tool, *arguments, folder=ASSETS.parent):
    """A tool for JavaScript over the scripts of the pages: its exit code, and what it said."""
    program = Path(sysconfig.get_path("scripts")) / tool
    done = subprocess.run(
        [program, *arguments, "assets"], cwd=folder, capture_output=True, text=True, encoding="utf-8"
    )
    return done.returncode, done.stdout + done.stderr


def test_scripts_are_linted():
    code, said = ran("oxlint")
    assert code == 0 and re.search(r"on [1-9][0-9] files", said), said


def test_scripts_are_formatted():
    code, said = ran("oxfmt", "--check")
    assert code == 0, said


def test_a_fault_in_a_script_is_found(tmp_path):
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "x.js").write_text("const a = 1; undeclared(b)")
    for told, tool, *arguments in (("no-undef", "oxlint"), ("x.js", "oxfmt", "--check")):
        code, said = ran(tool, *arguments, "-c", ASSETS.parent / f".{tool}rc.json", folder=tmp_path)
        assert code != 0 and told in said


def test_no_script_is_too_long():
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in ASSETS.rglob("*.js")}
    ours = {path.name: count for path, count in lines.items() if not path.name.endswith(".min.js")}
    assert len(ours) > 20
    assert {name: count for name, count in ours.items() if count > LONGEST_SCRIPT} == {}


def test_the_chart_builder_loads_every_script_it_has_after_those_it_needs():
    page = (PACKAGE.parents[1] / "explore.qmd").read_text("utf-8")
    loaded = re.findall(r'src="assets/builder/([a-z]+)\.js"', page)
    assert sorted(loaded) == sorted(["data", *(path.stem for path in ASSETS.glob("builder/*.js"))])
    given = set()
    for name in loaded[1:]:
        text = (ASSETS / "builder" / f"{name}.js").read_text("utf-8")
        taken = re.findall(r"const \{([^}]*)\} = DATA\.model;", text)
        wanted = {each.strip() for group in taken for each in group.split(",") if each.strip()}
        assert wanted <= given, f"{name}.js wants {wanted - given} before it is there"
        for group in re.findall(r"(?:DATA\.model = |Object\.assign\(DATA\.model, )\{([^}]*)\}", text):
            given |= {each.strip() for each in group.split(",") if each.strip()}
        given |= set(re.findall(r"DATA\.model\.(\w+) =", text))


def test_every_folder_of_tests_is_a_floor_or_is_known_for_what_it_holds():
    tests = Path(__file__).parent
    folders = {path.parent.relative_to(tests).parts[0] for path in tests.glob("*/**/*.py")}
    assert folders - set(FLOORS) == {"browser", "proof", "setup", "support"}
