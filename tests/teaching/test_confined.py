"""What student code is refused: tried by one small program, confined by each way that this machine has."""

import contextlib
import ctypes
import errno
import gc
import json
import os
import struct
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from poppybook.teaching import limits, sandbox, syscalls, trial
from poppybook.teaching.watch import Watch
from poppybook.teaching.workroom import folder

BOOK = Path(__file__).parents[2]
SECRET = BOOK / "exercises" / "source" / "cooperation-timeline" / "cooperation-timeline.ipynb"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the system has no means, and the command says so"
)

ATTACKS = r"""
import ctypes, fcntl, json, mmap, os, socket, sys, tempfile
KEEP, UNNAMED, MIB = 1, 0x10000000, 1024**2
system = ctypes.CDLL(None, use_errno=True)
system.fallocate.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_long, ctypes.c_long)
keys = {"x86_64": (248, 249, 250), "aarch64": (217, 218, 219)}[os.uname().machine]
x86 = os.uname().machine == "x86_64"

def made(*what):
    try:
        socket.socket(*what).close()
        return True
    except (OSError, AttributeError):
        return False

def paired(kind):
    try:
        one, two = socket.socketpair(socket.AF_UNIX, kind)
        one.send(b"x")
        return two.recv(1) == b"x"
    except OSError:
        return False

def forked(what):
    child = os.fork()
    if child == 0:
        os._exit(0 if what() >= 0 else 1)
    return os.waitpid(child, 0)[1] == 0

def beyond(number):
    return system.fallocate(number, KEEP, 0, 900 * MIB) == 0

def opened(path, flags=os.O_RDONLY):
    try:
        return os.read(os.open(path, flags), 100) != b""
    except OSError:
        return False

def grown():
    try:
        socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 23)
        return True
    except OSError:
        return False

def own():
    with open("own", "w") as file:
        return beyond(file.fileno())

def asked(what, value=0, file="kept"):
    with open(file, "w") as kept:
        try:
            fcntl.fcntl(kept, what, value)
            return True
        except OSError:
            return False

def notified(folder):
    try:
        return fcntl.fcntl(os.open(folder, os.O_RDONLY), 1026, 4) == 0
    except OSError:
        return False

def locked():
    with open("locked", "w") as one, open("locked") as other:
        fcntl.flock(one, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return False
        except OSError:
            return True

def shared(*where):
    try:
        mmap.mmap(*where)
        return True
    except OSError:
        return False

def larger():
    one, other = os.pipe()
    try:
        return fcntl.fcntl(other, 1031, 1 << 20) > 65536
    except OSError:
        return False

def noted(name):
    try:
        return bool(os.listxattr(name)) or os.getxattr(name, "user.note") != b""
    except OSError as error:
        return error.errno == 61  # no such note: it was asked for

def touched(name):
    before = os.stat(name).st_mtime_ns
    try:
        os.utime(name, ns=(before, before + 1))
    except OSError:
        return False
    return os.stat(name).st_mtime_ns != before

done = {
    "the session's key ring is read": any(system.syscall(keys[2], 6, ring, None, 0) >= 0 for ring in (-3, -4, -5)),
    "a key is left": any(
        system.syscall(keys[0], b"user", b"poppybook-test", b"x", 1, ring) >= 0 for ring in (-3, -4, -5)),
    "a key is asked for": system.syscall(keys[1], b"user", b"poppybook-test", None, -3) >= 0,
    "the list of keys is read": opened("/proc/keys") or opened("/proc/key-users"),
    "machines beside this one are asked": made(40, socket.SOCK_STREAM) or made(40, socket.SOCK_DGRAM),
    "any socket is made": any(made(family, kind) for family in range(1, 46) for kind in (1, 2, 3, 5)),
    "a pair is sent elsewhere": paired(socket.SOCK_DGRAM),
    "memory is kept in no process": system.syscall(319 if x86 else 279, b"x", 0) >= 0,
    "memory is kept in a segment": system.shmget(0, MIB, 0o600) >= 0,
    "memory is kept in a queue": system.syscall(68 if x86 else 186, 0, 0o600) >= 0,
    "space is kept in the output": beyond(1) or beyond(2),
    "space is kept in an own file": own(),
    "a namespace is made": forked(lambda: system.unshare(UNNAMED)),
    "a namespace is made by clone": forked(
        lambda: 0 if system.syscall(56 if x86 else 220, UNNAMED | 17, None, None, None, None) > 0 else -1),
    "a call of today is made": system.syscall(435, None, 0) >= 0 or ctypes.get_errno() != 38,
    "a ring of calls is made": forked(lambda: system.syscall(425, 4, ctypes.create_string_buffer(120))),
    "a parent may be looked into": system.ptrace(16, os.getppid(), None, None) == 0
        or opened(f"/proc/{os.getppid()}/environ") or opened(f"/proc/{os.getppid()}/mem", os.O_RDWR),
    "it would outlive its parent": system.prctl(1, 0) == 0,
    "its buffers grow": grown(),
    "others wait for a file": asked(1024, 1),
    "a folder is watched": system.inotify_init() >= 0 or system.inotify_init1(0) >= 0
        or notified("."),
    "a pipe grows": larger(),
    "a lock is seen": locked(),
    "memory is shared": shared(-1, MIB) or shared(os.open("/dev/zero", os.O_RDWR), MIB),
    "notes at files are read": noted(sys.executable),
    "the machine's own times change": touched("/dev/null"),
    "what the machine has is used up": system.syscall(206 if x86 else 0, 1, ctypes.byref(ctypes.c_ulong())) >= 0,
    "the log of the machine is read": system.klogctl(3, ctypes.create_string_buffer(99), 99) > 0,
    "another process is seen": any(name.isdigit() and int(name) == int(sys.argv[1]) for name in os.listdir("/proc"))
        if os.access("/proc", os.R_OK) else False,
    "what is hidden is seen": os.listdir(sys.argv[2]) != [],
    "numbers of another table": x86 and system.syscall(0x40000000 + 250, 6, -3, None, 0) >= 0,
}
for name in sys.argv[3:]:
    for change in (lambda: os.chmod(name, 0o600), lambda: os.utime(name, (1, 1)), lambda: os.chown(name, -1, -1),
                   lambda: os.truncate(name, 1), lambda: os.open(name, os.O_RDONLY | os.O_TRUNC),
                   lambda: os.setxattr(name, "user.x", b"1"), lambda: os.remove(name)):
        try:
            change()
        except OSError:
            pass
works = {
    "a pair that talks to itself": paired(socket.SOCK_STREAM),
    "a thread and a process": __import__("subprocess").run(["/bin/echo"], capture_output=True).returncode == 0,
    "a file of its own": open("mine", "w").write("x") == 1 and os.rename("mine", "yours") is None,
    "the book's data": len(open(os.path.join(os.environ["POPPYBOOK_DATA"], "series.csv")).read()) > 1000,
}
print(json.dumps({"done": [name for name, worked in done.items() if worked],
                  "fails": [name for name, worked in works.items() if not worked]}))
"""


