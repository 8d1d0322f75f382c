"""What a change in the data moves: charts, sentences, correction guards."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from poppybook.book.project import Project
from poppybook.dataset import periods

from .diff import Diff

NumbersOf = Mapping[str, Sequence[str]]  # by table, its columns of published numbers


@dataclass(frozen=True)
class Moved:
    """A chart that moves. share: the largest change of a number it draws, as a share of the old one, or None where
    the chart draws sums and only running its notebook can tell. what: the rows in words."""

    chart: str
    share: float | None
    what: str


@dataclass(frozen=True)
class Stale:
    """A sentence whose linked number has changed or gone; `now` is the id of the row in its place, "" for none."""

    where: str
    text: str
    observation_id: str
    old: str
    new: str
    now: str = ""


def successors(diff: Diff) -> dict[str, str]:
    """By the id of a withdrawn observation: the added one in its place. That is the same series and period from the
    newer document, or a year in progress that reaches further.
    """
    by_begin: dict[tuple[str, str], str] = {}
    by_period: dict[tuple[str, str], str] = {}
    for key, row in sorted(diff.added.items(), key=lambda item: item[1].get("period_end", "")):
        by_begin[row.get("series_id", ""), row.get("period_start", "")] = key
        by_period[row.get("series_id", ""), row.get("period", "")] = key
    found = {}
    for key, row in diff.withdrawn.items():
        series = row.get("series_id", "")
        then = by_period.get((series, row.get("period", ""))) or by_begin.get(
            (series, row.get("period_start", ""))
        )
        if then:
            found[key] = then
    return found


def changed_numbers(diffs: dict[str, Diff], numbers_of: NumbersOf) -> dict[str, dict[str, tuple[str, str]]]:
    """By row id: the published numbers that changed, (old, new) by column; new is empty for a withdrawn row."""
    changed: dict[str, dict[str, tuple[str, str]]] = {}
    for table, columns in numbers_of.items():
        diff = diffs.get(table, Diff())
        follows = successors(diff)
        for key, row in diff.withdrawn.items():
            then = diff.added.get(follows.get(key, ""))
            # The same number may go on under the name of a newer document.
            renamed = then is not None and then["period"] == row["period"]
            if not renamed or then["value"] != row["value"]:
                changed[key] = {column: (row[column], then[column] if renamed else "") for column in columns}
        for key, change in diff.revised.items():
            numbers = {column: pair for column, pair in change.items() if column in columns}
            if numbers:
                changed[key] = numbers
    return changed


def share_of(old: str, new: str) -> float:
    """The change as a share of the old number; 1 where it began at nothing or is gone."""
    if not old or not new or float(old) == 0:
        return 1.0 if old != new else 0.0
    return float(new) / float(old) - 1


def moving_charts(
    figures: Path, diffs: dict[str, Diff], numbers_of: NumbersOf, before: dict[str, set[str]]
) -> list[Moved]:
    """The committed charts that draw a row that changes. `before`: per changed table, the sources it cited.

    Rows of a chart's data.csv that carry an id are compared one by one. Rows without one are sums over an official
    table: they may move when they cite that table's source and their period touches a changed row.
    """
    changed = changed_numbers(diffs, numbers_of)
    gained: dict[str, int] = {}
    for key in diffs.get("observations", Diff()).added:
        gained[key.partition("@")[0]] = gained.get(key.partition("@")[0], 0) + 1
    touched = _touched_periods(diffs, before)
    moved = []
    for file in sorted(figures.glob("*/data.csv")):
        with open(file, encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream))
        found = _moves(rows, changed, gained, touched)
        if found:
            moved.append(Moved(file.parent.name, *found))
    return sorted(moved, key=lambda each: (-abs(each.share or 0), each.chart))


def _moves(rows, changed, gained, touched) -> tuple[float | None, str] | None:
    shares, gone, sums = [], 0, 0
    for row in rows:
        numbers = changed.get(row.get("observation_id") or "")
        if numbers:
            old, new = next(
                (
                    pair
                    for pair in numbers.values()
                    if row["value"] and float(pair[0] or 0) == float(row["value"])
                ),
                next(iter(numbers.values())),
            )
            gone += not new
            shares += [share_of(old, new)] if new else []
        elif not row.get("observation_id") and _touches(row, touched):
            sums += 1
    more = sum(
        gained.get(name, 0) for name in {(row.get("observation_id") or "").partition("@")[0] for row in rows}
    )
    words = [f"{len(shares)} of its numbers revised"] * bool(shares) + [f"{gone} withdrawn"] * bool(gone)
    words += [f"{more} new in its series"] * bool(more)
    words += [f"{sums} sum{'s' * (sums > 1)} over changed rows (--charts says by how much)"] * bool(sums)
    if not words:
        return None
    return (max(shares, key=abs) if shares else None), ", ".join(words)


def _touched_periods(diffs, before) -> list[tuple[set[str], set[periods.Period]]]:
    """Per official table: the sources that sums over it cite, and the periods in which a row changes."""
    touched = []
    for table, sources in before.items():
        diff = diffs.get(table, Diff())
        keys = [*diff.added, *diff.withdrawn, *diff.revised]
        touched.append((sources, {periods.parse(key.partition("@")[2]) for key in keys}))
    return touched


def _touches(row: dict, touched) -> bool:
    try:
        period = periods.parse(row["period"])
    except (KeyError, ValueError):
        return False
    cited = set((row.get("source_id") or "").split(";"))
    return any(cited & sources and any(period.overlaps(each) for each in when) for sources, when in touched)


def stale_sentences(project: Project, diffs: dict[str, Diff], numbers_of: NumbersOf) -> list[Stale]:
    """The sentences of notebooks and pages that link to a number which goes, or changes as it is printed there."""
    from poppybook.checking.prose import said

    observations = diffs.get("observations", Diff())
    changed, follows = changed_numbers(diffs, numbers_of), successors(observations)
    stale = []
    for each in said(project):
        now = follows.get(each.observation_id, "")
        if each.observation_id in observations.withdrawn:
            old = observations.withdrawn[each.observation_id]["value"]
            new = observations.added[now]["value"] if now else ""
        elif each.observation_id in changed:
            old, new = next(iter(changed[each.observation_id].values()))
        else:
            continue
        if new and not now and all(_rounds_to(each.text, number) for number in (old, new)):
            continue
        cell = "" if each.cell is None else f", cell {each.cell}"
        where = f"{each.file}{cell}, line {each.line}"
        stale.append(Stale(where, each.text, each.observation_id, old, new, now))
    return stale


def _rounds_to(words: str, number: str) -> bool:
    from poppybook.checking.prose_numbers import numbers_in

    return number != "" and any(
        abs(said.value - float(number)) <= said.step / 2 for said in numbers_in(words)
    )
