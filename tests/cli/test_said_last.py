"""What a command writes is whole before it says a word: a stream that fails loses no file and no change."""

import errno
import hashlib
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from poppybook.cli.commands import main
from poppybook.dataset.package import read_package

BOOK = Path(__file__).parents[2]


@pytest.fixture
def failing(monkeypatch):
    """Runs a command whose stream fails at the first line; says what came of it."""

    def full(*args, **kwargs):
        raise OSError(errno.ENOSPC, "No space left on device")

    def run(*arguments):
        with monkeypatch.context() as patch:
            patch.setattr("poppybook.cli.screen.click.echo", full)
            return CliRunner().invoke(main, arguments)

    return run


@pytest.mark.proof
def test_check_has_sealed_and_fixed_before_it_says_so(tmp_path, monkeypatch, failing):
    for name in ("data", "exercises", "seeds"):
        shutil.copytree(BOOK / name, tmp_path / name)
    shutil.copy(BOOK / "_quarto.yml", tmp_path)
    page = tmp_path / "page.qmd"
    page.write_text("It had [28,600](#poppy-ha-us-mex@2021) hectares.\n", "utf-8")
    observations = tmp_path / "data" / "observations.csv"
    text = observations.read_text("utf-8")
    observations.write_text(text.replace(",28600,", ",28500,"), "utf-8")
    monkeypatch.chdir(tmp_path)
    done = failing("check", "--seal", "--fix")
    assert done.exit_code == 1
    assert page.read_text("utf-8") == "It had [28,500](#poppy-ha-us-mex@2021) hectares.\n"
    sealed = {table.file: table.hash for table in read_package(tmp_path / "data").tables.values()}
    assert sealed["observations.csv"] == f"sha256:{hashlib.sha256(observations.read_bytes()).hexdigest()}"


def test_assignments_are_all_written_before_the_first_is_named(tmp_path, monkeypatch, failing):
    monkeypatch.chdir(BOOK)
    done = failing("assignments", "--out", str(tmp_path / "out"))
    assert done.exit_code == 1
    written = {path.name for path in (tmp_path / "out").iterdir()}
    for each in (BOOK / "exercises" / "source").iterdir():
        assert any(each.name in name for name in written), f"{each.name} is missing among {written}"
