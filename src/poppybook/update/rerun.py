"""Which charts move, exactly: their notebooks are run on the new data, in a private copy of the book."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from poppybook.book.children import Children, some_at_a_time
from poppybook.book.project import Project
from poppybook.charts.drawing import specs_in
from poppybook.run.notebooks import AT_A_TIME, kernels_in

from .moves import Moved, share_of
from .plan import Plan


def moving_charts(project: Project, plan: Plan, private: Path, say: Callable[[str], None]) -> list[Moved]:
    """The plan's charts, each compared number by number with what its notebook draws from the new data.

    Runs the notebooks that hold one of these charts, two at a time; `say` gets a line for each. A chart whose
    notebook stops with the new data is named with the reason.
    """
    wanted = {moved.chart for moved in plan.charts}
    homes = {path: charts for path in project.notebooks() if (charts := specs_in([path])).keys() & wanted}
    copy = private / "book"
    shutil.copytree(plan.staged, copy / "data")
    (copy / "notebooks").mkdir()
    with some_at_a_time(AT_A_TIME) as (pool, running):
        jobs = {path: pool.submit(_run, shutil.copy(path, copy / "notebooks"), running) for path in homes}
        results = {path: job.result() for path, job in jobs.items()}
    moved = []
    for path, (error, after) in results.items():
        say(f"{path.stem}: {'stops with the new data' if error else 'run on the new data'}")
        for chart in sorted(homes[path].keys() & (wanted if error else homes[path].keys())):
            if error:
                moved.append(Moved(chart, None, f"{path.name} stops with the new data: {error}"))
            elif found := _difference(homes[path][chart], after.get(chart)):
                moved.append(Moved(chart, *found))
    return sorted(moved, key=lambda each: (-abs(each.share or 0), each.chart))


def _run(notebook: str, running: Children) -> tuple[str, dict]:
    """The error (empty when it ran to its end) and the charts of a notebook executed on the copy's data."""
    done = running.run(
        [sys.executable, "-m", "poppybook.run.execute", str(notebook)],
        env=kernels_in(Path(notebook).parents[2]),
    )
    if done.returncode:
        return (done.stdout + done.stderr).strip().splitlines()[-1][:300], {}
    result = json.loads(done.stdout)
    if "error" in result:
        return result["error"].strip().splitlines()[-1][:300], {}
    Path(notebook).write_text(json.dumps(result["notebook"]), encoding="utf-8")
    return "", specs_in([Path(notebook)])


def _difference(old: dict, new: dict | None) -> tuple[float | None, str] | None:
    """How the table of a chart changed: the largest share, and words; None when it did not."""
    if new is None:
        return None, "no longer drawn"
    before, after = _numbers(old), _numbers(new)
    shares = [
        share_of(str(before[key]), str(after[key]))
        for key in before.keys() & after.keys()
        if None not in (before[key], after[key]) and before[key] != after[key]
    ]
    counts = {
        "numbers revised": len(shares),
        "new": len(after.keys() - before.keys()),
        "gone": len(before.keys() - after.keys()),
    }
    words = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    return ((max(shares, key=abs) if shares else None), words) if words else None


def _numbers(spec: dict) -> dict[tuple, float | None]:
    table = spec["layout"]["meta"]["table"]
    rows = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"]]
    return {(row["series"], row["period"], row.get("place"), row.get("note")): row["value"] for row in rows}