@pytest.fixture(scope="module", params=["bubblewrap", "without"])
def means(request):
    """A way that holds here."""
    ways = [means for means in sandbox.ways() if bool(means.bwrap) == (request.param == "bubblewrap")]
    for each in ways:
        held = trial.probe(each, BOOK / "data", [BOOK / "exercises"], SECRET)
        if held["others"] and held["disk"]:
            return each
    pytest.skip(f"{request.param}: this system does not allow it, and the command says so")


def test_what_goes_round_the_limits_is_refused(means, tmp_path):
    if not syscalls.machine():
        pytest.skip("no filter is known for this processor, and the command says what does not hold")
    outside = tmp_path / "outside.txt"
    outside.write_text("as it was")
    before = outside.stat()
    hidden = sandbox.PACKAGE / "site"  # inside a folder that is shown
    with folder(means, os.getpid()) as home:
        program = ["-c", ATTACKS, str(os.getpid()), str(hidden), str(outside)]
        done = subprocess.run(
            sandbox.command(means, program, home, BOOK / "data", [hidden]),
            cwd=None if means.bwrap else home,
            env=sandbox.environment(home),
            capture_output=True,
            text=True,
        )
    assert done.stderr == ""
    assert json.loads(done.stdout) == {"done": [], "fails": []}
    after = outside.stat()
    assert (before.st_mode, before.st_mtime_ns, before.st_uid) == (
        after.st_mode,
        after.st_mtime_ns,
        after.st_uid,
    )
    assert os.listxattr(outside) == []
    assert outside.read_text() == "as it was"


