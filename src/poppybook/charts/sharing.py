"""Under a chart on the site: the link to it, the code to embed it, how to cite it."""

from html import escape

from poppybook.language import citation
from poppybook.language.sharing import SHARING, cite

from . import embedding


def sharing(meta: dict, heights: tuple[int, int], root: str, page_url: str, year: str, version: str) -> str:
    """Link, embed code and citations of a chart, as HTML.

    heights: of the frame that shows the chart elsewhere. root: the way from the page to the site's root. page_url:
    the page's public address, or "". year, version: of the edition.
    """
    name = escape(meta["id"])
    return (
        f'<a class="pb-link" href="#{name}">{escape(SHARING["link"])}</a>\n'
        f'<details class="pb-embed"><summary>{escape(SHARING["embed"])}</summary>\n'
        f"{_citations(meta, page_url, year, version)}{embedding.code(meta, heights, root, page_url)}</details>\n"
    )


def _citations(meta: dict, page_url: str, year: str, version: str) -> str:
    address = f"{page_url}#{meta['id']}" if page_url else ""
    edition = (meta["title"], year, version, address)
    plain = cite(meta["title"], meta["until"], version)
    return (
        f'<p>{escape(SHARING["cite help"])}</p><p class="pb-copy" data-copy>{escape(plain)}</p>\n'
        f'<p>{escape(SHARING["APA"])}</p><p class="pb-copy" data-copy>{escape(citation.apa_chart(*edition))}</p>\n'
        f"<p>{escape(SHARING['BibTeX'])}</p>"
        f"<pre><code data-copy>{escape(citation.bibtex_chart(meta['id'], *edition))}</code></pre>\n"
    )
