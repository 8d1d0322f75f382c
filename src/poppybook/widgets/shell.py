"""What every explorer looks like: controls, a line of words, the picture, the Python behind it and the table."""

from collections.abc import Callable, Iterable
from contextlib import contextmanager

import ipywidgets as widgets
import pandas as pd
import plotly.graph_objects as go
from markupsafe import Markup

from poppybook.book.templates import macros
from poppybook.charts.display import CONFIG
from poppybook.language import explore as words

from .answer import Answer

SHOWN_ROWS = 100  # of the table on screen; `.table` has all
WIDE = widgets.Layout(width="min(100%, 46rem)")
FIELD = widgets.Layout(width="min(100%, 22.5rem)")


class Explorer(widgets.VBox):
    """An explorer in a notebook cell.

    `code`: three lines of Python that give the table again as `rows`. `call`: the one line that opens the explorer as
    it stands. `table`: the rows behind the picture as a DataFrame. `figure`: the picture, or None when there is none.
    """

    def __init__(self, controls: Iterable[widgets.Widget], ask: Callable[[], Answer]):
        """controls: the widgets above the picture. ask: gives the answer to what they say now."""
        self._ask, self._quiet = ask, False
        self._said, self._code, self._table = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self._picture = widgets.Output()
        rows = widgets.HBox(list(controls), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([rows, self._said, self._picture, self._code, self._table])
        self.add_class("poppybook-explorer")
        self.refresh()

    @property
    def code(self) -> str:
        """Three lines of Python whose `rows` equal `table`; empty when nothing is chosen."""
        return self._answer.code

    @property
    def call(self) -> str:
        """The one line that opens the explorer in the state it is in."""
        return self._answer.call

    @property
    def table(self) -> pd.DataFrame:
        """The rows behind the picture, a copy."""
        return self._answer.table.copy()

    @property
    def figure(self) -> go.Figure | None:
        """The picture, or None when there is nothing to draw."""
        return self._answer.figure

    def follow(self, *controls: widgets.Widget) -> None:
        """Answer anew whenever one of the controls changes its value."""
        for control in controls:
            control.observe(lambda change: self.refresh(), "value")

    @contextmanager
    def quiet(self):
        """Controls may change here without an answer to each change; there is one at the end."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before
        self.refresh()

    def refresh(self) -> None:
        """Show the answer to what the controls say."""
        if self._quiet:
            return
        self._answer = answer = self._ask()
        made = macros("widgets/explorer.html.j2")
        code = f"{answer.code}\n# {words.SAY['again']} {answer.call}".strip()
        self._said.value = str(made.said(answer.said))
        self._code.value = str(made.code(words.SAY["python"], code))
        self._table.value = str(made.table(*_table(answer.table)))
        with self._picture:
            # The old picture goes when the next one is there. Where none follows it would stay for good.
            self._picture.clear_output(wait=answer.figure is not None)
            if answer.figure is not None:
                answer.figure.show(config=CONFIG)


def _table(rows: pd.DataFrame) -> tuple[str, Markup]:
    head = words.table_head(min(len(rows), SHOWN_ROWS), len(rows))
    shown = rows.head(SHOWN_ROWS).dropna(axis="columns", how="all")
    # How many digits a column has is pandas' to say, and so the table is its own; it escapes what it holds.
    return head, Markup(shown.to_html(index=False, border=0, na_rep="") if len(shown) else "")


def dropdown(label: str, options: Iterable, value: str) -> widgets.Dropdown:
    """A labelled choice of one; options as for `pairs`."""
    return widgets.Dropdown(options=pairs(options), value=value, description=label, layout=FIELD)


def turned(labels: dict[str, str]) -> list[tuple[str, str]]:
    """Labels by value as options: pairs of label and value."""
    return [(label, value) for value, label in labels.items()]


def pairs(options: Iterable) -> list[tuple[str, str]]:
    """Options as (shown, value): a plain word is its own value. A mixture ipywidgets would take for words."""
    return [one if isinstance(one, tuple) else (one, one) for one in options]
