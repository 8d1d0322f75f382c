"""The outermost name wins: nobody becomes somebody else by what he calls his own files, folders and zips."""

import io
import random
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

import nbformat
import pytest

from poppybook.teaching import intake
from poppybook.teaching.course import assignments
from poppybook.teaching.grade import _chosen
from poppybook.teaching.owners import Owners

WORK = "heroin-production"
BOOK = Path(__file__).parents[2]
TASKS = {WORK: set(), "fentanyl-seizures": set()}
ANA, BEN, CY = ("Ana García", "garciaana", "111"), ("Ben Li", "benli", "222"), ("Cy Wu", "wucy", "333")


def book(assignment=WORK):
    return nbformat.writes(nbformat.v4.new_notebook(metadata={"poppybook": {"assignment": assignment}}))


def flat(inner):
    return inner.replace("/", "-")


def packed(files):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return raw.getvalue()


# How each platform writes what a student hands in, and which of the three names it knows.
PLATFORMS = {
    "Canvas": (lambda who, inner: f"{who[1]}_{who[2]}_99{who[2]}_{flat(inner)}", 1),
    "Canvas, late": (lambda who, inner: f"{who[1]}_LATE_{who[2]}_99{who[2]}_{flat(inner)}", 1),
    "Moodle, folders": (lambda who, inner: f"{who[0]}_{who[2]}_assignsubmission_file_/{inner}", 0),
    "Moodle, files": (lambda who, inner: f"{who[0]}_{who[2]}_assignsubmission_file_{flat(inner)}", 0),
    "Brightspace, folders": (lambda who, inner: f"9{who[2]}-7 - {who[0]} - Nov 5, 2026 1103 AM/{inner}", 0),
    "Brightspace, files": (lambda who, inner: f"9{who[2]}-7 - {who[0]} - Nov 5, 2026 1103 AM - {flat(inner)}", 0),
    "nbgrader": (lambda who, inner: f"submitted/{who[1]}/{WORK}/{inner}", 1),
    "folders": (lambda who, inner: f"{who[0]}/{inner}", 0),
    "folders of classes": (lambda who, inner: f"Class 9a/{who[0]}/{inner}", 0),
}  # fmt: skip
IN_THE_NAME = ("Canvas", "Canvas, late", "Moodle, files", "Brightspace, files")
AS_ANA = [
    *(write(ANA, "x.ipynb") for write, _ in PLATFORMS.values()),
    *(write(ANA, "") + ".ipynb" for name, (write, _) in PLATFORMS.items() if name in IN_THE_NAME),
    "Ana García.ipynb",
    f"{ANA[1]}.ipynb",
    f"123-7 - {ANA[0]} - Nov 5, 2026 1105 AM.ipynb",
    f"y_{ANA[2]}_assignsubmission_file_.ipynb",
    f"y/{ANA[1]}_{ANA[2]}_444_x.ipynb",
    "Class 9b/Ana García.ipynb",
    f"submitted/{ANA[1]}/x.ipynb",
]


def put(folder, name, content):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def as_in(files, folder, zipped):
    """The export as a folder or as the zip of it."""
    if zipped:
        put(folder, "export.zip", packed(files))
        return folder / "export.zip"
    for name, content in files.items():
        put(folder, name, content)
    return folder


def told(files, folder, zipped=False):
    """Who has a line and what for, and that each notebook has exactly one."""
    given = as_in(files, folder, zipped)
    found, refused, _ = intake.read(given, TASKS)
    lines = Counter((each.student, each.id) for each in (*found, *refused))
    return {each.student: each.id for each in found}, lines


@pytest.mark.parametrize("zipped", [False, True])
@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("name", AS_ANA)
def test_a_file_of_a_classmates_name_stays_his_own(tmp_path, platform, name, zipped):
    write, known = PLATFORMS[platform]
    files = {
        write(ANA, "x.ipynb"): book(),
        write(CY, "x.ipynb"): book(),
        write(BEN, name): book(),
    }
    ids = platform[:6] in ("Canvas", "Moodle")
    graded, lines = told(files, tmp_path, zipped)
    assert graded == {who[known]: who[2] if ids else "" for who in (ANA, BEN, CY)}
    assert set(lines.values()) == {1}


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("names", [AS_ANA, AS_ANA[:2], AS_ANA[9:11], AS_ANA[5:6] * 2])
@pytest.mark.parametrize("beside", [(ANA,), (ANA, CY)])
def test_several_files_of_classmates_names_take_nobody_with_them(tmp_path, platform, names, beside):
    write, known = PLATFORMS[platform]
    files = {write(who, "x.ipynb"): book() for who in beside}
    files |= {write(BEN, name.replace("x.", f"x{at}.")): book() for at, name in enumerate(names)}
    graded, lines = told(files, tmp_path)
    assert set(graded) == {who[known] for who in beside}
    assert {student for student, _ in lines} == {who[known] for who in (*beside, BEN)}


@pytest.mark.parametrize("platform", [name for name in PLATFORMS if name not in ("Canvas, late",)])
@pytest.mark.parametrize("name", AS_ANA)
def test_nor_does_what_lies_in_his_zip(tmp_path, platform, name):
    write, known = PLATFORMS[platform]
    files = {
        write(ANA, "x.ipynb"): book(),
        write(BEN, "work.zip"): packed({name: book()}),
        write(CY, "x.ipynb"): book(),
    }
    graded, lines = told(files, tmp_path)
    assert set(graded) == {who[known] for who in (ANA, BEN, CY)} and set(lines.values()) == {1}


