"""The chart builder's data and the parts of its page that are made from the dataset."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path

from poppybook.book import finding
from poppybook.builder import payload
from poppybook.dataset.store import load
from poppybook.language import builder as said
from poppybook.language import reference

DATA = "assets/builder/data.js"
HERE = '<div class="pbx-here"></div>'


def fill_page(page: str, project: Path, site: Path) -> str:
    """The page with the ready-made charts and, for readers without scripts, the list of all series where it says so;
    the data of the chart builder are written into `site`. Any other page comes back as it is."""
    if HERE not in page:
        return page
    held = payload.payload(load(project / "data"))
    target = site / DATA
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(payload.script(held), encoding="utf-8", newline="\n")
    return page.replace(
        HERE, _presets() + '<div id="pb-explore" class="pbx"></div>\n' + _without_script(held)
    )


def _presets() -> str:
    items = "".join(
        f'<li><a id="{name}" href="#{name}" title="{escape(title)}">{escape(short)}</a></li>\n'
        for name, (short, title, _) in said.PRESETS.items()
    )
    return (
        '<div class="pbx-start"><h2>'
        f'{escape(said.STATIC["presets"])}</h2>\n<ul class="pbx-presets">\n{items}</ul></div>\n'
    )


def _without_script(held: dict) -> str:
    """Every series by theme with its name in the tables; shown where no script runs."""
    files = "".join(
        f'<li><a href="data/{file}">{escape(name)}</a></li>' for file, name in said.STATIC_FILES.items()
    )
    dictionary = f'<li><a href="notebooks/data-dictionary.html">{escape(said.STATIC["dictionary"])}</a></li>'
    parts = [f"<p>{escape(said.STATIC['about'])}</p><ul>{files}{dictionary}</ul>"]
    groups = {
        **{
            label: [one for one in held["series"] if one["theme"] == theme and "code" not in one]
            for theme, label in said.THEMES.items()
        },
        said.STATIC["official"]: [one for one in held["series"] if "code" in one],
    }
    for label, members in groups.items():
        summary = f"{escape(label)}: {reference.series_count(len(members))}"
        parts.append(f"<details><summary>{summary}</summary><ul>{''.join(_items(members))}</ul></details>")
    return f'<noscript><section class="pbx-static">{"".join(parts)}</section></noscript>\n'


def _items(members: list[dict]) -> Iterable[str]:
    for one in sorted(members, key=lambda one: finding.plain(one["title"])):
        yield f"<li>{escape(one['title'])} <code>{escape(one['id'])}</code></li>"
