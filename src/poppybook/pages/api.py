"""The public names of the package as HTML: signature, types and docstring, read from the source itself."""

import ast
import dataclasses
import inspect
import re
import textwrap

import poppybook
from poppybook.book.templates import render

from .reference import Fragment

LINE = 76  # characters; a longer signature has a line for each parameter


def layers() -> dict[str, list[str]]:
    """The public names by the layer of the package they live in (`dataset`, `charts` …), in their own order."""
    found: dict[str, list[str]] = {}
    for name in poppybook.__all__:
        home = inspect.getmodule(getattr(poppybook, name)).__name__
        found.setdefault(home.removeprefix("poppybook.").partition(".")[0], []).append(name)
    return found


def group(layer: str) -> Fragment:
    """The names of one layer, each an entry whose id is `pb.` and the name. An unknown layer raises LookupError."""
    known = layers()
    if layer not in known:
        raise LookupError(f"no public name lives in {layer!r}; there are {', '.join(known)}")
    entries = [(name, getattr(poppybook, name)) for name in known[layer]]
    entries = [(name, signature(thing), _prose(inspect.getdoc(thing) or "")) for name, thing in entries]
    return Fragment(render("pages/api.html.j2", entries=entries))


def signature(thing: object) -> str:
    """How the function is called, with types and defaults as its source writes them; of a class its name and fields."""
    name = f"pb.{thing.__name__}"
    if inspect.isclass(thing):
        fields = dataclasses.fields(thing) if dataclasses.is_dataclass(thing) else ()
        if not fields or any(field.name.startswith("_") for field in fields):
            return f"class {name}"
        return _laid_out(
            f"class {name}", [ast.unparse(node) for node in _body(thing) if isinstance(node, ast.AnnAssign)]
        )
    node = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    result = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    return _laid_out(name, _parameters(node.args), result)


def _body(thing: type) -> list[ast.stmt]:
    return ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0].body


def _parameters(given: ast.arguments) -> list[str]:
    """The parameters as written, each with its type and default."""
    plain = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(plain) - len(given.defaults)) + given.defaults
    parts = [_parameter(arg, default) for arg, default in zip(plain, defaults, strict=True)]
    if given.vararg:
        parts.append(f"*{_parameter(given.vararg, None)}")
    elif given.kwonlyargs:
        parts.append("*")
    parts += [_parameter(a, d) for a, d in zip(given.kwonlyargs, given.kw_defaults, strict=True)]
    return [*parts, *([f"**{_parameter(given.kwarg, None)}"] if given.kwarg else [])]


def _parameter(arg: ast.arg, default: ast.expr | None) -> str:
    kind = f": {ast.unparse(arg.annotation)}" if arg.annotation else ""
    value = "" if default is None else ast.unparse(default).replace("'", '"')
    return f"{arg.arg}{kind}{' = ' if kind else '='}{value}" if value else f"{arg.arg}{kind}"


def _laid_out(name: str, parts: list[str], result: str = "") -> str:
    line = f"{name}({', '.join(parts)}){result}"
    if len(line) <= LINE:
        return line
    return f"{name}(\n" + "".join(f"    {part},\n" for part in parts) + f"){result}"


def _prose(text: str) -> list[tuple[str, list[str]]]:
    """A docstring by paragraphs. What is set in by four spaces or is a table stays as it is written; any other is cut
    at its backticks, so that every second piece is code."""
    parts = []
    for part in re.split(r"\n\s*\n", text):
        if part.startswith(("    ", "|")):
            parts.append((textwrap.dedent(part), []))
        else:
            parts.append(("", re.split("`([^`]+)`", " ".join(part.split()))))
    return parts
