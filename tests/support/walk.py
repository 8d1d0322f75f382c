"""Pages of the site opened, each once in a view, and all that is asked of every page noted on the way.

A test asks the fixture `walked` for the answers to its question and names the pages where they are not as they should
be. To ask every page something else, add its answer in `look` and a test that reads it.
"""

import pytest
from axe import OPEN, violations
from pictures import SMALLEST, stands_out

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SCREENS = {"desk": DESK, "phone": PHONE}
VIEWS = [(scheme, screen) for scheme in ("light", "dark") for screen in SCREENS]
MORE_WIDTHS = (1280, 390, 360)  # what `make proof` asks beside the narrowest
# A phone's window grows with what is too wide (innerWidth), the page's own room does not (clientWidth).
WIDER = """() => { const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const inside = (node) => { for (let up = node.parentElement; up && up !== document.body; up = up.parentElement)
    if (getComputedStyle(up).overflowX !== "visible") return true; };
  const who = [...document.querySelectorAll("body *")].find((node) => !inside(node) &&
    node.getBoundingClientRect().right > clientWidth + 0.5);
  return `${scrollWidth} in ${clientWidth}: ${who ? who.outerHTML.slice(0, 120) : "?"}`; }"""
# All of it is laid out, unfolded and chosen, as a reader has it who goes through the whole page.
WHOLE = """() => { document.documentElement.classList.remove("pb-waits");
  for (const fold of document.querySelectorAll("details")) fold.open = true;
  for (const chart of document.querySelectorAll("figure.pb-chart[hidden]")) chart.hidden = false; }"""
NAMES = """() => { const seen = new Set(), twice = new Set();
  for (const { id } of document.querySelectorAll("[id]:not(link)")) (seen.has(id) ? twice : seen).add(id);
  return [...twice]; }"""
# Where the columns of the frame begin, for pages that have one: from page to page nothing moves.
COLUMNS = """() => ["#quarto-sidebar", "main.content > :first-child"].map((what) => document.querySelector(what))
  .map((node) => node && Math.round(node.getBoundingClientRect().left))"""
# Words of the frame (footer, ways on, lists of contents) that are smaller than 12 px.
TINY = """() => {
  const says = (node) => [...node.childNodes].some((inside) => inside.nodeType === 3 && inside.data.trim());
  const tiny = (node) => node.checkVisibility() && parseFloat(getComputedStyle(node).fontSize) < 11.95 && says(node);
  return [...document.querySelectorAll("footer *, nav *")].filter(tiny).map((node) => node.outerHTML.slice(0, 80)); }"""
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def look(page, site, name, view, widths=(), axe=True):
    """The answers of one page in one view: a number, or a list of faults. Contrast is measured in light and dark, and
    widths down to a small phone's, whatever the view; `widths`: more of them; `axe`: whether it is asked, too."""
    scheme, screen = view
    page.turn_to(site.url + name)
    page.evaluate(SETTLED)
    answers = {
        "asked": len(page.asked),
        "foreign": site.foreign(page.asked),
        "complaints": list(page.complaints),
        "titles": page.locator("h1").count(),
        "twice": page.evaluate(NAMES),
        "columns": page.evaluate(COLUMNS),
        "tiny": page.evaluate(TINY),
        "drawings": page.locator(".pb-svg:visible").count(),
        "measured": 0,
        "wide": [],
        "small": [],
        "pale": [],
        "axe": [],
    }
    page.evaluate(WHOLE)
    if answers["drawings"]:
        for one in sorted(("light", "dark"), key=lambda one: one == scheme):
            page.emulate_media(color_scheme=one)
            page.evaluate(SETTLED)
            measured = stands_out(page)
            answers["pale"] += [f"{one}: {fault}" for fault in measured["faults"]]
            answers["measured"] += measured["texts"] + measured["marks"]
    own = SCREENS[screen]["viewport"]
    for width in (own["width"], *(each for each in widths if each != own["width"]), 320):
        if width != own["width"]:
            page.set_viewport_size({"width": width, "height": 844})
        if wider := page.evaluate(WIDER):
            answers["wide"].append(f"{width}: {wider}")
        if (small := page.evaluate(SMALLEST)) and small[0] < 11.95:  # a hundredth of a pixel is rounding
            answers["small"].append(f"{width}: {small}")
    if screen == "desk":  # the smallest phone stands for phones, but not for a desk
        page.set_viewport_size(own)
    if axe:
        page.evaluate(OPEN)
        answers["axe"] = violations(page)[:5]
    return answers


def walk(site, open_window, view, pages, thorough=False):
    """Have pages looked at in one view, in one window; (page, scheme, screen) → as in `look`. An embed
    is a frame around a drawing that axe does not see: four stand for all, but where the walk is to be thorough."""
    scheme, screen = view
    page = open_window("about:blank", color_scheme=scheme, **SCREENS[screen])
    embeds = [name for name in pages if name.startswith("embed/")]
    bare, widths = ((), MORE_WIDTHS) if thorough else (embeds[4:], ())
    answers = {(name, *view): look(page, site, name, view, widths, name not in bare) for name in pages}
    page.context.close()
    return answers


@pytest.fixture(scope="session", params=VIEWS, ids=" ".join)
def walked(request, site, open_window):
    """What the pages of the site answered, each page in one view, in turn: (page, scheme, screen) → as in `look`."""
    return walk(site, open_window, request.param, site.pages[VIEWS.index(request.param) :: len(VIEWS)])


def faults(walked, question):
    """The pages whose answer to a question is a list of faults: (page, scheme, screen) → faults."""
    return {key: answers[question] for key, answers in walked.items() if answers[question]}
