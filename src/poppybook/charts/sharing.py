"""Under a chart on the site: the link to it, the code to embed it, how to cite it."""

from urllib.parse import urljoin

from markupsafe import Markup

from poppybook.book.templates import render
from poppybook.language import citation
from poppybook.language.sharing import SHARING, cite

from .embedding import frame_style


def sharing(
    meta: dict, heights: tuple[int, int], root: str, page_url: str, year: str, version: str
) -> Markup:
    """Link, embed code and citations of a chart, as HTML.

    heights: of the frame that shows the chart elsewhere. root: the way from the page to the site's root. page_url:
    the page's public address, or "". year, version: of the edition.
    """
    name, embed = meta["id"], f"{root}embed/{meta['id']}.html"
    edition = (meta["title"], year, version, f"{page_url}#{name}" if page_url else "")
    return render(
        "charts/sharing.html.j2",
        say=SHARING,
        id=name,
        title=meta["title"],
        plain=cite(meta["title"], meta["until"], version),
        apa=citation.apa_chart(*edition),
        bibtex=citation.bibtex_chart(name, *edition),
        public=bool(page_url),
        address=urljoin(page_url, embed) if page_url else f"PAGE{embed}",
        height=heights[0],
        style=frame_style(*heights),
    )
