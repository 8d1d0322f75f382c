"""The page that a server shows for a wrong address, at whatever depth that address lies."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from poppybook import language as words
from poppybook.charts import theme

from .beside import MADE_HERE, NOT_FOUND, write_page

SIGN = "assets/icon.svg"  # lies in this place under the top of the site, and in no folder of it
TOKENS = ("ground", "ink", "muted", theme.ACCENT, "focus")

# The site lies at the top of its server, under /NAME/ or deeper, and the page does not know at which depth it is
# shown: it looks for the site's sign in each folder above, the nearest first, and leads to where it finds it.
FIND = """<script>(async()=>{const way=document.getElementById("home"),steps=document.getElementById("steps");\
const parts=location.pathname.split("/").slice(-20);\
const there=top=>new Promise(done=>{const sign=new Image();sign.onload=()=>done(true);sign.onerror=()=>done(false);\
sign.src=top+"%s"});\
for(let up=1;up<parts.length;up++){\
const top=new URL(up>1?"../".repeat(up-1):"./",location.href.split(/[?#]/)[0]).href;\
if(await there(top)){way.querySelector("a").href=top+"index.html";way.hidden=false;return}}\
if(way.hidden)steps.hidden=false})()</script>"""


def write_not_found(site: Path, site_url: str) -> None:
    """Write the page, unless the book has its own. `site_url` is the site's public address, or "" while it has none.

    Without scripts the page knows the way only from that address; else it offers the folders above, one of which it is.
    """
    path = site / NOT_FOUND
    if path.is_file() and MADE_HERE not in path.read_text(encoding="utf-8"):
        return
    title, text, link = words.NOT_FOUND
    top = f' href="{escape(urlsplit(site_url).path.rstrip("/"))}/"' if site_url else ""
    way = f'<p id="home"{"" if top else " hidden"}><a{top}>{escape(link)}</a></p>'
    steps = "" if top else _steps()
    body = (
        f"<main><h1>{escape(title)}</h1><p>{escape(text)}</p>{way}"
        f'<div id="steps" hidden>{steps}</div><noscript>{steps}</noscript></main>{FIND % SIGN}'
    )
    write_page(path, title, f"<style>{_style()}</style>", body)


def _style() -> str:
    """The book's colours and type, in the page itself: it does not know where the sheets lie."""
    light, dark = ("".join(f"--{token}:{theme.TOKENS[token][mode]};" for token in TOKENS) for mode in (0, 1))
    return (
        f":root{{color-scheme:light dark;{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"body{{margin:0;border-top:4px solid var(--{theme.ACCENT});background:var(--ground);color:var(--ink);"
        f"font:1.1rem/1.6 {theme.SERIF}}}main{{max-width:34rem;margin:14vh auto;padding:0 1.25rem}}"
        f"main::before{{content:{words.BOOK!r};color:var(--muted);font:600 .9rem {theme.SANS}}}"
        "h1{margin:.4rem 0 1rem;font-size:2.2rem;line-height:1.2}a{color:inherit;text-underline-offset:.2em;"
        f"text-decoration-color:var(--{theme.ACCENT})}}a:focus-visible{{outline:3px solid var(--focus);"
        "outline-offset:3px}[hidden]{display:none}"
    )


def _steps() -> str:
    ways = zip(("./", "../", "../../"), words.NOT_FOUND_STEPS[1:], strict=True)
    items = "".join(f'<li><a href="{up}index.html">{escape(name)}</a></li>' for up, name in ways)
    return f"<p>{escape(words.NOT_FOUND_STEPS[0])}</p><ul>{items}</ul>"
