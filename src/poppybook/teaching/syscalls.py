"""Which calls to the system student code may make: a seccomp filter, for the processors whose numbers are known.

What a notebook that computes and draws never needs, and what goes round the other limits, is refused: all sockets,
key rings, namespaces and mounts of its own, a look into other processes, a change of how others run (their limits,
processors, priority, memory), and memory that belongs to no process. Signals alone are left to namespaces and
Landlock: a notebook ends what it has started itself, and a filter cannot tell that from others.
"""

from __future__ import annotations

import errno
import platform
import struct
import sys

# By processor: how the kernel names it, and the numbers of the calls (x86-64, arm64; None where there is none).
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_SOCKET, _SOCKETPAIR, _CLONE, _IOCTL, _PRCTL, KEYCTL = (
    (41, 198),
    (53, 199),
    (56, 220),
    (16, 29),
    (157, 167),
    (250, 219),
)
_NEWEST = 456  # what was added later is unknown here
_REFUSED = {
    errno.EPERM: (
        *(KEYCTL, (248, 217), (249, 218)),  # keyctl, add_key, request_key
        *(
            (101, 117),
            (310, 270),
            (311, 271),
            (312, 272),
            (438, 438),
        ),  # ptrace, process_vm_*, kcmp, pidfd_getfd
        *(
            (272, 97),
            (308, 268),
            (165, 40),
            (166, 39),
            (155, 41),
            (161, 51),
        ),  # unshare, setns, mount … chroot
        *((number, number) for number in (*range(428, 434), 442)),  # open_tree … fspick, mount_setattr
        *((321, 280), (298, 241), (323, 282), (103, 116)),  # bpf, perf_event_open, userfaultfd, syslog
        *((425, 425), (426, 426), (427, 427)),  # io_uring
        *(
            (256, 238),
            (279, 239),
            (440, 440),
            (448, 448),
        ),  # migrate_pages, move_pages, process_madvise and _mrelease
        *(
            (251, 30),
            (274, 100),
            (129, 138),
            (297, 240),
        ),  # ioprio_set, get_robust_list, rt_sigqueueinfo, rt_tg…
        *((300, 262), (304, 265), (54, 208)),  # fanotify_init, open_by_handle_at, setsockopt (larger buffers)
        *(
            (319, 279),
            (447, 447),
            (29, 194),
            (68, 186),
            (64, 190),
            (240, 180),
        ),  # memory files, System V, queues
    ),
    # fallocate keeps space beyond the end of a file; extended attributes are told of files that cannot be opened.
    errno.EOPNOTSUPP: ((285, 47), *((191 + at, 8 + at) for at in range(6))),
    # clone3 hides its flags from a filter; Python then takes clone. io_setup takes from what the whole machine has;
    # inotify tells the names of files that others touch. Without pidfd_open and pidfd_send_signal Python uses pids.
    errno.ENOSYS: ((434, 434), (424, 424), (435, 435), (206, 0), (253, None), (294, 26), (254, 27)),
    0: ((73, 32),),  # flock is seen by others: it does nothing
}
# What changes rights and times does nothing: devices are the machine's own, and without bubblewrap so are the files.
_ATTRIBUTES = (
    *((90, None), (91, 52), (268, 53), (452, 452)),  # chmod
    *((92, None), (93, 55), (94, None), (260, 54)),  # chown
    *((132, None), (235, None), (261, None), (280, 88)),  # utime
    *((188, 5), (189, 6), (190, 7), (197, 14), (198, 15), (199, 16)),  # extended attributes
)
# What changes how a process runs, by its pid; 0 is one's own: prlimit64, sched_setaffinity, sched_setscheduler,
# sched_setparam and sched_setattr. setpriority can be asked for a group or an account, too.
_OF_A_PROCESS, _PRIORITY = ((302, 261), (203, 122), (144, 119), (142, 118), (314, 274)), (141, 140)
# Without bubblewrap files of the account lie in the same tree: what shortens them is refused, for Landlock knows that
# only from Linux 6.2 on.
_TRUNCATE, _OPEN, _OPENAT, _OPENAT2 = (76, 45), (2, None), (257, 56), (437, 437)

