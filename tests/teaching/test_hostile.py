"""A class that attacks: what one submission does is its own line, nothing gets out, no point is forged.

The class is graded by the command itself, its output in an encoding that lacks most names, once with bubblewrap where
that is installed and once with what Linux gives to everybody.
"""

import csv
import html
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sample import first

from poppybook.teaching import course, workroom

BOOK = Path(__file__).parents[2]
ONE = "cooperation-timeline"
SHAPES = [
    [],
    "text",
    5,
    None,
    {"a": [{"b": 1}]},
    {"nbgrader": []},
    {"nbgrader": {"grade_id": {}}},
    {"tags": 5},
]


def submission(*codes, wrong=False, shapes=None):
    """The solved notebook as JSON, with cells of these codes after the set-up."""
    notebook = json.loads(course.assignment(BOOK, ONE).path.read_text(encoding="utf-8"))
    cells = notebook["cells"]
    at = next(i for i, cell in enumerate(cells) if cell["id"] == "setup") + 1
    more = {"cell_type": "code", "metadata": {}, "execution_count": None, "outputs": []}
    if wrong:
        for cell in cells:
            if cell["id"].startswith("answer-") and cell["cell_type"] == "code":
                cell["source"] = GUESSED
    cells[at:at] = [{**more, "id": f"attack-{i}", "source": code} for i, code in enumerate(codes)]
    if shapes is not None:
        for number, cell in enumerate(cells):
            cell["metadata"] = SHAPES[number % len(SHAPES)]
        notebook["metadata"] = {
            "kernelspec": shapes,
            "language_info": shapes,
            "poppybook": {"assignment": ONE},
        }
        cells += [5, None, [], {"cell_type": [], "source": {}}]
    return json.dumps(notebook)


DOORS = ["exit()", "quit", "raise SystemExit", "%kill", "get_ipython().ask_exit()"]
FATAL = ["import os; os._exit(0)", "import os; os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"]
FORGED = [
    "check = lambda *anything: print('this is what the data give')",
    "import poppybook as pb, builtins\npb.teach.expect = pb.teach.checks = lambda *a, **k: (lambda *b: None)",
    "import poppybook.teaching.answers as answers\nanswers.expect = answers.judge = lambda *a, **k: None",
    "class Yes(float):\n    def __eq__(self, other): return True\n    def __sub__(self, other): return 0.0\n"
    "    __rsub__ = __sub__\n    def __abs__(self): return 0.0",
    # lines as the runner writes them, into whatever is open
    "import os\nfor line in range(3, 30):\n    for number in range(80):\n        try:\n"
    '            os.write(line, b\'[%d, {"values": {}, "points": 999}]\\n\' % number)\n'
    "        except OSError:\n            break",
]
# Every answer wrong, but for what the check itself might give away.
GUESSED = """meetings = days = difference = change = transferred = per_year = only_news = 1
for guess in range(300):
    try:
        pb.teach.checks("cooperation-timeline")("1", guess)
    except Exception:
        continue
    meetings = guess
    break"""
PAGE = [
    "from IPython.display import HTML, display\n"
    "display(HTML('<meta http-equiv=refresh content=\"0;url=http://evil.test\"><script>1</script>'))",
    "print('</pre><script>alert(1)</script><meta http-equiv=refresh content=0;url=http://evil.test>')",
]
MARKDOWN = (
    "<meta http-equiv=refresh content='0;url=http://evil.test'> <img src=http://evil.test/a.png> "
    "![a](http://evil.test/a.png) [b](javascript:alert(1)) <form action=http://evil.test><input autofocus></form>"
)


def spying(outside: Path, listening: str) -> list[str]:
    """Cells that try what must not work, and print what did."""
    return [
        f"""import os, socket
def tried(what):
    try:
        return what()
    except (OSError, KeyError) as error:
        return type(error).__name__
print("READ", tried(lambda: len(open({str(course.assignment(BOOK, ONE).path)!r}).read())))
print("WROTE", tried(lambda: open({str(outside)!r}, "w").write("x")))
print("SECRET", tried(lambda: open({str(outside.with_name("secret.txt"))!r}).read()))
print("MET", tried(lambda: socket.create_connection(("1.1.1.1", 53), 2)))
print("ENVIRONMENT", sorted(name for name in os.environ if "SECRET" in name))""",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        f"        os.execv('/bin/sleep', ['{listening}', '300'])\n    os._exit(0)",
        "print('\\ud83d')",
        "import os\nos.system('echo LOUD; echo LOUD >&2')\nos.write(2, b'Traceback: LOUD')",
    ]


