"""The command `poppybook`, run within the test or as a process of its own."""

import os
import shutil
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from poppybook.cli.commands import main

PLAIN = {"TERM": "dumb"}


@pytest.fixture(scope="session")
def poppybook():
    """Run a command within this process: poppybook("site", cwd=folder) → `returncode`, `stdout`, `stderr`. Starting a
    Python for each takes its time; what goes wrong without a message fails the test."""

    def run(*arguments, cwd):
        with chdir(cwd):
            done = CliRunner(env=PLAIN).invoke(main, list(map(str, arguments)), prog_name="poppybook")
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return SimpleNamespace(returncode=done.exit_code, stdout=done.stdout, stderr=done.stderr)

    return run


@pytest.fixture(scope="session")
def typed():
    """Run the command as a user types it: typed("site", cwd=folder)."""
    command = shutil.which("poppybook", path=Path(sys.executable).parent)

    def run(*arguments, cwd):
        return subprocess.run(
            [command, *map(str, arguments)],
            cwd=cwd,
            env=os.environ | PLAIN,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )

    return run