HOARD = """
import os, sys, time
for _ in range(3):  # each for itself stays below the limit, and leaves its parent
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            held = b"x" * 60_000_000
            time.sleep(600)
        os._exit(0)
time.sleep(600)
"""


@pytest.mark.parametrize("most", [{"most": 160_000_000}, {"most": 2**40, "processes": 4}])
def test_processes_that_take_too_much_together_are_ended(means, most):
    with folder(means, os.getpid()) as home:
        process = subprocess.Popen(
            sandbox.command(means, ["-c", HOARD], home, BOOK / "data", []),
            cwd=None if means.bwrap else home,
            env=sandbox.environment(home),
            start_new_session=True,
        )
        watch = Watch(process.pid, end=process.kill, **most)
        try:
            assert process.wait(60) == -9
        finally:
            watch.stop()
            process.kill()


def test_the_filter_alone_lets_nobody_empty_a_file_or_change_its_rights(tmp_path):
    if not (here := syscalls.machine()):
        pytest.skip("no filter is known for this processor")
    file = tmp_path / "file.txt"
    file.write_text("as it was")
    before = file.stat()
    child = os.fork()
    if child == 0:  # without Landlock, which older systems know only in part
        limits.refuse_calls(syscalls.seccomp(fenced=True), syscalls.KEYCTL[here[1]])
        for change in (
            lambda: os.truncate(file, 1),
            lambda: os.open(file, os.O_RDONLY | os.O_TRUNC),
            lambda: os.chmod(file, 0o600),
            lambda: os.utime(file, (1, 1)),
            lambda: os.chown(file, 65534, 65534),
            lambda: os.setxattr(file, "user.x", b"1"),
        ):
            with contextlib.suppress(OSError):
                change()
        os._exit(0 if (tmp_path / "new.txt").write_text("x") == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0
    after = file.stat()
    assert file.read_text() == "as it was"
    assert (before.st_mode, before.st_mtime_ns, before.st_uid) == (
        after.st_mode,
        after.st_mtime_ns,
        after.st_uid,
    )
    assert os.listxattr(file) == []


# By name: the numbers for x86-64 and arm64, and the arguments; OTHER stands for the pid of another process.
ON_OTHERS = {
    "prlimit64": ((302, 261), ("OTHER", 1, "LIMITS", None)),
    "prlimit64, asking": ((302, 261), ("OTHER", 1, None, "LIMITS")),
    "sched_setaffinity": ((203, 122), ("OTHER", 8, "ONES")),
    "sched_setscheduler": ((144, 119), ("OTHER", 5, "ZEROS")),
    "sched_setparam": ((142, 118), ("OTHER", "ZEROS")),
    "sched_setattr": ((314, 274), ("OTHER", "ATTRIBUTES", 0)),
    "setpriority": ((141, 140), (0, "OTHER", 19)),
    "setpriority of a group": ((141, 140), (1, "OTHER", 19)),
    "setpriority of the account": ((141, 140), (2, 0, 19)),
    "ioprio_set": ((251, 30), (1, "OTHER", 3 << 13)),
    "ioprio_set of the account": ((251, 30), (3, 0, 3 << 13)),
    "kcmp": ((312, 272), ("OTHER", "OTHER", 0, 0, 0)),
    "get_robust_list": ((274, 100), ("OTHER", "ZEROS", "ZEROS")),
    "migrate_pages": ((256, 238), ("OTHER", 8, "ONES", "ONES")),
    "move_pages": ((279, 239), ("OTHER", 0, None, None, None, 0)),
    "pidfd_open": ((434, 434), ("OTHER", 0)),
    "pidfd_send_signal": ((424, 424), (-1, 0, None, 0)),
    "pidfd_getfd": ((438, 438), (-1, 0, 0)),
    "process_madvise": ((440, 440), (-1, None, 0, 20, 0)),
    "process_mrelease": ((448, 448), (-1, 0)),
    "process_vm_readv": ((310, 270), ("OTHER", None, 0, None, 0, 0)),
    "rt_sigqueueinfo": ((129, 138), ("OTHER", 0, "ZEROS")),
    "rt_tgsigqueueinfo": ((297, 240), ("OTHER", "OTHER", 0, "ZEROS")),
    "prctl, sharing a core": ((157, 167), (62, 2, "OTHER", 1, 0)),
    "fcntl, owner of a file": ((72, 25), (0, 8, "OTHER")),
    "fcntl, owner with a kind": ((72, 25), (0, 15, "OWNER")),
    "fcntl, which signal": ((72, 25), (0, 10, 9)),
}
ON_ITSELF = {
    "prlimit64": ((302, 261), (0, 1, None, "LIMITS")),
    "sched_setaffinity": ((203, 122), (0, 8, "ONES")),
    "setpriority": ((141, 140), (0, 0, 19)),
    "sched_setscheduler": ((144, 119), (0, 3, "ZEROS")),
    "pthreads that ask": ((204, 123), ("OTHER", 8, "ONES")),
}


def refusals(calls, filtered):
    """Which calls are refused, tried in a child on another process; errors by name."""
    column = syscalls.machine()[1]
    read, write = os.pipe()
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    child = os.fork()
    if child == 0:
        system = limits.system()
        given = {"OTHER": other.pid, "ZEROS": bytes(128), "LIMITS": struct.pack("QQ", 2**63, 2**63)}
        given |= {"ONES": b"\xff" * 8, "OWNER": struct.pack("ii", 1, other.pid)}
        given["ATTRIBUTES"] = struct.pack("IIQiIQQQ", 48, 0, 0, 5, 0, 0, 0, 0)
        for name, value in given.items():
            given[name] = ctypes.create_string_buffer(value) if isinstance(value, bytes) else value
        if filtered:
            limits.refuse_calls(syscalls.seccomp(fenced=False), syscalls.keyctl())
        said = {}
        for name, (numbers, arguments) in calls.items():
            ctypes.set_errno(0)
            system.syscall(numbers[column], *(given.get(each, each) for each in arguments))
            said[name] = ctypes.get_errno()
        os.write(write, json.dumps(said).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as answers:
        said = json.load(answers)
    os.waitpid(child, 0)
    other.communicate(b"\n")
    return said


def test_the_filter_alone_refuses_what_acts_on_other_processes():
    """Without namespaces they are in reach: their limits, processors, priority and memory."""
    if not syscalls.machine():
        pytest.skip("no filter is known for this processor")
    said = refusals(ON_OTHERS, filtered=True)
    assert set(said.values()) <= {errno.EPERM, errno.ENOSYS}, said
    assert set(refusals(ON_ITSELF, filtered=True).values()) == {0}
    free = refusals(
        {name: ON_OTHERS[name] for name in ("prlimit64", "sched_setaffinity", "setpriority")}, False
    )
    assert set(free.values()) == {0}, "the filter is what refuses them"


def test_the_trial_leaves_no_file_open(monkeypatch):
    gc.collect()  # what other tests have left
    left = []
    monkeypatch.setattr(sys, "unraisablehook", left.append)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        trial.probe(sandbox.ways()[0], BOOK / "data", [], SECRET)
        gc.collect()
    assert [str(each.exc_value) for each in left] == []
