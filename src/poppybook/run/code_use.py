"""Which definitions of the package a piece of code reaches, read off the sources without running them.

A notebook is stale when a function it uses has changed. `reached` starts from the names in the notebook's cells and
follows them through the package, definition by definition: functions, constants, classes, and of a class the methods
whose name occurs. A template that reached code names counts, and so does what it takes from the modules and objects
that it may be given. It takes in too much rather than too little. Comments, docstrings and blank lines do not count,
nor does whatever is not reached.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from poppybook.book.project import PACKAGE

from .definitions import FUNCTION, NAME, Module, imports_of, is_text, plain_lines, read_module

# Methods that Python or Jupyter calls without anyone naming them.
UNNAMED = re.compile(r"__\w+__|_repr_\w+_|_ipython_\w+_")
COMMENT = re.compile(r"\{#.*?#\}\n?", re.DOTALL)  # in a template


class _Walk:
    """From some code through the package: `places` collects what is reached, by module and line."""

    def __init__(self):
        self.places: dict[str, set[tuple[int, int]]] = {}
        self.foreign: set[str] = set()  # top-level names of other packages
        self.files: set[Path] = set()  # files beside the sources that reached code names
        self._done: set[tuple[str, str]] = set()
        self._attributes: set[str] = set()
        self._in_templates: set[str] = set()  # the names behind a dot in the templates among the files
        self._handed: set[str] = set()  # modules that code hands on as they are, as `say=words`
        self._methods: list[tuple[Module, ast.stmt]] = []

    def code(self, tree: ast.AST, scope: dict[str, tuple[str, str | None]]) -> None:
        """Follow the names of code that stands in no module, such as a notebook's."""
        for module, _ in scope.values():
            if read_module(module) is None:
                self.foreign.add(module.split(".")[0])
        self._follow(tree, None, scope)
        known = None
        while known != (known := (len(self._done), len(self._methods), len(self._in_templates))):
            self._named_methods()
            for module in map(read_module, sorted(self._handed)):
                for name in self._in_templates & module.definitions.keys():
                    self._definition(module, name)

    def _named_methods(self) -> None:
        self._attributes |= self._in_templates
        while found := [
            each
            for each in self._methods
            if each[1].name in self._attributes or UNNAMED.fullmatch(each[1].name)
        ]:
            self._methods = [each for each in self._methods if each not in found]
            for module, method in found:
                self._take(module, method)

    def _follow(self, tree: ast.AST, home: Module | None, scope: dict) -> None:
        for node, alone in _names_in(tree):
            if isinstance(node, ast.Attribute):
                self._attributes.add(node.attr)
                if (chain := _chain(node)) and chain[0] in scope:
                    self._import(scope[chain[0]], chain[1:], alone)
            elif isinstance(node, ast.Name):
                if home and node.id in home.definitions:
                    self._definition(home, node.id)
                elif node.id in scope:
                    self._import(scope[node.id], [], alone)
            elif home and isinstance(node.value, str):
                self._file(home, node.value)

    def _import(self, target: tuple[str, str | None], rest: list[str], alone: bool = False) -> None:
        base, name = target
        names = [*([name] if name else []), *rest]
        module = read_module(base)
        if module is None:
            self.foreign.add(base.split(".")[0])
            return
        while names:
            inner = read_module(f"{module.name}.{names[0]}")
            imported = module.imports.get(names[0], (module.name, names[0]))
            if inner is None or names[0] in module.definitions or imported != (module.name, names[0]):
                break
            module, names = inner, names[1:]
        self._body(module)
        if not names:
            if alone:
                self._handed.add(module.name)
            return
        if names[0] in module.definitions:
            self._definition(module, names[0])
        elif names[0] in module.imports:
            self._import(module.imports[names[0]], names[1:], alone)

    def _body(self, module: Module) -> None:
        """Importing a module runs its bare statements."""
        if (module.name, "") not in self._done:
            self._done.add((module.name, ""))
            for statement in module.body:
                self._take(module, statement)
            if "__getattr__" in module.definitions:  # what imports the other names
                self._definition(module, "__getattr__")

    def _definition(self, module: Module, name: str) -> None:
        if (module.name, name) in self._done:
            return
        self._done.add((module.name, name))
        self._body(module)
        for statement in module.definitions[name]:
            if isinstance(statement, ast.ClassDef):
                self._class(module, statement)
            else:
                self._take(module, statement)

    def _class(self, module: Module, statement: ast.ClassDef) -> None:
        methods = [each for each in statement.body if isinstance(each, FUNCTION)]
        self._methods += [(module, method) for method in methods]
        head = ast.Module([*statement.decorator_list, *statement.bases], [])
        self._follow(head, module, module.imports)
        first = min([statement.lineno, *(each.lineno for each in statement.decorator_list)])
        self._place(module, first, statement.body[0].lineno - 1 if statement.body else statement.lineno)
        for each in statement.body:
            if each not in methods and not is_text(each):
                self._take(module, each)

    def _take(self, module: Module, statement: ast.stmt) -> None:
        first = min([statement.lineno, *(each.lineno for each in getattr(statement, "decorator_list", []))])
        self._place(module, first, statement.end_lineno)
        self._follow(statement, module, module.imports)
        for each in imports_of(statement, module.name if module.package else module.name.rpartition(".")[0]):
            if read_module(each[1][0]) is None:
                self.foreign.add(each[1][0].split(".")[0])

    def _place(self, module: Module, first: int, last: int) -> None:
        self.places.setdefault(module.name, set()).add((first, last))

    def _file(self, module: Module, text: str) -> None:
        """A constant that names a file of the package: a template, a list of coast lines, a script."""
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)*\.\w+", text):
            for folder in (module.path.parent, module.path.parent / "templates", PACKAGE / "templates"):
                path = folder / text
                if path.is_file() and path.suffix != ".py" and path not in self.files:
                    self.files.add(path)
                    if path.suffix == ".j2":
                        self._in_templates.update(re.findall(r"\.([A-Za-z_]\w*)", _content(path)))
                        for named in re.findall(r"""["']([\w./-]+\.j2)["']""", _content(path)):
                            self._file(module, named)


