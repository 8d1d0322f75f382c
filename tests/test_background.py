"""A run that a shell has started in the background tries Ctrl-C like any other."""

import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DEAF = """
import signal, subprocess, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:0] = sys.argv[1:]
import conftest
ask = "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
print(subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True).stdout.strip())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is sent as a POSIX signal")
def test_what_a_run_in_the_background_starts_hears_ctrl_c():
    command = [sys.executable, "-c", DEAF, str(TESTS), str(TESTS / "support")]
    assert subprocess.run(command, capture_output=True, text=True).stdout == "False\n"
