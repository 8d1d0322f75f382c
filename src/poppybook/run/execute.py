"""Execute one notebook and hand it back in the one form that the project stores.

Runs as a process of its own (`python -m poppybook.run.execute NOTEBOOK`): the executed notebook goes to standard
output as JSON with what it read of the dataset, or `{"error": …}` when a cell fails. Nothing is written to disk here,
so a kill can break nothing.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from pathlib import Path

import nbformat
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from poppybook.dataset.store import VARIABLE

from .staleness import NO_OUTPUT, read_notebook

CELL_TIMEOUT = 300  # seconds; every cell of the book takes a few
WIDGET = "application/vnd.jupyter.widget-view+json"

# What a notebook says about its language. Constant, and without a Python version, so that the same bytes come out
# on every supported Python.
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": 3},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


# Run after the notebook's own cells and not stored: what this Python has read of the dataset.
LAST = "import poppybook.dataset.use\nprint(poppybook.dataset.use.as_json())"


class CellFailed(Exception):
    """A cell did not run to its end; the text says which and why."""


def execute(path: Path) -> tuple[dict, dict]:
    """Run the notebook at `path` from its top in this Python. Out: the notebook as stored JSON, and what it read of
    the dataset (see poppybook.dataset.use). Raises CellFailed."""
    notebook = nbformat.from_dict(with_ids(read_notebook(path)))
    notebook["cells"].append(nbformat.v4.new_code_cell(LAST))
    # "python3" may be registered for another Python; the book runs in the environment that the command runs in.
    # The log level: ipykernel warns at every start that it listens on plain TCP, which here is this machine only.
    manager = AsyncKernelManager(kernel_name="python3")
    manager._kernel_spec = KernelSpec(**get_kernel_dict(extra_arguments=["--log-level=ERROR"]))
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=CELL_TIMEOUT,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    _look_at_the_mail(client)
    # What the user has chosen for other work would change what `fig.show()` stores and whose data are loaded.
    chosen = ("PLOTLY_RENDERER", VARIABLE)
    environment = {name: value for name, value in os.environ.items() if name not in chosen}
    try:
        client.execute(env=environment, cleanup_kc=True)
    except CellExecutionError as error:
        raise CellFailed(_explain(notebook, error)) from None
    except CellTimeoutError:
        raise CellFailed(f"a cell ran for more than {CELL_TIMEOUT} seconds") from None
    except DeadKernelError:
        raise CellFailed("its Python process died") from None
    reads = json.loads(notebook["cells"].pop()["outputs"][0]["text"])
    return normalise(notebook), reads


def _look_at_the_mail(client: NotebookClient) -> None:
    """Look once a second whether an answer of the kernel is lying there unnoticed, for as long as the notebook runs.

    A cell with a widget makes nbclient write to the socket that it is waiting on (session.send goes round asyncio),
    which can use up the signal that an answer has come: the run would wait for its time limit. A poll looks at the
    socket itself and wakes whoever waits.
    """
    tasks = []

    async def look() -> None:
        while True:
            await asyncio.sleep(1)
            await client.kc.shell_channel.socket.poll(1)

    client.on_notebook_start = lambda notebook: tasks.append(asyncio.ensure_future(look()))
    client.on_notebook_complete = lambda notebook: [task.cancel() for task in tasks]


def normalise(notebook: dict) -> dict:
    """The notebook with only what is the same on every machine, Python and day. Raises CellFailed for output that
    cannot be made so: messages on stderr, or a widget in a cell that the tests would compare."""
    notebook["metadata"] = {
        **{key: value for key, value in notebook["metadata"].items() if key != "widgets"},
        "kernelspec": KERNEL,
        "language_info": LANGUAGE,
    }
    for number, cell in enumerate(notebook["cells"], 1):
        cell["metadata"].pop("execution", None)
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                last = output["text"].strip().splitlines()[-1]
                raise CellFailed(
                    f"{_name(notebook, number)} wrote to stderr: {last}\nMend what it warns about."
                )
            if WIDGET in output.get("data", {}) and NO_OUTPUT not in cell["metadata"].get("tags", []):
                raise CellFailed(f"{_name(notebook, number)} shows a widget: give it the tag {NO_OUTPUT!r}.")
        # A widget needs a running Python behind it and has a random id: stored, it is a dead control.
        if "outputs" in cell:
            cell["outputs"] = [out for out in cell["outputs"] if WIDGET not in out.get("data", {})]
    return notebook


def with_ids(notebook: dict) -> dict:
    """Give each cell without an id one that stays the same: Jupyter would invent a random one at every reading."""
    taken = {cell.get("id") for cell in notebook["cells"]}
    for number, cell in enumerate(notebook["cells"], 1):
        if not cell.get("id"):
            cell["id"] = f"cell-{number}" if f"cell-{number}" not in taken else f"cell-{number}-new"
    notebook["nbformat"], notebook["nbformat_minor"] = 4, 5
    return notebook


def _explain(notebook: dict, error: CellExecutionError) -> str:
    for number, cell in enumerate(notebook["cells"], 1):
        for output in cell.get("outputs", []):
            if output["output_type"] == "error":
                trace = COLOUR.sub("", "\n".join(output["traceback"])).splitlines()
                lines = [line.rstrip() for line in trace if line.strip()][-5:]
                return "\n".join(
                    [f"{_name(notebook, number)}: {output['ename']}", *("    " + x for x in lines)]
                )
    return str(error)


def _name(notebook: dict, number: int) -> str:
    cells = notebook["cells"][:number]
    return f"cell {number} (code cell {sum(cell['cell_type'] == 'code' for cell in cells)})"


def main(path: str) -> None:
    """Execute the notebook at `path` and write the result to standard output."""
    try:
        notebook, reads = execute(Path(path))
        result = {"notebook": notebook, "reads": reads}
    except CellFailed as failure:
        result = {"error": str(failure)}
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
