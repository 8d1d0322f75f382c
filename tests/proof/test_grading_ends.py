"""A grading that is interrupted, told to end or killed leaves no student's process behind and no solution on disk."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from poppybook.teaching import course, workroom

pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(
        sys.platform != "linux", reason="elsewhere the system has no means, and the command says so"
    ),
]
BOOK = Path(__file__).parents[2]
ONE = "cooperation-timeline"


def until(what):
    """Wait for something to come true; False when it does not."""
    for _ in range(600):
        if what():
            return True
        time.sleep(0.2)
    return False


@pytest.mark.parametrize("means", ["bubblewrap", "without"])
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_behind(tmp_path, means, told, monkeypatch):
    inside, temporary, sleeper = tmp_path / "in", tmp_path / "tmp", f"poppysleeper-{means}-{told}"
    inside.mkdir()
    temporary.mkdir()
    notebook = json.loads(course.assignment(BOOK, ONE).path.read_text(encoding="utf-8"))
    # It does what it can to outlive the command: it no longer wants to end with its parent, and leaves its group.
    code = (
        "import ctypes, os, subprocess\nctypes.CDLL(None).prctl(1, 0)\n"
        f"subprocess.run(['{sleeper}', '900'], executable='/bin/sleep', start_new_session=True)"
    )
    cell = {
        "cell_type": "code",
        "id": "s",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": code,
    }
    notebook["cells"].insert(2, cell)
    (inside / "Ana.ipynb").write_text(json.dumps(notebook))
    path = os.environ["PATH"] if means == "bubblewrap" else str(Path(sys.executable).parent)
    started = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "poppybook.cli",
            "grade",
            str(inside),
            str(tmp_path / "out"),
            "--cell-seconds",
            "900",
        ],
        cwd=BOOK,
        env=os.environ | {"PATH": path, "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # Where the tests run in the background, Ctrl-C is not heard, and the command would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )

    def asleep():
        return [each for each in psutil.process_iter(["cmdline"]) if sleeper in (each.info["cmdline"] or [])]

    try:
        assert until(asleep)
        assert not [
            file for file in temporary.rglob("*") if file.is_file() and b"HIDDEN TESTS" in file.read_bytes()
        ]
        started.send_signal(told)
        said = started.communicate(timeout=120)[1]
        assert b"Traceback" not in said
        assert until(lambda: not asleep())
    finally:
        started.kill()
        for each in asleep():
            each.kill()
    if told == signal.SIGKILL:  # nobody was left to tidy up; the next run does
        monkeypatch.setattr("tempfile.tempdir", str(temporary))
        workroom.sweep()
    assert [each.name for each in temporary.iterdir() if each.name.startswith(workroom.PREFIX)] == []
    assert not (tmp_path / "out").exists()
