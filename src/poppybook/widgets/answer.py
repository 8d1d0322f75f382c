"""What an explorer answers to a state: a table, a figure, a line of words, and the Python that gives them again."""

import json
from dataclasses import dataclass, fields

import pandas as pd
import plotly.graph_objects as go

LINES = "import poppybook as pb\ndata = pb.load()\nrows = {}"


@dataclass(frozen=True)
class Answer:
    """code: three lines of Python whose `rows` equal `table`; empty when nothing is chosen. call: the one line that
    opens the explorer in the same state. figure: None when there is nothing to draw; then `said` says why."""

    code: str
    call: str
    table: pd.DataFrame
    figure: go.Figure | None
    said: tuple[str, ...]


def lines(expression: str) -> str:
    """The three lines: import, load, and the expression for the rows."""
    return LINES.format(expression)


def call(name: str, state) -> str:
    """The call that opens an explorer in a state, with what differs from its defaults."""
    given = [
        f"{field.name}={literal(getattr(state, field.name))}"
        for field in fields(state)
        if getattr(state, field.name) != field.default
    ]
    return f"pb.{name}({', '.join(['data', *given])})"


def literal(value) -> str:
    """A value as Python source in the book's style: double quotes, tuples as lists."""
    if isinstance(value, tuple):
        return f"[{', '.join(literal(each) for each in value)}]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
