"""The chart builder's data and the parts of its page that are made from the dataset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from poppybook.book import finding
from poppybook.book.templates import render
from poppybook.builder import payload
from poppybook.dataset.bodies import official_tables
from poppybook.dataset.store import Dataset, load
from poppybook.language import builder as said
from poppybook.language import reference

DATA = "assets/builder/data.js"
HERE = re.compile(r'<div class="pbx-here"></div>')


def fill_page(page: str, project: Path, site: Path) -> str:
    """The page with the ready-made charts and, for readers without scripts, the list of all series where it says so;
    the data of the chart builder are written into `site`. Any other page comes back as it is."""
    if not HERE.search(page):
        return page
    data = load(project / "data")
    held = payload.payload(data)
    target = site / DATA
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(payload.script(held), encoding="utf-8", newline="\n")
    groups = {
        **{
            label: [one for one in held["series"] if one["theme"] == theme and "code" not in one]
            for theme, label in held["themes"].items()
        },
        said.STATIC["official"]: [one for one in held["series"] if "code" in one],
    }
    made = render(
        "site/builder.html.j2",
        say=said.STATIC,
        presets=list(data.presets[["preset_id", "name", "title"]].itertuples(index=False)),
        files=list(_files(data)),
        groups=[
            (label, reference.series_count(len(members)), sorted(members, key=_in_order))
            for label, members in groups.items()
        ],
    )
    return HERE.sub(lambda _: made, page)


def _files(data: Dataset) -> Iterator[tuple[str, str]]:
    """The files that the builder's series come from, each with what it is called."""
    read = {name for name, table in official_tables(data.package).items() if table.themes}
    for resource in data.package.descriptor["resources"]:
        if resource["name"] in read | {"observations", "series"}:
            yield resource["path"], said.file(resource["title"])


def _in_order(one: dict) -> str:
    return finding.plain(one["title"])
