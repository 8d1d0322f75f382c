"""What the code cells of a notebook call, read and not run."""

import ast
from collections.abc import Iterator
from pathlib import Path

from poppybook.run.notebooks import load_notebook


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call in the code of a notebook, with the id of its cell."""
    for number, cell in enumerate(load_notebook(path)["cells"]):
        if cell["cell_type"] != "code":
            continue
        try:
            tree = ast.parse("".join(cell["source"]))
        except SyntaxError:  # a cell with a command for the notebook, such as %timeit
            continue
        yield from (
            (cell.get("id", str(number)), node) for node in ast.walk(tree) if isinstance(node, ast.Call)
        )
