"""The questions as files for learning platforms: read back, they ask, accept and say what the pages do."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

import poppybook as pb
from poppybook.book.project import Project
from poppybook.site.downloads import questions as read
from poppybook.site.downloads.gift import gift
from poppybook.site.downloads.qti import package

BOOK = Path(__file__).parents[2]
QTI = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1", "cp": "http://www.imsglobal.org/xsd/imscp_v1p1"}
SIGNS = "a ~ b = c # d { e } f: g \\ h < i & \"j\" 'k'"
ASKED = [
    {"ask": f"Number {SIGNS}?", "answer": -39.5, "unit": "percent", "within": 0.6, "why": f"W {SIGNS}."}
    | {"slips": {f"Slip {SIGNS}.": 39.5, "Near the right one.": -39.0}, "hint": "Not in the files."},
    {
        "ask": f"Choice {SIGNS}?",
        "choose": {f"O {SIGNS}": f"S {SIGNS}", "no": "Said."},
        "right": "no",
        "why": "w",
    },
    {
        "ask": f"Text {SIGNS}?",
        "write": f"Good {SIGNS}",
        "why": "Two points.",
        "see": "a.html#b",
        "look": "See",
    },
]


@pytest.fixture(scope="module")
def book():
    return read.quizzes(Project(BOOK))


@pytest.fixture(scope="module")
def hard():
    """A quiz full of signs that the formats take for their own."""
    made = read._Reader(pb.teach.quiz(pb.load(BOOK / "data"), ASKED, sheet=f"T {SIGNS}").html)
    return read.Quiz("hard", made.title, "page", made.questions)


def test_questions_are_read_back_as_they_were_written(hard):
    number, choice, text = hard.questions
    assert hard.title == f"T {SIGNS}"
    assert (number.kind, number.ask, number.unit) == ("number", ASKED[0]["ask"], "percent, give or take 0.6")
    assert (float(number.answer), float(number.within)) == (-39.5, 0.6)
    assert number.slips == [(39.5, f"Slip {SIGNS}."), (-39.0, "Near the right one.")]
    assert number.key == f"−39.5 percent. W {SIGNS}."
    assert [(one.text, one.said, one.right) for one in choice.options] == [
        (f"O {SIGNS}", f"S {SIGNS}", False),
        ("no", "Said.", True),
    ]
    assert (text.kind, text.ask, text.key) == ("text", ASKED[2]["ask"], f"Good {SIGNS}. Two points.")


def test_every_question_of_the_book_is_there(book):
    shown = sum(
        path.read_text(encoding="utf-8").count('<form class=\\"pbq-')
        for path in (BOOK / "notebooks").glob("*.ipynb")
    )
    assert sum(len(quiz.questions) for quiz in book) == shown >= 40
    assert len({quiz.name for quiz in book}) == len(book) == 8
    for quiz in book:
        for one in quiz.questions:
            assert one.ask and one.key, quiz.name
            assert sum(option.right for option in one.options) == (one.kind == read.CHOICE), one.ask


# ---------------------------------------------------------------- GIFT


def unescaped(text):
    return re.sub(r"\\([\\~=#{}:])", r"\1", text).strip()


def parts(text, sign):
    """Cut at a sign that no backslash precedes."""
    return re.split(rf"(?<!\\)(?:\\\\)*{sign}", text)


def gift_questions(text):
    """The questions of a GIFT file, as Moodle's documentation says how to read one."""
    text = "\n".join(line for line in text.splitlines() if not line.startswith(("//", "$CATEGORY:")))
    for block in filter(str.strip, re.split(r"\n\s*\n", text)):
        whole = re.fullmatch(r"(?s)::((?:\\.|[^:\\])+)::\[plain\]((?:\\.|[^{\\])+)\{(.*)\n\}\s*", block)
        assert whole, block
        answers, _, general = whole[3].rpartition("\n\t####")
        yield unescaped(whole[1]), unescaped(whole[2]), answers, unescaped(general)


def accepted(answers):
    """Of a number's answers: value, tolerance, share of the points and comment."""
    assert answers.startswith("#")
    for line in answers[1:].strip().split("\n\t"):
        found = re.fullmatch(r"=(?:%(\d+)%)?(-?[\d.]+(?:e[-+]\d+)?):([\d.]+)#(.+)", line)
        assert found, line
        yield float(found[2]), float(found[3]), found[1] or "100", unescaped(found[4])