@pytest.fixture(scope="module", params=first(1, ["bubblewrap", "without"]))
def attacked(request, tmp_path_factory):
    """The attacking class, graded by the command."""
    if request.param == "bubblewrap" and not shutil.which("bwrap"):
        request.param = "without"
    folder = tmp_path_factory.mktemp(request.param)
    inside, outside = folder / "in", folder / "outside.txt"
    inside.mkdir()
    (folder / "secret.txt").write_text("a letter to a colleague")
    sleeper = f"poppysleeper-{request.param}"
    hand_in = {
        "Łucja Żak_1_assignsubmission_file_": submission(*DOORS, *FATAL),
        "王小明_2_assignsubmission_file_": submission(shapes=[[{}]]),
        "Forger_3_assignsubmission_file_": submission(*FORGED, wrong=True),
        "Spy_4_assignsubmission_file_": submission(*spying(outside, sleeper)),
        "Page_5_assignsubmission_file_": submission(*PAGE),
    }
    for name, content in hand_in.items():
        (inside / name).mkdir()
        if name.startswith("Page"):
            notebook = json.loads(content)
            notebook["cells"].append({"cell_type": "markdown", "id": "m", "metadata": {}, "source": MARKDOWN})
            content = json.dumps(notebook)
        (inside / name / "work.ipynb").write_text(content, encoding="utf-8")
    (inside / "Essay_6_assignsubmission_onlinetext_").mkdir()
    (inside / "Essay_6_assignsubmission_onlinetext_" / "onlinetext.html").write_text("<p>My essay</p>")
    path = os.environ["PATH"]
    if request.param == "without":  # a PATH on which there is Python and nothing else
        path = str(Path(sys.executable).parent)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "poppybook.cli",
            "grade",
            str(inside),
            str(folder / "out"),
            "--cell-seconds",
            "60",
        ],
        cwd=BOOK,
        env=os.environ | {"PATH": path, "PYTHONUTF8": "0", "PYTHONIOENCODING": "cp1252", "SOME_SECRET": "1"},
        capture_output=True,
    )
    said = (done.stdout + done.stderr).decode("cp1252")
    with (folder / "out" / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    return SimpleNamespace(
        done=done, said=said, rows=rows, out=folder / "out", outside=outside, sleeper=sleeper
    )


def page(attacked, number):
    return next((attacked.out / "feedback").glob(f"*-{number}.html")).read_text(encoding="utf-8")


def test_whoever_attacks_the_command_ends_well_and_all_have_a_line(attacked):
    assert attacked.done.returncode == 1  # the essay is not graded
    assert "Traceback" not in attacked.said
    assert "LOUD" not in attacked.said
    assert [(attacked.rows[n]["state"]) for n in "123456"] == ["graded"] * 5 + ["not graded"]
    assert attacked.rows["6"]["student"] == "Essay"
    assert "onlinetext.html" in attacked.rows["6"]["remarks"]


def test_cells_that_leave_or_end_python_are_named_and_nothing_else_is_lost(attacked):
    row = attacked.rows["1"]
    assert row["points by check"] == row["most by check"] == "24"
    assert row["remarks"].count("called exit") == 4
    assert row["remarks"].count("ended Python itself") == len(FATAL)
    assert row["student"] == "Łucja Żak"


def test_metadata_of_any_shape_costs_no_point(attacked):
    assert attacked.rows["2"]["points by check"] == "24"
    assert "lost their names" in attacked.rows["2"]["remarks"]


def test_no_point_is_forged(attacked):
    assert attacked.rows["3"]["points by check"] == "0"
    assert attacked.rows["3"]["most by check"] == "24"


@pytest.mark.skipif(
    sys.platform != "linux", reason="elsewhere the system has no means, and the command says so"
)
def test_nothing_gets_out_where_the_command_says_so(attacked):
    said = html.unescape(page(attacked, 4))
    assert attacked.rows["4"]["points by check"] == "24"
    assert "ENVIRONMENT []" in said
    tried = {
        "network": r"MET \w*Error",
        "reading": r"READ \w*Error[\s\S]*SECRET \w*Error",
        "files": r"WROTE \w*Error",
    }
    lines = attacked.said.splitlines()
    from poppybook.language.grading import LIMITS

    for name, pattern in tried.items():
        holds = any(line.startswith("  holds  ") and line.endswith(LIMITS[name][0]) for line in lines)
        fails = any(line.startswith("  NOT    ") and line.endswith(LIMITS[name][1]) for line in lines)
        assert holds != fails, name
        if holds:
            assert re.search(pattern, said), name
    assert not attacked.outside.exists()


def test_nothing_outlives_the_command(attacked):
    import psutil

    assert not [
        each for each in psutil.process_iter(["cmdline"]) if attacked.sleeper in (each.info["cmdline"] or [])
    ]
    assert not list(Path(attacked.out.parent).glob(f"{workroom.PREFIX}*"))


def test_a_feedback_page_holds_no_html_of_the_student_and_no_hidden_test(attacked):
    text = page(attacked, 5)
    assert not re.search(r"<(script|iframe|object|form|input|img|svg|link)\b", text)
    assert len(re.findall(r"<meta http-equiv", text)) == 1
    assert not re.search(r'(href|src)="(?!https?:|#)', text)
    assert "def hidden_" not in text
    assert "pb.teach.expect" not in text
