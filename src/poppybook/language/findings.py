"""What the fold “How we know” says, and how a text points to a finding: `[peaked](#finding-peak)`.

A finding is a statement and the expression that decides it (pages/how_we_know.py). The words of a title, a takeaway or
a sentence that say a direction, a rank, a share or a cause carry a link to it, as a number carries one to its row.
"""

import re

from poppybook import language as words

PREFIX = "finding-"
LINK = re.compile(rf"\[(?P<said>[^\[\]]+)\]\(#{PREFIX}(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\)")

LABEL = "How we know"
CODE = "The values, as the code takes them"
# Of periods that lack a number a statement may speak only when it says so; of rows of several kinds, too.
PRINTED = ("printed", "published", "found")
MIXED = ("mixed", "together")
YES, NO = "yes", "no"


def plain(text: str) -> str:
    """A text without its links to findings."""
    return LINK.sub(lambda found: found["said"], text)


def summary(count: int) -> str:
    """Over the findings of a chart: `How we know: 3 findings`."""
    return f"{LABEL}: 1 finding" if count == 1 else f"{LABEL}: {count} findings"


def several(pairs: list[str], more: int) -> str:
    """Values in a line."""
    return "; ".join(pairs) + (f"; and {more} more" if more else "")


def of_period(period: str, value: str) -> str:
    """`2017: 44,100`."""
    return f"{words.period(period)}: {value}"


def gaps(series: str, lacking: list[str]) -> str:
    """What is missing behind a peak or a “never”."""
    return f"No number of {series} for {', '.join(lacking)}"


def overturned(series: str, lacking: list[str]) -> str:
    """Why a finding is not decided: numbers that are missing could make it false."""
    return (
        f"{gaps(series, lacking)}: any of them could overturn it. Choose a stretch without a gap, or let the statement "
        f"speak of what was {' or '.join(PRINTED)}"
    )


def publisher_unnamed(series: str, others: list[str]) -> str:
    """Why a finding is not decided: somebody else counts the same and is not asked."""
    return (
        f"{series} is one of several counts of the same thing (also: {'; '.join(others)}). Let it hold for each of "
        "them, or name the publisher or series in the statement"
    )


def unknown(asked: list[str], known: list[str]) -> str:
    """Why a finding is not decided: its expressions ask no series of the chart's table."""
    named = f" but {', '.join(asked)}" if asked else ""
    return f"no series of the table is asked{named}: take the values of {', '.join(known)} by pb.numbers"


def mixed(series: str, kinds: list[str]) -> str:
    """Why a finding is not decided: a category is made of rows of several kinds."""
    return f"{series} is made of {', '.join(kinds)}: say in the statement that they are {' or '.join(MIXED)}"


def false(name: str, statement: str, reasons: list[str]) -> str:
    """A finding that does not hold, with the expressions and their values."""
    return "\n".join([f"the finding {name} does not hold: “{statement}”", *reasons])


def expression(code: str, values: list[tuple[str, str]]) -> str:
    """An expression that is false, and what its parts are."""
    told = "; ".join(f"{part} is {value}" for part, value in values)
    return f"  {' '.join(code.split())}\n  here {told}" if told else f"  {' '.join(code.split())}"


def counted(proven: int, excepted: int, open_in: dict[str, int]) -> list[str]:
    """What `poppybook check` says of the sentences that need a finding, if there are any. open_in: file → how many rest
    on none."""
    left = sum(open_in.values())
    if not proven + excepted + left:
        return []
    line = (
        f"Sentences that say a direction, rank, share or cause: {proven + excepted + left:,}. On findings rest "
        f"{proven:,}; with a reason why not, {excepted:,}; open, {left:,}."
    )
    return [line, *(f"  {count:>4,} open in {file}" for file, count in open_in.items())]
