"""The one way in which a file is written, and the one way in which a zip is made.

A file is written beside its place as a draft, brought to disk, and takes the place in one step: whoever is stopped at
any moment leaves the old file or the new one, whole. What a killed process leaves is its draft, `.NAME.PID.draft`;
`clear_drafts` removes it at the next start. Where a link stands, what it points to is written and the link stays,
unless the caller says otherwise.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import zipfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from .faults import BuildError

MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say: one date for every file, on every machine
_DRAFT = re.compile(r"\.(.+)\.(\d+)\.draft")
_NUMBER = re.compile(r"^\[Errno \d+\] ")


def replace_file(path: Path, content: bytes, *, through_links: bool = True) -> bool:
    """Write `content` to `path` in one step, so that no reader ever sees half of it; False when it is there already.

    A file that was there keeps its permissions. through_links=False puts the file in the place of a link; what that
    points to stays as it is. Raises OSError, with the file's name, when it cannot be written.
    """
    link = path.is_symlink() and not through_links
    if not link and path.is_file() and path.read_bytes() == content:
        return False
    try:
        kind = path.stat(follow_symlinks=through_links).st_mode
    except FileNotFoundError:
        kind = stat.S_IFREG
    if through_links and not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
        path.write_bytes(content)  # a terminal or a pipe, such as /dev/stdout, has nothing to exchange
        return True
    target = Path(os.path.realpath(path)) if through_links else path
    if target.is_symlink() and not link:
        raise BuildError(f"{path} is a link that leads back to itself. Remove it and try again.")
    clear_drafts(target.parent, target.name)
    draft = target.with_name(f".{target.name}.{os.getpid()}.draft")
    try:
        with draft.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if target.is_file() and not link:
            shutil.copymode(target, draft)
        os.replace(draft, target)
    except OSError as error:
        error.filename, error.filename2 = str(path), None  # the name the user knows, not the draft's
        raise
    finally:
        with suppress(OSError):  # on a disk that is read-only, which has refused the draft already
            draft.unlink(missing_ok=True)
    return True


def clear_drafts(folder: Path, name: str = "") -> None:
    """Remove the drafts in `folder` (of the file `name`, or of all) whose writer is gone."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        found = _DRAFT.fullmatch(path.name)
        if found and found[1] == (name or found[1]) and not _at_work(int(found[2])):
            with suppress(OSError):  # somebody else's; or on Windows, where an open file stays
                path.unlink()


def is_draft(name: str) -> bool:
    """Whether a file of this name is a draft that a process was writing."""
    return bool(_DRAFT.fullmatch(name))


def zipped(members: Mapping[str, bytes | Path] | Iterable[tuple[str, bytes | Path]]) -> bytes:
    """A zip of the members, each given as its content or as the file to read: the same bytes on every machine and
    day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in sorted(dict(members).items(), key=lambda member: member[0]):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # Unix, rw-r--r--: not this machine's
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.read_bytes() if isinstance(content, Path) else content)
    return out.getvalue()


def explain(error: OSError) -> str:
    """What the system refused, in one sentence."""
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list) and error.args[0]:
        source, _, why = error.args[0][0]  # a copy of many files; the first says what is the matter
        return f"{_NUMBER.sub('', str(why)).partition(':')[0]}: {source}"
    where = f": {error.filename}" if error.filename else ""
    return f"{error.strerror or error}{where}"


def _at_work(process: int) -> bool:
    """Whether another process of this number is alive, as far as one can tell."""
    if process == os.getpid():
        return False  # what carries our own number before we write was left by one that had it before us
    if os.name == "nt":
        return False  # Windows refuses to remove a file that is being written
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass
    return True
