"""The public names of the package as HTML: signature, types and docstring, read from the source itself."""

import ast
import dataclasses
import inspect
import re
import textwrap
from types import ModuleType

import poppybook
from poppybook.book.templates import render

from .reference import Fragment

LINE = 76  # characters; a longer signature has a line for each parameter
# A section of a docstring: its name and a line of dashes.
_SECTION = re.compile(r"^([A-Z]\w+)\n-+\n", re.MULTILINE)
_LISTS = ("Attributes", "Parameters", "Returns", "Raises")


def entries() -> dict[str, object]:
    """Every public name as a reader types it (`pb.load`, `pb.charts.figure`, `data.one`), and what it stands for."""
    found: dict[str, object] = {}
    for name in poppybook.__all__:
        thing = getattr(poppybook, name)
        if isinstance(thing, ModuleType):
            found |= {f"pb.{name}.{inner}": getattr(thing, inner) for inner in thing.__all__}
            continue
        found[f"pb.{name}"] = thing
        if thing is poppybook.Dataset:
            members = [pair for home in thing.__mro__ for pair in vars(home).items() if pair[0][0] != "_"]
            found |= {f"data.{inner}": each for inner, each in members if inspect.isfunction(each)}
    return found


def groups() -> dict[str, list[str]]:
    """The public names by what they belong to: `data`, a part such as `charts`, or the floor they live on."""
    found: dict[str, list[str]] = {}
    for name, thing in entries().items():
        floor = inspect.getmodule(thing).__name__.split(".")[1]
        part = name.split(".")[1] if name.count(".") == 2 else "data" if name.startswith("data.") else floor
        found.setdefault(part, []).append(name)
    return found


def group(part: str) -> Fragment:
    """The names of one group, each an entry whose id is the name. An unknown group raises LookupError."""
    known = groups()
    if part not in known:
        raise LookupError(f"no public name is in {part!r}; there are {', '.join(known)}")
    things = entries()
    told = [(name, signature(name, things[name]), sections(things[name])) for name in known[part]]
    return Fragment(render("pages/api.html.j2", entries=told))


def sections(thing: object) -> list[tuple[str, str, list]]:
    """A docstring in pieces, each its heading, its kind and its content: paragraphs as (is code, text), the
    entries of a list as (term, text), or an example."""
    lead, *rest = _SECTION.split(inspect.getdoc(thing) or "")
    found = [("", "text", [_paragraph(part) for part in re.split(r"\n\s*\n", lead.strip())])]
    for heading, body in zip(rest[::2], rest[1::2], strict=True):
        items: list[list[str]] = []
        for line in body.split("\n") if heading in _LISTS else ():
            if line[:1].strip():
                items.append([line, ""])
            elif line.strip():
                items[-1][1] = f"{items[-1][1]} {line.strip()}".strip()
        found.append((heading, "list", items) if items else (heading, "code", [body.strip()]))
    return found


def _paragraph(part: str) -> tuple[bool, str]:
    """Whether a paragraph is code, and its text; code stays as it is written."""
    code = part.startswith("    ")
    return code, textwrap.dedent(part) if code else " ".join(part.split())


def signature(name: str, thing: object) -> str:
    """How the function is called, with types and defaults as its source writes them; of a class its name and fields."""
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
    plain = [each for each in (*given.posonlyargs, *given.args) if each.arg != "self"]
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
