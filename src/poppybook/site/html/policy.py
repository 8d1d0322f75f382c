"""A content security policy in each page: nothing runs that the build has not seen, nothing comes from elsewhere.

The policy stands in the page itself, so that it holds from any server and from disk. The few scripts and style sheets
inside a page are let through one by one, by the hash of their text.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

from markupsafe import Markup

from poppybook.book.templates import macros

from .markup import Edits, tags

# A page from disk has no origin that every browser would take for 'self': there, `file:` names the same files. A page
# from a server can load nothing by that name.
OWN = "'self' file:"
# Types of <script> that hold data, which no browser runs.
_DATA = re.compile(r"json", re.IGNORECASE)
# plotly.js adds its rules one by one to a sheet that is empty when it enters the page.
EMPTY = ""


def with_policy(page: str) -> str:
    """The page with the policy for what stands in it now, in the place of an older one."""
    edits = Edits(page)
    found = [tag for tag in tags(page) if not tag.closing]
    for tag in found:
        if tag.name == "meta" and (tag.attribute("http-equiv") or "").lower() == "content-security-policy":
            edits.replace(tag.start, tag.end, "")
    charset = next((tag for tag in found if tag.name == "meta" and tag.attribute("charset")), None)
    if charset is None:
        raise ValueError("a page that does not name its charset has no place for its content security policy")
    scripts = [
        tag.text or ""
        for tag in found
        if tag.name == "script"
        and tag.attribute("src") is None
        and not _DATA.search(tag.attribute("type") or "")
    ]
    styles = [tag.text or "" for tag in found if tag.name == "style"]
    rule = macros("site/pieces.html.j2").policy(Markup(policy(scripts, styles)))
    edits.replace(charset.end, charset.end, rule)
    return edits.result()


def policy(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The policy of a page that holds these scripts and style sheets.

    Style attributes are let through: drawings and tables have hundreds, and none of them can run or load anything
    that the other rules forbid. Who may show the page in a frame is not for the page to say.
    """
    sheets = f"{OWN} {_hashes([EMPTY, *styles])}"
    rules = {
        "default-src": "'none'",
        "script-src": f"{OWN} {_hashes(scripts)}".strip(),
        "style-src-elem": sheets,
        "style-src-attr": "'unsafe-inline'",
        # For browsers that do not tell the two apart.
        "style-src": f"{OWN} 'unsafe-inline'",
        "img-src": f"{OWN} data: blob:",
        "font-src": f"{OWN} data:",
        "connect-src": OWN,
        # A chart's own page, in a frame on another page of the book.
        "frame-src": OWN,
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def _hashes(texts: Iterable[str]) -> str:
    made = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}
    return " ".join(f"'sha256-{one}'" for one in sorted(made))