_LOAD, _EQUAL, _ABOVE, _ANY, _AND, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x54, 0x06
_NUMBER, _PROCESSOR, _FIRST, _SECOND, _THIRD, _FOURTH = (
    0,
    4,
    16,
    24,
    32,
    40,
)  # where they stand in what a filter sees
_ALLOW, _ERROR, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_NAMESPACES = 0x7E020000
_PARENT_DIES, _CORE_SHARED = 1, 62
_UNIX, _STREAM, _FLAGS = 1, 1, 0x80800
_HOW_OPENED, _EMPTIED_UNWRITTEN = 0x203, 0x200
# A lease makes others wait for a file, a watch tells of its folder, a larger pipe is memory that nobody counts, and who
# owns a file has signals sent; locks are seen by others and do nothing.
_FCNTL, _ON_FILES, _LOCKS, _ASKS = (72, 25), (8, 10, 15, 1024, 1026, 1031), (6, 7, 37, 38), (5, 36)
_MMAP, _SHARED = (
    (9, 222),
    1,
)  # shared memory is nobody's as soon as nobody maps it, and then no limit counts it
_TERMINAL, _TYPES_INTO = 0x5400, (0x5412, 0x541C)


def machine() -> tuple[int, int] | None:
    """How the kernel names this processor, and the column of its numbers; None where no filter is known."""
    return _MACHINES.get(platform.machine()) if sys.platform == "linux" and sys.maxsize > 2**32 else None


def keyctl() -> int | None:
    """The number of the call that leaves or asks a key ring; None where no filter is known."""
    return KEYCTL[here[1]] if (here := machine()) else None


def seccomp(fenced: bool) -> bytes:
    """The filter for this machine, as instructions for the kernel; nothing where none is known.

    fenced: student code sees the same tree of files as others, so that it may not shorten them.
    """
    if not (here := machine()):
        return b""
    name, column = here
    code = [(_LOAD, 0, 0, _PROCESSOR), (_EQUAL, 1, 0, name), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, _NUMBER)]

    def refuse(number: int | None, why: int) -> None:
        if number is not None:
            code.extend([(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERROR | why)])

    def look(number: int | None, *rules: tuple) -> None:
        if number is not None:
            code.extend([(_EQUAL, 0, len(rules), number), *rules])

    code += [(_ABOVE, 0, 1, _NEWEST), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]  # x32 lies up there, too
    for why, calls in _REFUSED.items():
        for call in calls:
            refuse(call[column], why)
    for call in _ATTRIBUTES:
        refuse(call[column], 0)
    allow, deny = (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERROR | errno.EPERM)
    if fenced:
        refuse(_TRUNCATE[column], errno.EPERM)
        refuse(_OPENAT2[column], errno.ENOSYS)
        for call, flags in ((_OPEN, _SECOND), (_OPENAT, _THIRD)):
            opening = [(_LOAD, 0, 0, flags), (_AND, 0, 0, _HOW_OPENED), (_EQUAL, 0, 1, _EMPTIED_UNWRITTEN)]
            look(call[column], *opening, deny, allow)
    refuse(_SOCKET[column], errno.EAFNOSUPPORT)
    # A pair that is connected to itself; one of datagrams could be sent elsewhere.
    pair = [
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 4, _UNIX),
        (_LOAD, 0, 0, _SECOND),
        (_AND, 0, 0, ~_FLAGS & 0xFFFFFFFF),
    ]
    look(_SOCKETPAIR[column], *pair, (_EQUAL, 0, 1, _STREAM), allow, deny)
    look(_CLONE[column], (_LOAD, 0, 0, _FIRST), (_ANY, 0, 1, _NAMESPACES), deny, allow)
    for call in _OF_A_PROCESS:
        look(call[column], (_LOAD, 0, 0, _FIRST), (_EQUAL, 0, 1, 0), allow, deny)
    itself = [(_LOAD, 0, 0, _FIRST), (_EQUAL, 0, 3, 0), (_LOAD, 0, 0, _SECOND), (_EQUAL, 0, 1, 0)]
    look(_PRIORITY[column], *itself, allow, deny)
    option = [(_LOAD, 0, 0, _FIRST), (_EQUAL, 1, 0, _PARENT_DIES), (_EQUAL, 0, 1, _CORE_SHARED)]
    look(_PRCTL[column], *option, deny, allow)
    done = (_RETURN, 0, 0, _ERROR)
    for answer, whats in ((deny, (*_ON_FILES, *_ASKS)), (done, _LOCKS)):
        for what in whats:
            look(_FCNTL[column], (_LOAD, 0, 0, _SECOND), (_EQUAL, 0, 1, what), answer, (_LOAD, 0, 0, _NUMBER))
    look(_MMAP[column], (_LOAD, 0, 0, _FOURTH), (_ANY, 0, 1, _SHARED), deny, allow)
    # Of the controls of devices and files only what asks about a terminal or a stream.
    control = [(_LOAD, 0, 0, _SECOND), *((_EQUAL, 3 - i, 0, what) for i, what in enumerate(_TYPES_INTO))]
    look(_IOCTL[column], *control, (_AND, 0, 0, 0xFFFFFF00), (_EQUAL, 1, 0, _TERMINAL), deny, allow)
    code.append(allow)
    return b"".join(struct.pack("=HBBI", *each) for each in code)
