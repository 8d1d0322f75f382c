"""Ctrl-C ends every command at once: one line, exit code 130, nothing half-written, no process left."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sample import first

from poppybook.book import children

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a POSIX signal")
ENDLESS = "import time\nprint('begun', flush=True)\nwhile True: time.sleep(0.05)\n"
MARK = "POPPYBOOK_TEST_OF_CHILDREN"
PATIENCE = 3_000  # looks, ten a second at most, for what is to come; a busy machine must not fail a test


def alive(mark):
    """The processes that carry this mark in their environment."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                found.append((entry / "cmdline").read_bytes())
        except OSError:
            continue
    return found


def gone(mark):
    """Whether all of them end."""
    for _ in range(PATIENCE):
        if not alive(mark):
            return True
        time.sleep(0.1)
    return False


def start(root, mark, *words):
    return subprocess.Popen(
        [sys.executable, "-m", "poppybook.cli", *words],
        cwd=root,
        env=os.environ | {MARK: mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def endless(book):
    """The small book with a notebook that never ends; it says in a file that it has begun."""
    path = book.root / "notebooks" / "poppy.ipynb"
    cell = "import time\\nopen('begun', 'w').close()\\nwhile True: time.sleep(0.05)"
    path.write_text(path.read_text().replace("the_chart", cell, 1))
    return book


def wait_for(found):
    for _ in range(PATIENCE):
        if found():
            return
        time.sleep(0.1)
    raise AssertionError("it never began")


needs_proc = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks into /proc")


@needs_proc
@pytest.mark.parametrize("how", first(1, [signal.SIGINT, signal.SIGKILL]))
def test_a_stopped_run_leaves_notebooks_and_no_kernel(endless, how):
    before = (endless.root / "notebooks" / "poppy.ipynb").read_bytes()
    process = start(endless.root, f"run-{how}", "run")
    wait_for((endless.root / "notebooks" / "begun").exists)
    process.send_signal(how)
    _, said = process.communicate()
    if how == signal.SIGINT:
        assert (process.returncode, said) == (130, "Stopped.\n")
        assert {path.name for path in endless.work.iterdir()} == {"lock"}
    assert gone(f"run-{how}"), alive(f"run-{how}")
    assert (endless.root / "notebooks" / "poppy.ipynb").read_bytes() == before


@needs_proc
@pytest.mark.parametrize("how", first(1, [signal.SIGINT, signal.SIGKILL]))
def test_a_stopped_site_leaves_no_renderer(book, how):
    """The finishing pass is made to last: it is a child of a child, which a signal to the command alone never met."""
    (book.root / "slow.py").write_text(
        "import pathlib, time\npathlib.Path(__file__).with_name('begun').touch()\ntime.sleep(600)\n"
    )
    config = (book.root / "_quarto.yml").read_text()
    slow = f"post-render:\n    - python {book.root / 'slow.py'}\n    - python -m poppybook.site.postrender"
    (book.root / "_quarto.yml").write_text(
        config.replace("post-render: python -m poppybook.site.postrender", slow)
    )
    process = start(book.root, f"site-{how}", "site", "--renderer", "embedded")
    wait_for(lambda: list(book.root.rglob("begun")))
    process.send_signal(how)
    _, said = process.communicate()
    if how == signal.SIGINT:
        assert process.returncode == 130 and said.splitlines()[-1] == "Stopped."
        assert {path.name for path in book.work.iterdir()} == {"lock"}
    assert gone(f"site-{how}"), alive(f"site-{how}")
    assert not book.site.exists()


def test_ctrl_c_while_the_command_is_still_being_read(book):
    """Half of a command's first second goes into importing: no traceback from there."""
    for wait in (0.05, 0.15, 0.3):
        process = start(book.root, "early", "check")
        time.sleep(wait)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
        if process.returncode == 130:
            assert said == "Stopped.\n"
        elif process.returncode not in (
            0,
            1,
        ):  # before Python has begun to read this package it ends by itself
            assert process.returncode == -signal.SIGINT and "poppybook/cli/commands" not in said


def test_ctrl_c_while_python_clears_up_after_the_command(tmp_path):
    """All was done; a traceback of what Python does at its end came after it, and another exit code."""
    code = (
        "import atexit, os, signal, sys, time\n"
        "def late(): os.kill(os.getpid(), signal.SIGINT); time.sleep(0.05)\n"
        "atexit.register(late)\n"
        "sys.argv = ['poppybook', '--version']\n"
        "from poppybook.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "") and "poppybook" in done.stdout


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGHUP], ids=["end", "closed window"])
def test_a_termination_is_a_ctrl_c(monkeypatch, capsys, tmp_path, told):
    """It left the work folder of the command behind: SIGTERM ended Python before it could clear up."""
    from poppybook import cli
    from poppybook.cli import commands

    cleared, ended = [], []

    def command(**_):
        try:
            os.kill(os.getpid(), told)
            time.sleep(10)
        finally:
            cleared.append(True)

    def end(code):
        ended.append(code)
        raise SystemExit(code)

    before = {each: signal.signal(each, signal.SIG_DFL) for each in (signal.SIGTERM, signal.SIGHUP)}
    monkeypatch.setattr(commands, "main", command)
    monkeypatch.setattr("multiprocessing.util.get_temp_dir", lambda: str(tmp_path))  # not that of these tests
    monkeypatch.setattr(cli.os, "_exit", end)
    try:
        with pytest.raises(SystemExit):
            cli.main()
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert cleared and ended == [130] and capsys.readouterr().err == "Stopped.\n"


def test_drawing_is_called_off_between_two_messages_to_the_browser(tmp_path, monkeypatch):
    """Ctrl-C was heard only after the last chart."""
    from poppybook.charts import drawing

    drawn, closed = [], []

    async def slowly(specs, out_dir, result, progress):
        import asyncio

        try:
            for name in specs:
                await asyncio.sleep(0.05)
                drawn.append(name)
                if len(drawn) == 3:
                    os.kill(os.getpid(), signal.SIGINT)
        finally:
            closed.append(True)

    monkeypatch.setattr(drawing, "_draw", slowly)
    with pytest.raises(KeyboardInterrupt):
        drawing.draw_all({f"chart-{number:03}": {} for number in range(400)}, tmp_path, force=True)
    assert closed and 3 <= len(drawn) < 100


@needs_proc
def test_a_browser_that_is_only_starting_is_ended_with_the_drawing(tmp_path, monkeypatch):
    """Its files were cleared away while it still wrote them: a folder was left behind."""
    import asyncio

    from poppybook.charts import drawing

    async def starting(specs, out_dir, result, progress):
        program = (
            "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(600)'])"
        )
        subprocess.Popen([sys.executable, "-c", program], env=os.environ | {MARK: "starting"})
        while len(alive("starting")) < 2:
            await asyncio.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(600)

    monkeypatch.setattr(drawing, "_draw", starting)
    with pytest.raises(KeyboardInterrupt):
        drawing.draw_all({"chart": {}}, tmp_path, force=True)
    assert alive("starting") == []


def test_programs_that_wait_never_begin():
    with pytest.raises(KeyboardInterrupt), children.some_at_a_time(1) as (pool, running):
        jobs = [pool.submit(running.run, [sys.executable, "-c", ENDLESS]) for _ in range(5)]
        time.sleep(0.3)
        raise KeyboardInterrupt
    assert all(job.cancelled() or job.result().returncode for job in jobs)


def test_a_programs_end_and_words_come_through_the_guard():
    done = children.run(
        [sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr); sys.exit(7)"]
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, "out\n", "err\n")


def test_every_help_page_names_the_exit_code(poppybook, tmp_path):
    said = poppybook("--help", cwd=tmp_path).stdout
    assert re.search(r"130\s+stopped\s+with\s+Ctrl-C", said)
