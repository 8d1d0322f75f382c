"""The source files of the package as `code_use` reads them: definitions, imports, and lines without comments."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from poppybook.book.project import PACKAGE

NAME = PACKAGE.name
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
IMPORT = (ast.Import, ast.ImportFrom)


class Module:
    """One source file: its definitions by name, the names it imports, and its statements that only do something."""

    def __init__(self, name: str, path: Path):
        self.name, self.path, self.text = name, path, path.read_text(encoding="utf-8")
        self.package = path.name == "__init__.py"
        self.definitions: dict[str, list[ast.stmt]] = {}
        self.body: list[ast.stmt] = []
        tree = ast.parse(self.text)
        self.imports = dict(imports_of(tree, name if self.package else name.rpartition(".")[0]))
        stub = path.with_suffix(".pyi")  # what a package imports only when it is asked for
        if stub.is_file():
            self.imports |= dict(imports_of(ast.parse(stub.read_text(encoding="utf-8")), name))
        for statement in tree.body:
            names = list(_defined(statement))
            for each in names:
                self.definitions.setdefault(each, []).append(statement)
            if not names and not isinstance(statement, IMPORT) and not is_text(statement):
                self.body.append(statement)


@cache
def read_module(name: str) -> Module | None:
    if name.split(".")[0] != NAME:
        return None
    base = PACKAGE.parent / Path(*name.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return Module(name, path)
    return None


def imports_of(tree: ast.AST, package: str) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Each imported name with the module it comes from and its name there (None: the module itself)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for each in node.names:
                target = each.name if each.asname else each.name.split(".")[0]
                yield each.asname or target, (target, None)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            for each in node.names:
                yield each.asname or each.name, (base, each.name)


def _defined(statement: ast.stmt) -> Iterator[str]:
    if isinstance(statement, (*FUNCTION, ast.ClassDef)):
        yield statement.name
    elif isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        for target in targets:
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))


def is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@cache
def plain_lines(path: Path, docstrings: bool = False) -> list[str]:
    """The lines of a source, empty where they hold a comment alone or, unless asked for, a docstring."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.Module, ast.ClassDef, *FUNCTION)) and node.body and is_text(node.body[0]):
            said = slice(node.body[0].lineno - 1, node.body[0].end_lineno)
            # Within a docstring an empty line ends a paragraph and counts: none of its lines is empty.
            lines[said] = [f"{line}|" if docstrings else "" for line in lines[said]]
    return [line.rstrip() for line in lines]
