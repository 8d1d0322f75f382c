"""The evidence diff in words: what a new release adds, revises and withdraws, and what that moves."""

from collections.abc import Iterator, Sequence

from .changes import SMALL
from .diff import Diff
from .moves import share_of
from .plan import Plan

FIRST = 5  # lines shown of each kind unless all are asked for


def lines(plan: Plan, everything: bool = False) -> Iterator[str]:
    """The report, line by line; `everything` leaves no line out."""
    most = None if everything else FIRST
    yield f"Data version {plan.old_version} -> {plan.version}"
    for key, row in plan.diffs.get("sources", Diff()).added.items():
        yield f"New source: {row['title']} [{key}]"
    for key, _ in plan.diffs.get("sources", Diff()).withdrawn.items():
        yield f"No longer cited, leaves the list of sources: {key}"
    yield ""
    yield "Rows"
    for table, diff in plan.diffs.items():
        if table != "sources":
            yield from _rows(table, diff, plan.numbers_of.get(table, ()), most)
    yield ""
    yield "Charts that move" if plan.charts else "Charts that move: none"
    yield from _few([f"  {each.chart}: {_chart(each)}" for each in plan.charts], most and 3 * most)
    yield "Sentences with a stale number" if plan.sentences else "Sentences with a stale number: none"
    yield from _few([f"  {each.where}: {_sentence(each)}" for each in plan.sentences], most and 3 * most)
    yield "Correction guards that trip" if plan.guards else "Correction guards that trip: none"
    yield from (f"  {fault}" for fault in plan.guards)
    if plan.release.said:
        yield "To know"
        yield from _few([f"  {each}" for each in plan.release.said], most)


def _rows(table: str, diff: Diff, numbers: Sequence[str], most: int | None) -> Iterator[str]:
    counts = {
        "added": diff.added,
        "revised": diff.revised,
        "withdrawn": diff.withdrawn,
        "confirmed by the new source": diff.confirmed,
    }
    said = ", ".join(f"{len(rows):,} {word}" for word, rows in counts.items() if rows)
    yield f"  {table}: {said}"
    yield from _few(
        [f"    + {key}  {_numbers(numbers, row)}" for key, row in sorted(diff.added.items())], most
    )
    revised = sorted(diff.revised.items(), key=lambda item: (-_size(numbers, item[1]), item[0]))
    yield from _few([f"    ~ {key}  {_revision(numbers, columns)}" for key, columns in revised], most)
    yield from _few(
        [f"    - {key}  {_numbers(numbers, row)}" for key, row in sorted(diff.withdrawn.items())], most
    )


def _numbers(numbers: Sequence[str], row: dict[str, str]) -> str:
    return ", ".join(f"{column} {row[column] or '(none)'}" for column in numbers)


def _revision(numbers: Sequence[str], columns: dict[str, tuple[str, str]]) -> str:
    shown = {name: pair for name, pair in columns.items() if name not in SMALL} or columns
    return ", ".join(
        f"{name} {old or '(none)'} -> {new or '(none)'}{_percent(old, new) if name in numbers else ''}"
        for name, (old, new) in shown.items()
    )


def _percent(old: str, new: str) -> str:
    try:
        return f" ({100 * share_of(old, new):+.1f} %)" if old and new and float(old) else ""
    except ValueError:
        return ""


def _size(numbers: Sequence[str], columns: dict[str, tuple[str, str]]) -> float:
    return max((abs(share_of(*columns[name])) for name in numbers if name in columns), default=0.0)


def _chart(moved) -> str:
    largest = "" if moved.share is None else f"; largest change {100 * moved.share:+.1f} %"
    return f"{moved.what}{largest}"


def _sentence(stale) -> str:
    now = f", now {stale.now}" if stale.now else ""
    return f"“{stale.text}” ({stale.observation_id}): {stale.old} -> {stale.new or 'withdrawn'}{now}"


def _few(every: list[str], most: int | None) -> Iterator[str]:
    yield from every[:most]
    if most is not None and len(every) > most:
        yield f"{every[0][: len(every[0]) - len(every[0].lstrip())]}… and {len(every) - most:,} more; --all lists them"
