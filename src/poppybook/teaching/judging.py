"""Judge answers: the checks and hidden tests of an assignment, on plain values, where no student code runs.

What a student did to `check`, to the package or to Python itself does not reach this process: only the values arrive
that the notebook's names stand for, and what its functions give for the arguments that a hidden test chooses.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import os
import signal
import symtable
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nbformat import NotebookNode

from poppybook.language import grading as words

from .answers import WrongAnswer
from .mending import grade_id
from .student import Ended
from .values import TooMuch, pack, unpack

SECONDS = 20  # of processor that the check of one answer takes at most
MOST_SAID = 4000  # characters that a check says


@dataclass(frozen=True)
class GradedCell:
    """One cell that earns points: how many, who gives them, and for a check its code with hidden tests and without."""

    name: str
    most: float
    by_hand: bool
    handed_out: str
    code: str


@dataclass(frozen=True)
class Paper:
    """What marking needs of an assignment: its graded cells in order, and the cells that come before any answer."""

    name: str
    folder: str
    cells: dict[str, GradedCell]
    first: str


def paper(name: str, folder: str, source: NotebookNode, released: NotebookNode) -> Paper:
    """Read an assignment: `source` with solutions and hidden tests, `released` without."""
    full = {grade_id(cell): cell for cell in source.cells}
    cells, first = {}, []
    for cell in released.cells:
        about = cell.metadata.get("nbgrader")
        if cell.cell_type == "code":
            first += _imports(cell.source)
            if about and about["locked"] and not about["grade"]:
                first.append(cell.source)
        if about and about["grade"]:
            code = full[grade_id(cell)].source
            cells[grade_id(cell)] = GradedCell(
                grade_id(cell), about["points"], about["solution"], cell.source, code
            )
    return Paper(name, folder, cells, "\n".join(first))


def _imports(source: str) -> list[str]:
    with contextlib.suppress(SyntaxError):
        return [
            ast.unparse(each)
            for each in ast.parse(source).body
            if isinstance(each, ast.Import | ast.ImportFrom)
        ]
    return []


def wanted(source: str, known: set[str]) -> list[str]:
    """The names that a check takes from the notebook."""
    top = symtable.symtable(source, "check", "exec")
    asked: set[str] = set()

    def look(table: symtable.SymbolTable) -> None:
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                asked.add(symbol.get_name())
        for inner in table.get_children():
            look(inner)

    look(top)
    own = {each.get_name() for each in top.get_symbols() if each.is_assigned() or each.is_imported()}
    return sorted(asked - own - known - set(dir(builtins)))


class Judge:
    """Judges the checks of one assignment, in this process."""

    def __init__(self, paper: Paper):
        self._paper = paper
        self._space: dict = {"__name__": "__main__"}
        os.chdir(paper.folder)  # where the fingerprints lie
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(paper.first, paper.name, "exec"), self._space)

    def names(self, check: str) -> list[str]:
        """What a check takes from the notebook."""
        return wanted(self._paper.cells[check].code, set(self._space))

    def judge(self, check: str, found: dict, call: Callable[[str, list], dict]) -> tuple[bool, str]:
        """Whether the answers are right, and what the student hears.

        found: the packed values by name; call: gives the answer of one of the notebook's functions.
        """
        space, said = dict(self._space), io.StringIO()
        try:
            for name in self.names(check):
                if name in found:
                    space[name] = unpack(found[name], _far(name, call))
        except TooMuch:
            return False, words.ANSWER_TOO_LARGE
        except Exception:
            return False, words.ANSWER_UNREADABLE
        try:
            with contextlib.redirect_stdout(said), _bounded():
                exec(compile(self._paper.cells[check].code, check, "exec"), space)
        except Ended:
            raise
        except WrongAnswer as error:
            return False, _short(said.getvalue() + str(error))
        except NameError as error:
            return False, _short(said.getvalue() + words.no_such_name(str(error.name)))
        except InTheNotebook as error:
            return False, _short(said.getvalue() + str(error))
        except (TooMuch, TooLong):
            return False, _short(said.getvalue() + words.ANSWER_TOO_LARGE)
        except Exception:
            return False, _short(said.getvalue() + words.ANSWER_UNFIT)
        return True, _short(said.getvalue())


class TooLong(BaseException):
    """A check takes too long with an answer; no check takes it for an error of its own."""


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    """Raise TooLong once this process has computed for too long. To wait for the notebook's functions costs nothing."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*what) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class InTheNotebook(Exception):
    """A function of the notebook failed; the text says how."""


def _far(name: str, call: Callable[[str, list], dict]) -> Callable:
    def function(*arguments):
        answer = call(name, [pack(each) for each in arguments])
        if "value" not in answer:
            raise InTheNotebook(f"{name}: {str(answer.get('error'))[:1000]}")
        return unpack(answer["value"])

    return function


def _short(text: str) -> str:
    return text if len(text) <= MOST_SAID else f"{text[:MOST_SAID]} …"
