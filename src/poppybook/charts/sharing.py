"""Under a chart on the site: the link to it, the code to embed it, how to cite it."""

from html import escape
from urllib.parse import urljoin

from poppybook.charts import theme
from poppybook.words import citation
from poppybook.words.sharing import SHARING, cite

# Height of the embed page's other parts (title, sources, tools) around the picture, in a frame about as wide as it.
AROUND = 360


def sharing(meta: dict, root: str, page_url: str, year: str, version: str) -> str:
    """Link, embed code and citations of a chart, as HTML.

    root: the way from the page to the site's root. page_url: the page's public address; while the site has none the
    code stays hidden and the page's script fills in where it is. year, version: of the edition.
    """
    name = escape(meta["id"])
    return (
        f'<a class="pb-link" href="#{name}">{escape(SHARING["link"])}</a>\n'
        f'<details class="pb-embed"><summary>{escape(SHARING["embed"])}</summary>\n'
        f"{_citations(meta, page_url, year, version)}{_code(meta, root, page_url)}</details>\n"
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


def _code(meta: dict, root: str, page_url: str) -> str:
    embed = f"{root}embed/{meta['id']}.html"
    address = urljoin(page_url, embed) if page_url else f"PAGE{embed}"
    height = meta["drawing"]["height"] + AROUND
    frame = (
        f'<iframe src="{escape(address)}" title="{escape(meta["title"])}" loading="lazy" '
        f'style="width:100%;max-width:{theme.WIDE + 40}px;height:{height}px;border:0"></iframe>'
    )
    hidden = "" if page_url else " hidden"
    return (
        f'<div class="pb-code"{hidden}><p>{escape(SHARING["embed help"])}</p>'
        f"<pre><code data-copy>{escape(frame)}</code></pre></div>"
    )