@pytest.mark.parametrize("inside", [AS_ANA[:1], AS_ANA[:5]])
def test_a_zip_beside_students_is_no_class(tmp_path, inside):
    """A zip of the student's own name, in which several lie under names of a platform."""
    files = {"Ana García.ipynb": book(), "Cy.zip": packed({"x.ipynb": book()})}
    files["Ben Li.zip"] = packed(dict.fromkeys(inside, book()))
    graded, lines = told(files, tmp_path)
    assert set(graded) >= {"Ana García", "Cy"}
    assert {student for student, _ in lines} == {"Ana García", "Ben Li", "Cy"}


@pytest.mark.parametrize("name", AS_ANA)
@pytest.mark.parametrize("write", [PLATFORMS["folders"][0], PLATFORMS["nbgrader"][0]])
def test_nobody_hands_in_for_another(tmp_path, write, name):
    """The only one who handed in, and one of two."""
    who = {"benli", "Ben Li"}
    assert set(told({write(BEN, name): book()}, tmp_path / "one")[0]) < who
    both = {write(BEN, name): book(), write(CY, "x.ipynb"): book()}
    assert set(told(both, tmp_path / "two")[0]) < who | {"wucy", "Cy Wu"}


def test_exports_of_classes_side_by_side_are_still_read(tmp_path):
    moodle, canvas = PLATFORMS["Moodle, folders"][0], PLATFORMS["Canvas"][0]
    files = {f"Red/{moodle(who, 'x.ipynb')}": book() for who in (ANA, BEN)}
    files |= {f"Blue/{canvas(CY, 'x.ipynb')}": book()}
    more = [moodle((name, "", number), "x.ipynb") for name, number in (("Di", "4"), ("Ed", "5"))]
    files["Bio heroin.zip"] = packed(dict.fromkeys(more, book()))
    graded, _ = told(files, tmp_path)
    assert graded == {"Ana García": "111", "Ben Li": "222", "wucy": "333", "Di": "4", "Ed": "5"}


def test_a_name_of_two_forms_is_read_as_the_others_of_its_folder():
    """In Moodle a student may call himself what Canvas writes; in Canvas a file may be called what Moodle writes."""
    of_moodle = {
        "Cy_3_assignsubmission_file_x.ipynb": "Cy",
        "Ana_7_8_4_assignsubmission_file_x.ipynb": "Ana_7_8",
    }
    of_canvas = {"cy_3_5_x.ipynb": "cy", "ana_7_8_y_4_assignsubmission_file_x.ipynb": "ana"}
    for names in (of_moodle, of_canvas):
        owners = Owners({PurePosixPath(name): WORK for name in names}, TASKS)
        assert {name: owners.who(PurePosixPath(name))[0] for name in names} == names


def test_each_student_has_one_voice_in_what_the_assignment_is(tmp_path):
    write = PLATFORMS["Canvas"][0]
    files = {write(who, "x.ipynb"): book() for who in (ANA, CY)}
    for at in range(5):
        name = f"y_{1000 + at}_assignsubmission_file_x{at}.ipynb"
        files[write(BEN, name).replace("_99222_", f"_{at}_")] = book("fentanyl-seizures")
    found, refused, _ = intake.read(as_in(files, tmp_path, zipped=False), TASKS)
    assert {each.student for each in found} == {"garciaana", "wucy"}
    chosen = _chosen(found, refused, assignments(BOOK), None, tmp_path / "out")
    assert chosen.name == WORK


# ---------------------------------------------------------------- whatever he makes of his own folder

FOLDERS = {
    "folders": "{0}",
    "folders of a class": "Class 9a/{0}",
    "a class of any name": "Red/{0}",
    "nbgrader": "submitted/{1}/" + WORK,
    "Moodle": "{0}_{2}_assignsubmission_file_",
    "Brightspace": "9{2}-7 - {0} - Nov 5, 2026 1103 AM",
    "Teams": "HW/Submitted files/{0}/HW/Version 1",
}
HONEST = [["x.ipynb"], ["heroin.ipynb", "fentanyl.ipynb"], ["notes/x.ipynb"]]
PARTS = [
    "Ana García",
    "garciaana",
    "Cy Wu",
    "Class 9a",
    "9b",
    "Red",
    "submitted",
    "Submitted files",
    "Version 2",
    WORK,
]
PARTS += [
    "final",
    "x",
    "Ben Li",
    "123-7 - Ana García - Nov 5, 2026 1105 AM",
    "garciaana_111_444_x",
    "q",
    "source",
]
PARTS += ["Ana García_111_assignsubmission_file_", "Working files"]


def his_own(chance):
    """The places of notebooks in a student's folder, as if made up to be taken for others."""
    liked = chance.sample(PARTS, chance.randint(1, 6))
    for _ in range(chance.randint(1, 12)):
        times = chance.choice([1, 1, 1, 20])
        yield (
            "/".join(
                [*(chance.choice(liked) for _ in range(chance.randint(0, 3) * times)), chance.choice(liked)]
            )[:900].strip("/")
            + ".ipynb"
        )


@pytest.mark.parametrize("layout", FOLDERS)
@pytest.mark.parametrize("seed", range(30))
def test_whatever_lies_in_a_students_folder_is_his(layout, seed):
    chance = random.Random(seed)
    above = {who: FOLDERS[layout].format(*who) for who in (ANA, BEN, CY)}
    honest = {PurePosixPath(above[who], name): who for who in (ANA, CY) for name in chance.choice(HONEST)}
    others = {PurePosixPath(above[BEN], name): BEN for name in his_own(chance)}
    known = {place: chance.choice(list(TASKS)) for place in honest | others}
    owners = Owners(known, TASKS)
    name = 1 if layout == "nbgrader" else 0
    assert {place: owners.who(place)[0] for place in known} == {
        place: who[name] for place, who in (honest | others).items()
    }
