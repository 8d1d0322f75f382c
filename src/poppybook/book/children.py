"""Run other programs so that none of them outlives the command that started it, however that ends.

Between the command and the program stands a guard, this file run as a script: it holds the end of a pipe that only
the command keeps open. When the pipe closes, because the command was stopped, killed or has crashed, the guard stops
the program and everything it has started.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

GRACE = 0.7  # seconds that a program has to clean up after itself before it is killed


class Children:
    """The programs that run at one time, and the means to stop them all."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pipes: set[int] = set()
        self._stopped = False

    def run(self, command: list[str], cwd: Path | None = None, env: dict | None = None):
        """Run the command to its end and return it with what it wrote, read as UTF-8."""
        ours, theirs = self._pipe()
        try:
            # -I and -S: the guard starts in an instant and nothing from the surroundings reaches it.
            guarded = [sys.executable, "-I", "-S", __file__, *map(str, command)]
            text = {"text": True, "encoding": "utf-8", "errors": "replace"}
            pipes = {"stdin": ours, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
            speaks = (os.environ if env is None else env) | {"PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}
            process = subprocess.Popen(guarded, cwd=cwd, env=speaks, start_new_session=True, **pipes, **text)
        except BaseException:
            self._close(theirs)
            raise
        finally:
            os.close(ours)
        try:
            out, said = process.communicate()
        finally:
            self._close(theirs)
            process.wait()
        return subprocess.CompletedProcess(command, process.returncode, out, said)

    def stop(self) -> None:
        """Stop every program that runs, and every one that would begin."""
        with self._lock:
            self._stopped = True
            for pipe in self._pipes:
                os.close(pipe)
            self._pipes.clear()

    def _pipe(self) -> tuple[int, int]:
        ours, theirs = os.pipe()
        with self._lock:
            if self._stopped:
                os.close(theirs)
            else:
                self._pipes.add(theirs)
        return ours, theirs

    def _close(self, pipe: int) -> None:
        with self._lock:
            if pipe in self._pipes:
                self._pipes.remove(pipe)
                os.close(pipe)


def run(command: list[str], cwd: Path | None = None, env: dict | None = None):
    """Run one program to its end, as `Children.run` does."""
    return Children().run(command, cwd, env)


@contextmanager
def some_at_a_time(count: int) -> Iterator[tuple[ThreadPoolExecutor, Children]]:
    """Threads to run so many programs at a time. When the block is interrupted, those that run are stopped and those
    that wait never begin."""
    children, pool = Children(), ThreadPoolExecutor(count)
    try:
        yield pool, children
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        children.stop()
        raise
    finally:
        pool.shutdown()


def _guard(command: list[str]) -> int:
    program = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    threading.Thread(target=_stop_at_the_end_of_the_pipe, args=(program,), daemon=True).start()
    return program.wait()


def _stop_at_the_end_of_the_pipe(program: subprocess.Popen) -> None:
    os.read(0, 1)
    if os.name == "nt":
        program.terminate()
        return
    os.killpg(0, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        program.wait(GRACE)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    if os.name != "nt":
        signal.signal(signal.SIGINT, lambda *_: None)  # for the program, which has its own way with it
    os._exit(_guard(sys.argv[1:]) & 0xFF)  # at once: the thread still waits for its pipe
