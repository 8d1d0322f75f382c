"""What several workers of one run need is made by the first of them and found by the others."""

import os
from pathlib import Path

import pytest
from filelock import FileLock


def run_folder(tmp_path_factory) -> Path:
    """The folder of this run of pytest, the same for all its workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


def made_once(tmp_path_factory, name, make) -> Path:
    """The folder `name` of this run as `make(folder)` has filled it. The first worker that asks makes it, the others
    wait; what failed once is told to the others and not tried again."""
    base = run_folder(tmp_path_factory)
    folder, done, failed = base / name, base / f"{name}.done", base / f"{name}.failed"
    with FileLock(base / f"{name}.lock"):
        if failed.exists():
            pytest.fail(failed.read_text(encoding="utf-8"))
        if not done.exists():
            folder.mkdir()
            try:
                make(folder)
            except BaseException as error:
                failed.write_text(f"{name} could not be made: {error}", encoding="utf-8")
                raise
            done.touch()
    return folder
