"""Whose a file is: told from outside in, by the names that platforms write and by the shape of the folders.

The outermost name wins. Whatever lies in a student's folder is that student's, whatever it is called: it may have been
called so to pass for somebody else's, or to make a class of the folder. So a folder that looks like a class by nothing
but what is in it is one student's where students lie beside it.

A folder is a student's, a class's or a part of somebody's work. One that holds one notebook is a student's; one that
holds several under names of their own, or several students' folders, is a class; one with the name of an assignment, of
an attempt or of something general is a part of what lies around it. Where a folder of two or three could be either, it
is taken for one student's: then more than one notebook for an assignment is named, and nobody's work is mixed up.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from . import places
from .course_folders import SUBMITTED, SUBMITTED_FILES

DEEPEST = 50  # folders inside folders
CLASS, STUDENT, PART = "class", "student", "part"
# Names that people give to classes, and to what they do, not to themselves.
_OF_CLASSES = """
    class classe clase klasse grupo group gruppe section seccion sección period periodo course curso kurs grade grado
    year jahrgang semester semestre export submissions submitted submission download downloads students
"""
_OF_WORK = """
    untitled notebook jupyter homework hw hausaufgabe hausaufgaben tarea tareas deberes work arbeit trabajo assignment
    assignments aufgabe aufgaben exercise exercises ejercicio ejercicios task tasks part parts teil parte attempt
    versuch intento version versión try final draft entwurf borrador copy copia kopie solution solutions answer
    answers abgabe entrega old new alt neu backup test late nb src code poppy book file files document first second last
    erste erster zweite zweiter primera primer segunda segundo my mi mein meine the of de and und
