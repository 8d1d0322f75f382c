"""Run a part of the package with the Python that has it. Standard library only: Quarto starts the scripts of
`_quarto.yml` with whatever Python it finds, and the book's own environment need not be activated for that."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

BOOK = Path(__file__).resolve().parents[1]
PACKAGE = "poppybook"
# How the Python of an environment is called on Linux and macOS, and on Windows.
PYTHONS = ("bin/python", "Scripts/python.exe")
SET_UP = (
    "This book's Python package is not set up here. Run `make site` once, or without make: "
    'python -m venv .venv, then .venv/bin/python -m pip install -e ".[test]" -c constraints.txt '
    "(on Windows .venv\\Scripts\\python)."
)


def run(module):
    """Run `module` as a script; returns its exit code. Where no Python has the package, say what to do."""
    python = _python()
    if not python:
        print(SET_UP, file=sys.stderr)
        return 1
    return subprocess.run([python, "-m", module], env=os.environ | {"PYTHONUTF8": "1"}).returncode


def _python():
    if importlib.util.find_spec(PACKAGE):
        return sys.executable
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({PACKAGE!r}) is None)"
    for name in PYTHONS:
        python = BOOK / ".venv" / name
        if python.is_file() and subprocess.run([python, "-c", code]).returncode == 0:
            return str(python)
    return None