def test_the_gift_file_says_what_the_pages_say(book, hard):
    quizzes = [*book, hard]
    said = list(gift_questions(gift(quizzes, "1.0.0")))
    asked = [(quiz, one) for quiz in quizzes for one in quiz.questions]
    assert len(said) == len(asked)
    for (quiz, one), (name, ask, answers, general) in zip(asked, said, strict=True):
        assert name.startswith(quiz.title) and ask.startswith(one.ask) and general == one.key
        if one.kind == read.NUMBER:
            right, *wrong = accepted(answers)
            assert right == (float(one.answer), float(one.within), "100", "Yes.")
            assert [(value, text) for value, _, share, text in wrong if share == "0"] == [
                (pytest.approx(value, rel=1e-5), text) for value, text in one.slips
            ]
        elif one.kind == read.CHOICE:
            given = re.findall(r"(?m)^\t([=~])((?:\\.|[^#\\])+)#(.+)$", answers)
            assert [(mark == "=", unescaped(text), unescaped(told)) for mark, text, told in given] == [
                (option.right, option.text, option.said) for option in one.options
            ]
        else:
            assert answers == ""


# ---------------------------------------------------------------- QTI


def opened(quiz):
    archive = zipfile.ZipFile(io.BytesIO(package(quiz, "1.0.0")))
    return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


def test_a_package_names_each_of_its_files_once(book, hard):
    for quiz in [*book, hard]:
        files = opened(quiz)
        resources = files["imsmanifest.xml"].findall(".//cp:resource", QTI)
        named = [one.get("href") for one in resources]
        assert sorted([*named, "imsmanifest.xml"]) == sorted(files)
        types = {"test.xml": "imsqti_test_xmlv2p1"}
        assert all(one.get("type") == types.get(one.get("href"), "imsqti_item_xmlv2p1") for one in resources)
        items = [one.get("href") for one in files["test.xml"].findall(".//q:assessmentItemRef", QTI)]
        assert sorted([*items, "test.xml"]) == sorted(named) and len(items) == len(quiz.questions)
        identifiers = [files[name].get("identifier") for name in items]
        assert len(set(identifiers)) == len(items)
        assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", one) for one in identifiers), (
            "as the schema wants an NCName"
        )


def test_a_package_has_the_same_bytes_each_time(hard):
    assert package(hard, "1.0.0") == package(hard, "1.0.0")


def holds(condition, value):
    """Whether a value lies within the bounds of an `and` of a `gte` and an `lte`."""
    low, high = (float(condition.find(f".//q:{one}/q:baseValue", QTI).text) for one in ("gte", "lte"))
    return low <= value <= high


def processed(item, value):
    """Score and feedback that the item's response processing gives to a number."""
    branches = item.find("q:responseProcessing/q:responseCondition", QTI)
    branch = next(one for one in branches if one.find("q:and", QTI) is None or holds(one, value))
    found = {one.get("identifier"): one[0].text for one in branch.findall("q:setOutcomeValue", QTI)}
    shown = {one.get("identifier"): one.text for one in item.findall("q:modalFeedback", QTI)}
    return found.get("SCORE", "0"), shown[found["FEEDBACK"]]


def test_an_item_judges_as_the_page_does(book, hard):
    for quiz in [*book, hard]:
        files = opened(quiz)
        for index, one in enumerate(quiz.questions, start=1):
            item = files[f"q{index}.xml"]
            assert one.ask in "".join(item.find("q:itemBody", QTI).itertext())
            if one.kind == read.NUMBER:
                answer, within = float(one.answer), float(one.within)
                for value in (answer, answer + 0.99 * within, answer - 0.99 * within):
                    assert processed(item, value)[0] == "1", one.ask
                for value in (answer + 1.01 * within, answer - 1.01 * within):
                    assert processed(item, value)[0] == "0", one.ask
                for value, said in one.slips:
                    if abs(value - answer) > within:
                        assert processed(item, value) == ("0", f"Not yet. {said}")
            elif one.kind == read.CHOICE:
                right = item.find("q:responseDeclaration/q:correctResponse/q:value", QTI).text
                texts = {
                    each.get("identifier"): each.text for each in item.iterfind(".//q:simpleChoice", QTI)
                }
                assert list(texts.values()) == [option.text for option in one.options]
                assert texts[right] == next(option.text for option in one.options if option.right)
                shown = {each.get("identifier"): each.text for each in item.findall("q:modalFeedback", QTI)}
                assert list(shown.values()) == [option.said for option in one.options]
            else:
                assert item.find(".//q:rubricBlock[@view='scorer']", QTI).find("q:p", QTI).text == one.key


def test_no_slip_is_as_good_as_the_answer(book):
    for quiz in book:
        for one in quiz.questions:
            near = [said for value, said in one.slips if abs(value - float(one.answer)) <= float(one.within)]
            assert near == [], one.ask


def test_the_teachers_page_leads_to_each_file_with_its_number_of_questions(book):
    page = (BOOK / "teachers.qmd").read_text(encoding="utf-8")
    found = re.findall(r"\[(\d+) questions\]\(downloads/questions/([\w-]+)-qti\.zip\)", page)
    assert sorted(found) == sorted((str(len(quiz.questions)), quiz.name) for quiz in book)
    assert "(downloads/questions/questions-gift.txt)" in page
