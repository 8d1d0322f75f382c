"""A build may be killed at any moment, and the published site is still a whole one."""

import os
import re
import subprocess
import sys

import pytest
from killed import run_until, telling

from poppybook.book import exchange as exchanging
from poppybook.book.exchange import exchange, recover
from poppybook.site.render import tree_hash
from poppybook.site.selfcheck import site_faults

COMMAND = [sys.executable, "-m", "poppybook.cli", "site", "--renderer", "embedded"]


def set_edition(book, number):
    page = book.root / "index.qmd"
    page.write_text(re.sub(r"Edition \d+\.", "", page.read_text()).rstrip() + f"\n\nEdition {number}.\n")


@pytest.mark.skipif(os.name == "nt", reason="process groups are a POSIX matter")
@pytest.mark.proof
def test_a_kill_at_any_moment_leaves_a_whole_site(book, poppybook, tmp_path):
    set_edition(book, 0)
    assert poppybook("site", "--renderer", "embedded", cwd=book.root).returncode == 0
    set_edition(book, 1)  # a build that exchanges an old site, as those below: its steps are counted
    steps = run_until(0, COMMAND, tmp_path, cwd=book.root)
    before, finished, killed = tree_hash(book.site), 0, 0
    for edition, step in enumerate(telling(steps, 60), 2):
        set_edition(book, edition)
        run_until(step, COMMAND, tmp_path, cwd=book.root)
        after, killed = tree_hash(book.site), killed + 1
        if after != before:
            assert f"Edition {edition}." in (book.site / "index.html").read_text()
            assert site_faults(book.site) == []
            before, finished = after, finished + 1
    assert 0 < finished < killed, "kills came before the exchange and after it"
    set_edition(book, 99)
    done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 0, done.stderr
    assert "Edition 99." in (book.site / "index.html").read_text()
    assert {path.name for path in book.work.iterdir()} == {"lock", "site.json", "whole"}, (
        "killed builds leave nothing behind"
    )


@pytest.fixture
def folders(tmp_path):
    new, live = tmp_path / "new", tmp_path / "live"
    for folder in (new, live):
        folder.mkdir()
        (folder / "page").write_text(folder.name)
    return new, live, tmp_path / "aside"


@pytest.mark.parametrize("swap", [None, lambda one, other: False], ids=["one step", "two renames"])
def test_exchange(folders, monkeypatch, swap):
    if swap:
        monkeypatch.setattr(exchanging, "_swap", swap)
    new, live, aside = folders
    exchange(new, live, aside)
    assert (live / "page").read_text() == "new"
    assert [path for path in (new, aside) if path.exists() and (path / "page").read_text() == "live"]


def test_the_first_site_is_moved_in(folders):
    new, live, aside = folders
    (live / "page").unlink()
    live.rmdir()
    exchange(new, live, aside)
    assert (live / "page").read_text() == "new"


def test_what_was_killed_between_two_renames_is_put_back(folders):
    _, live, aside = folders
    live.rename(aside)
    recover(live, aside)
    assert (live / "page").read_text() == "live"
    assert not aside.exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="renameat2 is Linux's")
def test_on_linux_there_is_never_a_moment_without_a_site(folders):
    live, aside = folders[1:]
    code = (
        "import sys; from pathlib import Path; from poppybook.book.exchange import exchange\n"
        "new, live, aside = map(Path, sys.argv[1:])\n"
        "while True: exchange(new, live, aside)"
    )
    swapper = subprocess.Popen([sys.executable, "-c", code, *map(str, folders)])
    try:
        seen = set()
        while len(seen) < 2 and swapper.poll() is None:
            seen |= {(live / "page").read_text() for _ in range(5000)}
    finally:
        swapper.kill()
        swapper.wait()
    assert seen == {"new", "live"}
    assert not aside.exists()


def test_one_build_at_a_time(book, poppybook):
    from poppybook.book.lock import only_one

    with only_one(book.work / "lock"):
        done = poppybook("site", "--renderer", "embedded", cwd=book.root)
    assert done.returncode == 1
    assert "Another poppybook process" in done.stderr
    assert poppybook("site", "--renderer", "embedded", cwd=book.root).returncode == 0
