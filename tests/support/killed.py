"""Commands that are killed, with all they have started, just before the n-th thing that they do to files: a kill at any
moment, without a clock and the same every time."""

import os
import signal
import subprocess

# Run by each Python of the command at its start (sitecustomize). One letter for each step: x is where names change.
HOOK = """
import os, signal, sys
log = os.open(os.environ["STEPS"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
last = int(os.environ["LAST_STEP"])
command = int(os.environ.setdefault("COMMAND", str(os.getpgrp())))  # what it starts may be a group of its own
WRITING = os.O_WRONLY | os.O_RDWR
SWAPS = {"os.rename", "ctypes.dlsym"}
STEPS = {"os.mkdir", *SWAPS}  # no removals: how much an earlier kill has left to be removed differs
def step(event, args):
    if event in STEPS and (event != "ctypes.dlsym" or args[1] == "renameat2"):
        writes = True
    else:
        writes = event == "open" and isinstance(args[2], int) and args[2] & WRITING
    if writes:
        os.write(log, b"x" if event in SWAPS else b".")
        if os.fstat(log).st_size == last:
            os.killpg(command, 9)
            os.killpg(0, 9)
sys.addaudithook(step)
"""


def run_until(step, command, folder, **options):
    """Run a command, killed before its `step`-th step (0: never). Returns its steps as a text, and its exit code."""
    hooks = folder / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "sitecustomize.py").write_text(HOOK)
    log = folder / "steps"
    log.unlink(missing_ok=True)
    told = {
        "STEPS": str(log),
        "LAST_STEP": str(step),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(hooks), os.environ.get("PYTHONPATH")])),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command,
        env=os.environ | told,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **options,
    )
    assert done.returncode in ((-signal.SIGKILL,) if step else (0,)), "it was to be killed, and only then"
    return log.read_text()


def telling(steps, spread):
    """The steps to kill at: around each change of names, and `spread` evenly over all of them."""
    swaps = [at for at, what in enumerate(steps, 1) if what == "x"]
    around = {at + near for at in swaps for near in (0, 1) if at + near <= len(steps)}
    return sorted(around | {1 + len(steps) * part // spread for part in range(spread)})
