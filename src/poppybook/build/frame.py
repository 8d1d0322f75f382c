"""Mend what both renderers leave open in the frame around a page: names for landmarks, keys for what only a mouse
could reach, and a search that works from a file on disk."""

from __future__ import annotations

from poppybook import words

from .markup import Edits, Tag, tags

SEARCH_INDEX = "assets/search-index.js"

# Pages opened from disk may not fetch() a file, but may load a script: so the index is there as one, too. Quarto's
# search would first announce that it cannot work from disk, unless it has done so already (shownWarning).
SEARCH_FROM_DISK = """<script>if(location.protocol==="file:"){window.shownWarning=true;const ask=window.fetch;\
window.fetch=(what,how)=>/search\\.json$/.test(what)?new Promise((found,failed)=>{\
const script=document.createElement("script");script.src="%s";script.onerror=failed;\
script.onload=()=>found(new Response(JSON.stringify(window.pbSearchIndex)));document.head.append(script)})\
:ask(what,how)}</script>"""

# Both renderers give the text of a page this id; before it stand some forty links that a keyboard need not walk.
CONTENT = "quarto-document-content"
SKIP = '<a class="pb-skip" href="#%s">%s</a>\n'

# What opens and closes at a click only must do so at Enter and Space, too.
PRESS = "if(event.key==='Enter'||event.key===' '){event.preventDefault();this.click()}"


def mend_frame(page: str, root: str, searchable: bool) -> str:
    """The page with its frame mended. `root` leads from the page to the top of the site."""
    edits = Edits(page)
    names: set[str] = set()
    for tag in tags(page):
        if tag.closing:
            if tag.name == "head" and searchable and "pbSearchIndex" not in page:
                edits.replace(tag.start, tag.start, SEARCH_FROM_DISK % (root + SEARCH_INDEX))
        elif tag.name == "body" and f'id="{CONTENT}"' in page and 'class="pb-skip"' not in page:
            edits.replace(tag.end, tag.end, SKIP % (CONTENT, words.SKIP))
        elif tag.name == "nav":
            _name_landmark(edits, tag, names)
        elif tag.attribute("data-bs-toggle") == "collapse":
            _mend_toggle(edits, tag)
    return edits.result()


def _name_landmark(edits: Edits, tag: Tag, names: set[str]) -> None:
    """Screen readers list a page's navigations by name: each needs one, and no two the same."""
    if tag.attribute("aria-labelledby") is not None:
        return
    if tag.attribute("id") == "TOC":
        edits.add_attribute(tag, "aria-labelledby", "toc-title")
        return
    given = tag.attribute("aria-label")
    name = given or next(
        (name for mark, name in words.LANDMARKS.items() if _is(tag, mark)), words.LANDMARKS["nav"]
    )
    wanted, number = name, 2
    while name in names:
        name, number = f"{wanted} {number}", number + 1
    names.add(name)
    if name != given:
        edits.set_attribute(tag, "aria-label", name)


def _is(tag: Tag, mark: str) -> bool:
    return tag.attribute("id") == mark or tag.has_class(mark)


def _mend_toggle(edits: Edits, tag: Tag) -> None:
    target = tag.attribute("data-bs-target") or ""
    if tag.name == "a" and tag.attribute("role") == "navigation":
        # An <a> without href takes no focus, and "navigation" would make a landmark of each.
        if target.startswith("#"):
            edits.set_attribute(tag, "role", "button")
            edits.add_attribute(tag, "href", target)
        else:
            # An empty, larger click area beside the real button.
            edits.set_attribute(tag, "role", "presentation")
    elif tag.has_class("callout-header") and tag.attribute("tabindex") is None:
        edits.add_attribute(tag, "onkeydown", PRESS)
        edits.add_attribute(tag, "tabindex", "0")
        edits.add_attribute(tag, "role", "button")
