"""The `poppybook` command. Each sub-command's --help says what it reads and writes and when to use it."""

from __future__ import annotations

import os
import shutil
import signal
import sys

from .codes import FAULTY, STOPPED


def main() -> None:
    """What the shell starts. Nothing that is printed, and no Ctrl-C at any moment, ends in a traceback."""
    try:
        for end in (
            "SIGTERM",
            "SIGHUP",
        ):  # whoever ends it so, or closes the window, means Ctrl-C; not so after nohup
            if getattr(signal, end, None) and signal.getsignal(getattr(signal, end)) == signal.SIG_DFL:
                signal.signal(getattr(signal, end), signal.default_int_handler)
        from .streams import never_fail

        never_fail()
        from .commands import main as command

        code = command(prog_name="poppybook", standalone_mode=True)
    except SystemExit as end:
        code = end.code
    except ModuleNotFoundError as error:  # a student edition asks for what its notebook needs, and no more
        if not error.name or error.name.partition(".")[0] == __package__.partition(".")[0]:
            raise
        print(
            f"{error.name} is not installed. The commands work in a clone of the book, once it is set up: "
            "pip install -e . -c constraints.txt",
            file=sys.stderr,
        )
        code = FAULTY
    except KeyboardInterrupt:
        code = STOPPED
    try:
        if code == STOPPED:
            print("Stopped.", file=sys.stderr)
            if "multiprocessing.util" in sys.modules:  # its folder of sockets goes at a regular end only
                shutil.rmtree(sys.modules["multiprocessing.util"].get_temp_dir(), ignore_errors=True)
        sys.stdout.flush()
        sys.stderr.flush()
    except KeyboardInterrupt:
        code = STOPPED
    if code == STOPPED:
        os._exit(STOPPED)  # at once: what is under way has been stopped, and no thread is worth waiting for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done and said: there is nothing left to stop
    sys.exit(code)
