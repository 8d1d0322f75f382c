"""Join numbers and evidence: links from text, chart tables and source lines to the rows, the rows' pages, the cards.

Authors write `[44,100 ha](#my-series@2017)` on any page (an older form names the chapter before the `#`). Each
such link gets the address of its row on an evidence page; those in running text also get a card, and an id
`said-<observation id>`, so that the row can lead back to the sentence.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html import unescape
from itertools import islice
from pathlib import Path
from urllib.parse import unquote, urlsplit

from poppybook import language as words
from poppybook.book.templates import macros
from poppybook.charts import figure_html
from poppybook.dataset.bodies import tables_by_body
from poppybook.dataset.store import Dataset
from poppybook.language import evidence as say
from poppybook.pages.evidence import FOLDER, address, evidence_pages
from poppybook.pages.evidence_page import Evidence
from poppybook.pages.facts import documents, facts, titles

from .cards import add_cards
from .markup import Edits, Tag, at_end, end_of_element, tags

CARDS = "pb-cards"
MOVED = "../assets/moved.js"  # leads on to a page beside this one
ROWS = 'class="pb-rows"'
LISTED = 6  # series that a source line names; of more it names the page alone

Target = tuple[str, str]  # title and address from the root of the site


@dataclass
class Links:
    """Rewrites the links of one page after the other and remembers who names and who draws what."""

    data: Dataset
    figures: Path
    named: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))
    drawn: dict[str, list[Target]] = field(default_factory=lambda: defaultdict(list))

    def join(self, page: str, name: str) -> str:
        """The page `name` (its address from the root) joined to the evidence, with cards for the links in its text."""
        root = "../" * name.count("/")
        edits, cards, chart_ends = Edits(page), {}, 0
        found = list(tags(page))
        title = next((_title(tag.text) for tag in found if tag.name == "title" and tag.text), name)
        title = say.SAY["front"] if name == "index.html" else title
        for number, tag in enumerate(found):
            if tag.closing:
                continue
            if tag.name == "figure" and tag.has_class("pb-chart"):
                chart_ends = end_of_element(tag, islice(found, number + 1, None))
                self._join_chart(edits, tag, page[tag.start : chart_ends], name, root)
            elif tag.name == "a" and (observation := self._observation(tag)):
                edits.set_attribute(tag, "href", root + address(self.data, observation))
                if tag.start >= chart_ends and "data-obs" not in _row_before(page, tag):
                    if observation not in cards:
                        self.named[observation].append((title, f"{name}#said-{observation}"))
                        _add(edits, tag, "id", f"said-{observation}")
                    cards[observation] = self.card(observation)
                    _add(edits, tag, "data-card", observation)
        return add_cards(edits.result(), CARDS, cards, root)

    def card(self, observation: str) -> list[str]:
        """What a card says: value, period and status, document, reliability; a line each, the first its heading."""
        fact = facts(self.data)[observation]
        source = documents(self.data)[fact.source_id]
        values = "; ".join(say.value(amount, unit) for amount, unit in fact.values if amount is not None)
        about = [
            words.period(fact.period),
            words.STATUS.get(fact.status, ""),
            words.interval(fact.low, fact.high),
        ]
        year = (source["date_published"] or "")[:4]
        return [
            values or say.SAY["no value"],
            titles(self.data)[fact.series_id],
            ", ".join(part for part in about if part),
            f"{source['publisher']}, “{source['title']}”{words.after_title(year, '')}",
            say.reliability(fact.reliability),
        ]

    def _observation(self, tag: Tag) -> str | None:
        """The observation that a link inside the site means."""
        href = tag.attribute("href") or ""
        if "@" not in href or "#" not in href or urlsplit(href).scheme:
            return None
        wanted = unquote(href.partition("#")[2])
        return wanted if wanted in facts(self.data) else None

    # ------------------------------------------------------------ charts

    def _join_chart(self, edits: Edits, figure: Tag, element: str, name: str, root: str) -> None:
        chart = figure.attribute("data-chart") or ""
        meta = figure_html.stored_spec(self.figures / chart)["layout"]["meta"]
        rows = [dict(zip(meta["table"]["columns"], row, strict=True)) for row in meta["table"]["rows"]]
        for row in rows:
            observation = row.get("observation_id")
            target = (meta["title"], f"{name}#{chart}")
            if observation in facts(self.data) and target not in self.drawn[observation]:
                self.drawn[observation].append(target)
        line = self._rows_line(rows, root)
        start = element.find('<p class="pb-sources">')
        if line and start >= 0 and ROWS not in element:
            end = figure.start + element.index("</p>", start)
            edits.replace(end, end, line)

    def _rows_line(self, rows: list[dict], root: str) -> str:
        """`Row by row: US estimate, Mexico–UN survey`, each a link to its section, or to the tables summed up."""
        labels: dict[str, Counter] = defaultdict(Counter)
        for row in rows:
            if (observation := row.get("observation_id")) in facts(self.data):
                labels[facts(self.data)[observation].series_id][row["series"]] += 1
        uses = Counter(label for given in labels.values() for label in given)
        named = {}
        for one, given in labels.items():
            ((label, _),) = given.most_common(1)
            named[one] = label if uses[label] == 1 else titles(self.data)[one]
        links = {root + address(self.data, one): label for one, label in named.items()}
        if not links or len(links) > LISTED:
            sources = {one for row in rows for one in str(row["source_id"]).split(";")}
            pages = {urlsplit(href).path.removeprefix(root): None for href in links} or self._tables_of(
                sources
            )
            links = {root + page: evidence_pages(self.data)[Path(page).stem][0] for page in pages}
        if not links:
            return ""
        pieces = macros("site/pieces.html.j2")
        return pieces.rows_line(say.SAY["evidence"], list(links.items()))

    def _tables_of(self, sources: set[str]) -> dict[str, None]:
        pages = {}
        for page, tables in tables_by_body(self.data.package).items():
            for table in tables:
                if sources <= set(self.data[table]["source_id"]):
                    pages[f"{FOLDER}/{page}.html"] = None
        return pages

    # ------------------------------------------------------------ the evidence pages

    def fill(self, page: str, pages: frozenset[str]) -> str:
        """An evidence page with the rows of every series in place of its mark. `pages` are all pages of the site."""
        evidence = Evidence(self.data, self.named, self.drawn, pages)
        edits = Edits(page)
        found = list(tags(page))
        marks = [tag for tag in found if tag.has_class("pb-evidence-here")]
        here = [tag.attribute("data-series") or "" for tag in marks]
        for number, tag in enumerate(found):
            if tag.has_class("pb-evidence-here"):
                new = evidence.section(tag.attribute("data-series") or "")
            elif tag.has_class("pb-evidence-index"):
                new = evidence.index(here)
            elif tag.has_class("pb-evidence-part"):
                new = evidence.part(tag.attribute("data-page") or "")
            else:
                continue
            edits.replace(tag.start, end_of_element(tag, islice(found, number + 1, None)), new)
        done = edits.result()
        if any(tag.has_class("pb-evidence-part") for tag in found):
            done = at_end(done, macros("site/pieces.html.j2").script(MOVED))
        return done


def _title(text: str) -> str:
    return unescape(text).rpartition(" – ")[0].strip() or unescape(text).strip()


def _row_before(page: str, tag: Tag) -> str:
    """The start tag of the table row around a tag; nothing when it stands in no row."""
    start = page.rfind("<tr", 0, tag.start)
    return (
        page[start : page.index(">", start)]
        if start >= 0 and page.find("</tr>", start, tag.start) < 0
        else ""
    )


def _add(edits: Edits, tag: Tag, name: str, value: str) -> None:
    if tag.attribute(name) is None:
        edits.add_attribute(tag, name, value)
