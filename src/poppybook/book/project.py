"""Where things stand in a project, and what the commands take as input."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

from .faults import BuildError
from .nearest import near

PACKAGE = Path(__file__).resolve().parents[1]
CONFIG = "_quarto.yml"

# Folders at the top of a project that no page is made of. Everything else that is not
# hidden is input to the site, so that a new folder or page needs no entry anywhere.
NO_INPUT = {"_site", "src", "tests", "benchmarks", "binder", "build", "dist", "venv"}


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
        """Every notebook of the book, in alphabetical order: those that `_quarto.yml` renders."""
        return [path for path in self._every_notebook() if self._is_rendered(path)]

    def strays(self) -> list[Path]:
        """Notebooks that lie among those of the book and are none of it."""
        return [path for path in self._every_notebook() if not self._is_rendered(path)]

    def _every_notebook(self) -> list[Path]:
        return sorted((self.root / "notebooks").glob("[!._]*.ipynb"))

    def _is_rendered(self, path: Path) -> bool:
        name, rendered = path.relative_to(self.root).as_posix(), self.settings().get("render")
        if not isinstance(rendered, list):
            return True
        wanted, unwanted = (
            [str(each).removeprefix("!") for each in rendered if str(each).startswith("!") == without]
            for without in (False, True)
        )
        return any(fnmatch(name, each) for each in wanted) and not any(
            fnmatch(name, each) for each in unwanted
        )

    def settings(self) -> dict:
        """What `_quarto.yml` says under `project:`. Raises BuildError when it cannot be read."""
        path = self.root / CONFIG
        return _settings(path, path.stat().st_mtime_ns)

    def choose(self, names: Iterable[str]) -> list[Path]:
        """The notebooks called `names` (a stem, a file name or a path); all of them without names."""
        every = {path.stem: path for path in self.notebooks()}
        chosen = []
        for name in names:
            stem = Path(name).name.removesuffix(".ipynb")
            if stem not in every:
                if stem in {path.stem for path in self.strays()}:
                    raise BuildError(f"notebooks/{stem}.ipynb is not in {CONFIG} and is left alone.")
                close = near(stem, every, most=1, cutoff=0.6)
                hint = f"Did you mean {close[0]}?" if close else f"There are: {', '.join(every) or 'none'}."
                raise BuildError(f"There is no notebook called {name!r} in notebooks/. {hint}")
            chosen.append(every[stem])
        return chosen or list(every.values())

    def inputs(self) -> Iterator[Path]:
        """Every file the site is rendered from, relative to the root, in a fixed order. Links are followed, to
        folders too; a link to a folder around it is not, since there is no end to that."""
        for folder, folders, files in os.walk(self.root, followlinks=True):
            here = Path(folder)
            top = here == self.root
            folders[:] = sorted(
                name
                for name in folders
                if name[0] != "."
                and name != "__pycache__"
                and not (top and name in NO_INPUT)
                and not _leads_upwards(here / name)
            )
            files = sorted(name for name in files if name[0] != "." and not _is_special(here / name))
            yield from ((here / name).relative_to(self.root) for name in files)


@lru_cache(maxsize=4)
def _settings(path: Path, changed: int) -> dict:
    import yaml  # late: `--help` needs none of it

    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        told = " ".join(str(error).split())
        raise BuildError(f"{CONFIG} cannot be read: {told}") from None
    found = read.get("project") if isinstance(read, dict) else None
    return found if isinstance(found, dict) else {}


def _leads_upwards(folder: Path) -> bool:
    return folder.is_symlink() and any(above.resolve() == folder.resolve() for above in folder.parents)


def _is_special(path: Path) -> bool:
    """A pipe, a socket or a device: nothing that a page could be made of, and reading it might never end. A link to
    nothing is no such thing: whoever reads it says so."""
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)


def find_project(start: Path | None = None) -> Project:
    """The project around `start` (the current folder): the nearest folder upwards with a `_quarto.yml`."""
    try:
        start = (start or Path.cwd()).resolve()
    except FileNotFoundError:
        raise BuildError("The folder you are in is gone. Change into the book first.") from None
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
        total.update(os.fsencode(name) + f"\0{len(content)}\0".encode())  # a name need not be good UTF-8
        total.update(content)
    return total.hexdigest()


def package_files() -> list[tuple[str, Path]]:
    """The source files of this package with their names inside it."""
    paths = (*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2"))
    return [(path.relative_to(PACKAGE).as_posix(), path) for path in sorted(paths)]
