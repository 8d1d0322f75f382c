"""Whose each file is: exports of platforms, folders for students, folders for classes, nested both ways."""

from pathlib import PurePosixPath

import pytest

from poppybook.teaching.owners import Owners

NAMES = ["heroin-production", "fentanyl-seizures", "check-the-claims"]
H, F = NAMES[0], NAMES[1]


def whose(books, others=()):
    """The students of notebooks, in their order. books: places, or (place, assignment)."""
    pairs = [(each, H) if isinstance(each, str) else each for each in books]
    owners = Owners({PurePosixPath(place): name for place, name in pairs}, NAMES, map(PurePosixPath, others))
    return [owners.who(PurePosixPath(place))[0] for place, _ in pairs]


AROUND = ["", "export/", "Downloads/export (1)/COURSE-heroin-4711/", "submitted/"]


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(
    "given",
    [
        {"Ana García.ipynb": "Ana García", "Ben Li.ipynb": "Ben Li"},
        {"Class 9a/Ana García.ipynb": "Ana García", "Class 9a/Ben Li.ipynb": "Ben Li"},
        {"Class 9a/Ana.ipynb": "Ana", "Class 9a/Ben.ipynb": "Ben", "Class 9b/Ana.ipynb": "Ana", "9c/Zoe.ipynb": "Zoe"},
        {"Red/Ana.ipynb": "Ana", "Red/Ben.ipynb": "Ben", "Blue/Cem.ipynb": "Cem", "Blue/Dilek.ipynb": "Dilek"},
        {"Ana García/x.ipynb": "Ana García", "Ben Li/x.ipynb": "Ben Li"},
        {"Ana García/Ana García.ipynb": "Ana García", "Ben Li/heroin.ipynb": "Ben Li"},
        {"Class 9a/Ana/x.ipynb": "Ana", "Class 9a/Ben/x.ipynb": "Ben", "Class 9b/Zoe/x.ipynb": "Zoe"},
        {"Red/Ana/x.ipynb": "Ana", "Red/Ben/x.ipynb": "Ben", "Blue/Zoe/x.ipynb": "Zoe"},
        {"Class 9a/Ana/x.ipynb": "Ana", "Class 9a/Ben.ipynb": "Ben", "Zoe.ipynb": "Zoe"},
        {"heroin-production/Ana García.ipynb": "Ana García", "heroin-production/Ben Li.ipynb": "Ben Li"},
        {"9a/heroin-production/Ana.ipynb": "Ana", "9a/heroin-production/Ben.ipynb": "Ben"},
        {"9a/Ana García - heroin-production.ipynb": "Ana García - heroin-production", "9a/Ben.ipynb": "Ben"},
        {"Bio/Ana - heroin.ipynb": "Ana - heroin", "Bio/Ben - heroin.ipynb": "Ben - heroin"},
        {"ana/heroin-production/heroin.ipynb": "ana", "ben/heroin-production/heroin.ipynb": "ben"},
        {"9a/ana/heroin-production/a.ipynb": "ana", "9a/ben/heroin-production/b.ipynb": "ben"},
        {"9a/Ana_7_assignsubmission_file_/x.ipynb": "Ana", "9a/Ben_8_assignsubmission_file_/x.ipynb": "Ben"},
        {"9a/ana_7_98_x.ipynb": "ana", "9a/ben_8_99_x.ipynb": "ben"},
        {"Ana.zip": "Ana", "Ben.zip": "Ben", "9a/Cem.zip": "Cem", "9a/Dilek.zip": "Dilek"},
        {"1001/x.ipynb": "1001", "1002/x.ipynb": "1002"},
        {"9a/4711.ipynb": "4711", "9a/4712.ipynb": "4712"},
        {"Ana/homework_2026_11_28.ipynb": "Ana", "Ben/homework_2026_11_28.ipynb": "Ben"},
    ],
)  # fmt: skip
def test_each_student_has_a_notebook(given, around):
    assert whose([around + place for place in given]) == list(given.values())


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize(
    "given",
    [
        {"Ana/heroin.ipynb": H, "Ana/fentanyl.ipynb": F, "Ben/heroin.ipynb": H},
        {"Ana/one.ipynb": H, "Ana/other.ipynb": F, "Ben/one.ipynb": H, "Ben/other.ipynb": F},
        {"Ana/heroin-production.ipynb": H, "Ana/heroin-production (1).ipynb": H, "Ben/x.ipynb": H},
        {"Ana/heroin-production.ipynb": H, "Ana/heroin-production-Copy1.ipynb": H, "Ben/x.ipynb": H},
        {"Ana/draft.ipynb": H, "Ana/final version.ipynb": H, "Ben/x.ipynb": H},
        {"Ana/uno.ipynb": H, "Ana/dos.ipynb": H, "Ben/uno.ipynb": H, "Ben/dos.ipynb": H},
        {"Ana/heroin-production/x.ipynb": H, "Ana/fentanyl-seizures/y.ipynb": F, "Ben/heroin-production/x.ipynb": H},
        {"Ana/part 1/x.ipynb": H, "Ana/part 2/y.ipynb": H, "Ben/part 1/x.ipynb": H},
        {"Ana/x.ipynb": H, "Ana/old/x.ipynb": H, "Ben/x.ipynb": H},
        {"Ana/lila.ipynb": H, "Ana/blau.ipynb": H, "Ben/x.ipynb": H},  # either; named, not split
        {"9a/Ana/draft.ipynb": H, "9a/Ana/final.ipynb": H, "9a/Ben/x.ipynb": H, "9b/Cem/final.ipynb": H},
    ],
)  # fmt: skip
def test_several_files_of_one_student_stay_together(given, around):
    found = whose([(around + place, name) for place, name in given.items()])
    assert found == [
        next(part for part in place.split("/") if part in ("Ana", "Ben", "Cem")) for place in given
    ]


def test_folders_with_a_running_number_are_students():
    assert whose(["1/x.ipynb", "2/x.ipynb"]) == ["1", "2"]


def test_what_is_no_notebook_belongs_to_the_student_around_it():
    books = ["9a/Ana/x.ipynb", "9a/Ben.ipynb", "9b/Cem/x.ipynb"]
    owners = Owners({PurePosixPath(place): H for place in books}, NAMES)
    for place, student in {
        "9a/Ana/notes/essay.txt": "Ana",
        "9a/Dilek/essay.docx": "Dilek",
        "9a/Eva.docx": "Eva",
        "9c/Fay/essay.pdf": "Fay",
    }.items():
        assert owners.who(PurePosixPath(place))[0] == student
