"""The page that a server shows for a wrong address, at whatever depth that address lies."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from markupsafe import Markup

from poppybook import language as words
from poppybook.book.templates import macros
from poppybook.charts import theme

from .beside import MADE_HERE, NOT_FOUND, write_page

SIGN = "assets/icon.svg"  # lies in this place under the top of the site, and in no folder of it
TOKENS = ("ground", "ink", "muted", theme.ACCENT, "focus")


def write_not_found(site: Path, site_url: str) -> None:
    """Write the page, unless the book has its own. `site_url` is the site's public address, or "" while it has none.

    Without scripts the page knows the way only from that address; else it offers the folders above, one of which it is.
    """
    path = site / NOT_FOUND
    if path.is_file() and MADE_HERE not in path.read_text(encoding="utf-8"):
        return
    title, text, link = words.NOT_FOUND
    top = f"{urlsplit(site_url).path.rstrip('/')}/" if site_url else ""
    made = macros("site/not_found.html.j2")
    # The book's colours and type stand in the page itself: it does not know where the sheets lie.
    colours = [
        Markup("").join(f"--{token}:{theme.TOKENS[token][mode]};" for token in TOKENS) for mode in (0, 1)
    ]
    head = made.head(colours, theme.ACCENT, Markup(theme.SERIF), Markup(theme.SANS), words.BOOK)
    write_page(path, title, head, made.body(title, text, link, top, words.NOT_FOUND_STEPS, SIGN))
