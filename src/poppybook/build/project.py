"""Where things stand in a project, and what the commands take as input."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from poppybook.dataset.nearest import near

PACKAGE = Path(__file__).resolve().parents[1]
CONFIG = "_quarto.yml"

# Folders at the top of a project that no page is made of. Everything else that is not
# hidden is input to the site, so that a new folder or page needs no entry anywhere.
NO_INPUT = {"_site", "src", "tests", "benchmarks", "binder", "build", "dist", "venv"}


class BuildError(Exception):
    """Something the user can mend; its text is the whole message that the user sees."""


@dataclass(frozen=True)
class Project:
    """A book: the folder that holds `_quarto.yml`."""

    root: Path

    @property
    def site(self) -> Path:
        """The published folder."""
        return self.root / "_site"

    @property
    def work(self) -> Path:
        """Private folder for builds under way and for what the last build was made of."""
        return self.root / ".poppybook"

    def notebooks(self) -> list[Path]:
        """Every notebook of the book, in alphabetical order."""
        return sorted((self.root / "notebooks").glob("[!._]*.ipynb"))

    def choose(self, names: Iterable[str]) -> list[Path]:
        """The notebooks called `names` (a stem, a file name or a path); all of them without names."""
        every = {path.stem: path for path in self.notebooks()}
        chosen = []
        for name in names:
            stem = Path(name).name.removesuffix(".ipynb")
            if stem not in every:
                close = near(stem, every, most=1, cutoff=0.6)
                hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(every) or 'none'}."
                raise BuildError(f"There is no notebook called {name!r} in notebooks/. {hint}")
            chosen.append(every[stem])
        return chosen or list(every.values())

    def inputs(self) -> Iterator[Path]:
        """Every file the site is rendered from, relative to the root, in a fixed order."""
        for folder, folders, files in os.walk(self.root):
            here = Path(folder)
            top = here == self.root
            folders[:] = sorted(
                name
                for name in folders
                if name[0] != "." and name != "__pycache__" and not (top and name in NO_INPUT)
            )
            yield from ((here / name).relative_to(self.root) for name in sorted(files) if name[0] != ".")


def find_project(start: Path | None = None) -> Project:
    """The project around `start` (the current folder): the nearest folder upwards with a `_quarto.yml`."""
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG).is_file():
            return Project(folder)
    raise BuildError(
        f"{start} is not inside a book: no {CONFIG} here or in a folder above. Change into the book first."
    )


def digest(files: Iterable[tuple[str, Path]]) -> str:
    """One hash over named files. Line ends do not count, so that a checkout on Windows agrees with one on Linux."""
    total = hashlib.sha256()
    for name, path in files:
        content = path.read_bytes().replace(b"\r\n", b"\n")
        total.update(f"{name}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()


def package_files() -> list[tuple[str, Path]]:
    """The source files of this package with their names inside it."""
    return [(path.relative_to(PACKAGE).as_posix(), path) for path in sorted(PACKAGE.rglob("*.py"))]


def replace_file(path: Path, content: bytes) -> bool:
    """Write `content` to `path` in one step, so that no reader ever sees half of it; False when it is there already."""
    if path.is_file() and path.read_bytes() == content:
        return False
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        if path.exists():
            shutil.copymode(path, draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    return True