"""
_CLASS, _WORK = set(_OF_CLASSES.split()), set(_OF_WORK.split())
_YEAR_GROUP = re.compile(r"\d{1,2}\s?[-.]?\s?[a-z]?")
_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d\d(?!\d))\d{3,}(?!\d)")  # a student's; no year
_COPY = re.compile(r"([\s_-]*\(\d+\)|[\s_-]*copy\s*\d*|[\s_-]+v?\d+)+$", re.I)


@dataclass
class _Folder:
    """One folder of the export: the notebooks directly in it, with their assignments, and the folders below."""

    place: PurePosixPath
    books: list[tuple[PurePosixPath, str]] = field(default_factory=list)
    folders: dict[str, _Folder] = field(default_factory=dict)
    kind: str = ""

    def all(self) -> Iterable[_Folder]:
        yield self
        for each in self.folders.values():
            yield from each.all()


class Owners:
    """The student of each place in an export."""

    def __init__(self, books: Mapping[PurePosixPath, str | None], assignments: Iterable[str], others=()):
        """books: whatever may be a notebook, by its place, with the assignment where it is known."""
        self._root = _Folder(PurePosixPath())
        known = set(books) or set(others)
        for place in sorted(known):
            here = self._root
            for part in place.parts[:-1][:DEEPEST]:
                if part in places.HANDED_OUT_FOLDERS and here is not self._root:
                    break
                here = here.folders.setdefault(part, _Folder(here.place / part))
            else:
                here.books.append((place, books.get(place) or ""))
        self._beside: dict[PurePosixPath, set[str]] = defaultdict(set)
        for place in known | set(others):
            for at, part in enumerate(place.parts):
                self._beside[PurePosixPath(*place.parts[:at])].add(part)
        self._assignments = set(assignments)
        self._words = {word for name in self._assignments for word in _words(name)}
        folders = [each for each in self._root.all() if each is not self._root]
        files = [(each.place / _plain(places.stem(place))) for each in folders for place, _ in each.books]
        below = [(each.place / _plain(name)) for each in folders for name in each.folders]
        self._repeated = _repeated(files) | _repeated(below)
        self._judge(self._root)
        self._root.kind = CLASS

    def holder(self, place: PurePosixPath) -> PurePosixPath:
        """The student's own folder, or the file itself where there is none."""
        here, last = self._root, None
        for at, part in enumerate(place.parts):
            up_to = PurePosixPath(*place.parts[: at + 1])
            if self._platform(up_to) or up_to == place:
                return up_to
            here = here.folders.get(part)
            if here is None:
                return self._without_a_notebook(place, last)
            if here.kind == STUDENT:
                return here.place
            last = here
        return place

    def holds_students(self, folder: PurePosixPath) -> bool:
        """Whether a folder, or a zip in its place, is neither a student's nor lies in one that is."""
        return self.holder(folder / "x") not in (folder, *folder.parents)

    def _platform(self, place: PurePosixPath) -> tuple[str, str] | None:
        """Student and id, if a platform has written the last name of a path."""
        return places.platform(place.name, self._beside[place.parent])

    def _without_a_notebook(self, place: PurePosixPath, last: _Folder | None) -> PurePosixPath:
        """In a folder without any notebook below `last`: the first folder that has not the name of a class."""
        for at in range(len(last.place.parts) if last else 0, len(place.parts) - 1):
            if not _like_a_class(place.parts[at]):
                return PurePosixPath(*place.parts[: at + 1])
        return place

    def who(self, place: PurePosixPath) -> tuple[str, str]:
        """Student and id."""
        holder = self.holder(place)
        if found := self._platform(holder):
            return found
        return (holder.name if holder != place else places.stem(place)).strip() or place.name.strip(), ""

    def _work(self, place: PurePosixPath) -> bool:
        """Whether a folder, or a file without its ending, has the name of a piece of work."""
        words = {word for word in _words(place.name) if len(word) > 1} - _WORK - _CLASS - self._words
        if (len(place.parts), _plain(place.name)) in self._repeated:
            return True
        return not (words or _NUMBER.search(place.name))

    def _judge(self, folder: _Folder) -> None:
        for each in folder.folders.values():
            self._judge(each)
        kinds = [each.kind for each in folder.folders.values()]
        name = folder.place.name
        people = self._people(folder)
        if self._platform(folder.place) or self._in_submitted(folder):
            folder.kind = STUDENT
        elif CLASS in kinds or self._by_platform(folder) or people > 1 or (people and _like_a_class(name)):
            folder.kind = CLASS
        elif self._work(folder.place) or _like_a_class(name):
            folder.kind = CLASS if STUDENT in kinds else PART
        elif kinds == [STUDENT] and not folder.books:
            folder.kind = CLASS
        else:
            folder.kind = STUDENT
        if folder.kind == CLASS or folder is self._root:
            self._doubt(folder)
            for each in folder.folders.values():
                alone = sum(len(one.books) for one in each.all()) == 1
                if each.kind == PART and alone and not _words(each.place.name) & (_CLASS | self._words):
                    each.kind = STUDENT

    def _in_submitted(self, folder: _Folder) -> bool:
        """Whether nbgrader or Teams has written the path: `submitted/ana/heroin-production`, `Submitted files/Ana`."""
        above = folder.place.parent.name
        named = above == SUBMITTED and bool(self._assignments & set(folder.folders))
        return (named and not _like_a_class(folder.place.name)) or above == SUBMITTED_FILES

    def _by_platform(self, folder: _Folder) -> bool:
        """Whether names that a platform may have written lie directly in a folder."""
        inside = (folder.place / name for name in folder.folders)
        return any(map(self._platform, (*inside, *(place for place, _ in folder.books))))

    def _people(self, folder: _Folder) -> int:
        """How many students may have their work directly in a folder: names that are no work's, for one assignment."""
        names = {_plain(_COPY.sub("", places.stem(place))): book for place, book in folder.books}
        for_each = Counter(book for name, book in names.items() if not self._work(folder.place / name))
        unknown = for_each.pop("", 0)
        students = sum(each.kind == STUDENT for each in folder.folders.values())
        return max(for_each.values(), default=0) + unknown + students

    def _doubt(self, above: _Folder) -> None:
        """Classes that are told by nothing but their contents are students' folders where students lie beside them.

        One name alone is no sign of a class, unless none but classes lie beside and as many of them hold several. Nor
        are names of platforms; several others are, where most of what lies there are classes.
        """
        below = above.folders.values()
        doubtful = [
            each
            for each in below
            if each.kind == CLASS and not _like_a_class(each.place.name) and not self._work(each.place)
        ]
        lone = [each for each in doubtful if not self._several(each)]
        beside = sum(each.kind == STUDENT for each in below) + len(above.books)
        if beside or len(lone) > len(doubtful) - len(lone):
            beside += len(lone)
            for each in lone:
                each.kind = STUDENT
        left = [each for each in doubtful if each.kind == CLASS]
        for each in left:
            if beside and (beside >= len(left) or any(map(self._by_platform, each.all()))):
                each.kind = STUDENT

    def _several(self, folder: _Folder) -> bool:
        """Whether several students' names lie in a class, or in the classes in it."""
        return sum(self._people(each) for each in folder.all() if each.kind == CLASS) > 1


def _words(name: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]+", _plain(name)))


def _like_a_class(name: str) -> bool:
    return bool(_words(name) & _CLASS or _YEAR_GROUP.fullmatch(_plain(name)))


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _repeated(named: list[PurePosixPath]) -> set[tuple[int, str]]:
    """Names that stand in several folders, if most names as deep do: what everybody calls the work.

    Each depth by itself: what a student has in folders of his own says nothing of the names further out.
    """
    repeated = set()
    for depth in {len(place.parts) for place in named}:
        count = Counter(place.name for place in set(named) if len(place.parts) == depth)
        several = {name for name, times in count.items() if times > 1}
        if 2 * sum(count[name] for name in several) > sum(count.values()):
            repeated |= {(depth, name) for name in several}
    return repeated
