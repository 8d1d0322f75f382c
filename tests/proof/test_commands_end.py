"""Commands that are killed or meet a full disk: nothing broken, nothing half-written, nothing left behind."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2]
RUN = [sys.executable, "-m", "poppybook.cli"]
PARTS = (
    "_quarto.yml",
    "data",
    "notebooks",
    "figures",
    "assets",
    "exercises",
    "seeds",
    "hooks",
    "src",
    "constraints.txt",
)
# The last of them for the wheel that students get.
MORE = ("CITATION.cff", "LICENSE", "LICENSE-CONTENT", "README.md", "pyproject.toml")
COMMANDS = [
    ["figures", "--all"],
    ["run", "--all", "glossary"],
    ["assignments"],
    ["site", "--renderer", "embedded"],
    ["offline"],
]
KILLS = 9  # of each command, 45 in all
pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(os.name == "nt", reason="kills and mounts as POSIX has them"),
]


def copy_to(folder):
    for name in (*PARTS, *MORE, *(path.name for path in BOOK.glob("*.qmd"))):
        source = BOOK / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    return folder


def broken(book):
    """Files of the book that are not whole."""
    found = [
        path for path in book.glob("figures/*/*.svg") if not path.read_text().rstrip().endswith("</svg>")
    ]
    for path in [
        *book.glob("notebooks/*.ipynb"),
        *book.glob("figures/*/spec.json"),
        *book.glob("data/*.json"),
    ]:
        try:
            json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            found.append(path)
    return found + [path for path in book.glob("dist/**/*.zip") if zipfile.ZipFile(path).testzip()]


def left(book):
    """What lies about that is nobody's."""
    stays = {"lock", "site.json", "whole"}
    return [path for path in book.rglob(".*.draft")] + [
        path for path in (book / ".poppybook").iterdir() if path.name not in stays
    ]


def alive(mark):
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if mark.encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_bytes())
        except OSError:
            continue
    return found


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_kills_at_random_moments(command, tmp_path):
    book, moments = copy_to(tmp_path), random.Random(" ".join(command))
    for kill in range(KILLS):
        mark = f"POPPYBOOK_KILL={command[0]}-{kill}"
        process = subprocess.Popen(
            [*RUN, *command],
            cwd=book,
            env=os.environ | dict([mark.split("=")]),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moments.uniform(0.3, 8))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert broken(book) == []
        for _ in range(600):
            if not alive(mark):
                break
            time.sleep(0.1)
        assert alive(mark) == []
    assert subprocess.run([*RUN, "assignments", "heroin-production"], cwd=book).returncode == 0
    assert left(book) == [], "the next start clears away what the killed have left"


@pytest.fixture
def small_disk(tmp_path):
    """A book on a disk of its own; call it with the bytes that are to stay free."""
    if os.name == "nt" or os.geteuid() or not shutil.which("mount"):
        pytest.skip("only root can mount a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=60m", "none", disk], capture_output=True
    ).returncode:
        pytest.skip("this system lets nobody mount a small disk")

    def made(free):
        book = copy_to(disk)
        (book / ".poppybook").mkdir()
        (book / ".poppybook" / "lock").touch()
        next(book.glob("figures/*/narrow.svg")).unlink()
        room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
        with (disk / ".filler").open("wb") as filler:
            filler.write(b"x" * (room - free))
        return book

    yield made
    subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("free", [0, 40_000, 200_000])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_full_disk(command, free, small_disk):
    book = small_disk(free)
    before = {path: path.read_bytes() for path in book.glob("notebooks/*.ipynb")}
    done = subprocess.run([*RUN, *command], cwd=book, capture_output=True, text=True)
    assert "Traceback" not in done.stdout + done.stderr
    if done.returncode:
        assert "No space left on device" in done.stderr
        assert all(path.read_bytes() == content for path, content in before.items())
    assert broken(book) == [] and left(book) == []
    assert not (book / "_site").exists() and not list(book.glob("dist/*.zip"))
