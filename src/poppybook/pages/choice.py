"""A choice between charts that show the same thing in different measures."""

from poppybook.book.templates import render
from poppybook.dataset.arguments import need_text, need_texts, shown

from .reference import Fragment


def choose_chart(question: str, charts: dict[str, str]) -> Fragment:
    """Write a list of links to charts of the same page; on the site it becomes a choice that shows one at a time.

    Parameters
    ----------
    question : str
        What is chosen, such as "Measure".
    charts : dict
        Id of a chart → its name in the choice; the first shows first.

    Returns
    -------
    Fragment
        Put it before the charts, and the charts one after the other.

    Raises
    ------
    TypeError, ValueError
        For what is no text, and for fewer than two charts.

    Examples
    --------
    >>> "#by-weight" in pb.pages.choose_chart("Measure", {"by-weight": "Weight", "by-count": "Count"}).html
    True
    """
    need_text("the question", question)
    if not isinstance(charts, dict):
        raise TypeError(f"charts is a dict from the id of a chart to its name, not {shown(charts)}")
    if len(charts) < 2:
        raise ValueError(f"a choice needs two charts or more; {question!r} has {len(charts)}")
    need_texts("id and name of a chart", [*charts, *charts.values()])
    return Fragment(render("pages/choice.html.j2", question=question, charts=charts))