@cache
def _names_in(tree: ast.AST) -> list[tuple[ast.Attribute | ast.Name | ast.Constant, bool]]:
    """What may lead on from a piece of code, and whether it stands alone: `a.b` does, the `a` in it does not. One
    notebook after the other comes to the same pieces."""
    found = [node for node in ast.walk(tree) if isinstance(node, (ast.Attribute, ast.Name, ast.Constant))]
    before_a_dot = {id(node.value) for node in found if isinstance(node, ast.Attribute)}
    return [(node, id(node) not in before_a_dot) for node in found]


def _chain(node: ast.Attribute) -> list[str] | None:
    """`a.b.c` as its names; None where it starts from something else than a name."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else None


def _content(path: Path) -> str:
    """A file beside the sources; of a template without its comments."""
    text = path.read_text(encoding="utf-8")
    return COMMENT.sub("", text) if path.suffix == ".j2" else text


def reached(sources: Iterable[str]) -> tuple[dict[str, str], set[str]]:
    """What code uses of the package, as a hash for each module or file; and the other packages it comes to.

    In: Python sources that run one after the other, such as the cells of a notebook. IPython's own lines (%, !) and
    what is no Python count for nothing. Out: `{"charts.marks": "1f0c…", "charts/outlines.json": "9e2b…"}`, names
    inside the package, and the names that other packages are imported by.
    """
    walk, scope = _Walk(), {}
    trees = [tree for source in sources if (tree := _parsed(source)) is not None]
    for tree in trees:
        scope |= dict(imports_of(tree, ""))
    for tree in trees:
        walk.code(tree, scope)
    hashes = {}
    for name, places in walk.places.items():
        plain = plain_lines(read_module(name).path)
        said = {number for first, last in places for number in range(first - 1, last)}
        text = "\n".join(plain[number] for number in sorted(said) if plain[number])
        hashes[name.removeprefix(f"{NAME}.")] = text
    if "inspect" in walk.foreign:  # what prints signatures and docstrings depends on all public modules
        for found in _public(NAME):
            lines = filter(None, plain_lines(found.path, docstrings=True))
            hashes[found.name.removeprefix(f"{NAME}.")] = "\n".join(lines)
    for path in walk.files:
        hashes[path.relative_to(PACKAGE).as_posix()] = _content(path)
    return {name: _hash(hashes[name]) for name in sorted(hashes)}, walk.foreign - {"", NAME, "__future__"}


def _public(package: str) -> Iterator[Module]:
    """The modules in which the public names live, those of packages that are public themselves included."""
    for module, name in read_module(package).imports.values():
        if module == package and read_module(f"{module}.{name}"):
            yield from _public(f"{module}.{name}")
        elif (
            module.startswith(f"{NAME}.")
            and not module.startswith(f"{NAME}.book.lazy")
            and read_module(module)
        ):
            yield read_module(module)


def _parsed(source: str) -> ast.Module | None:
    kept = "\n".join("" if line.lstrip()[:1] in ("%", "!") else line for line in source.splitlines())
    try:
        return ast.parse(kept)
    except SyntaxError:
        return None


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
