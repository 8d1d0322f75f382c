"""The chart builder's data and the parts of its page that are made from the dataset."""

from __future__ import annotations

import re
from pathlib import Path

from poppybook.book import finding
from poppybook.book.templates import render
from poppybook.builder import payload
from poppybook.dataset.store import load
from poppybook.language import builder as said
from poppybook.language import reference

DATA = "assets/builder/data.js"
HERE = re.compile(r'<div class="pbx-here"></div>')


def fill_page(page: str, project: Path, site: Path) -> str:
    """The page with the ready-made charts and, for readers without scripts, the list of all series where it says so;
    the data of the chart builder are written into `site`. Any other page comes back as it is."""
    if not HERE.search(page):
        return page
    held = payload.payload(load(project / "data"))
    target = site / DATA
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(payload.script(held), encoding="utf-8", newline="\n")
    groups = {
        **{
            label: [one for one in held["series"] if one["theme"] == theme and "code" not in one]
            for theme, label in said.THEMES.items()
        },
        said.STATIC["official"]: [one for one in held["series"] if "code" in one],
    }
    made = render(
        "site/builder.html.j2",
        say=said.STATIC,
        presets=[(name, short, title) for name, (short, title, _) in said.PRESETS.items()],
        files=list(said.STATIC_FILES.items()),
        groups=[
            (label, reference.series_count(len(members)), sorted(members, key=_in_order))
            for label, members in groups.items()
        ],
    )
    return HERE.sub(lambda _: made, page)


def _in_order(one: dict) -> str:
    return finding.plain(one["title"])
