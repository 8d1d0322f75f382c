"""Each page of the site opened once in each view, and all that is asked of every page noted on the way.

A test asks the fixture `walked` for the answers to its question and names the pages where they are not as they should
be. To ask every page something else, add its answer in `look` and a test that reads it.
"""

import json

import pytest
from axe import OPEN, violations
from filelock import FileLock, Timeout
from pictures import SMALLEST, stands_out
from shared import run_folder

DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SCREENS = {"desk": DESK, "phone": PHONE}
# The views of `make test`, in which axe looks at each page once, in turn; and all of them, for `make proof`.
VIEWS = [("light", "desk"), ("dark", "phone")]
EVERY_VIEW = [(scheme, screen) for scheme in ("light", "dark") for screen in SCREENS]
PHONES = (320, 360, 390)
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
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"


def look(page, site, name, screen, with_axe):
    """The answers of one page in one view: a number, or a list of faults."""
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
        "wide": [],
        "small": [],
        "pale": [],
        "axe": None,
    }
    page.evaluate(WHOLE)
    if answers["drawings"]:
        measured = stands_out(page)
        answers["pale"] = measured["faults"]
        answers["measured"] = measured["texts"] + measured["marks"]
    for width in PHONES if screen == "phone" else (1280,):
        page.set_viewport_size({"width": width, "height": 844})
        if wider := page.evaluate(WIDER):
            answers["wide"].append(f"{width}: {wider}")
        if (small := page.evaluate(SMALLEST)) and small[0] < 11.95:  # a hundredth of a pixel is rounding
            answers["small"].append(f"{width}: {small}")
    if with_axe:
        page.evaluate(OPEN)
        answers["axe"] = violations(page)[:5]
    return answers


def walk(site, open_page, folder, views, with_axe):
    """Have every page looked at in the `views`; (page, scheme, screen) → its answers.

    Workers that walk at the same time share the pages: who has the lock of a page looks at it. `with_axe` is a
    function: number of a page, view → whether axe looks.
    """
    folder.mkdir(parents=True, exist_ok=True)
    answers, late = {}, []
    for scheme, screen in views:
        page = None
        for number, name in enumerate(site.pages):
            at = folder / f"{scheme}-{screen}-{number}.json"

            def answer(name=name, number=number, at=at, view=(scheme, screen)):
                nonlocal page
                if not at.exists():
                    page = page or open_page("about:blank", color_scheme=view[0], **SCREENS[view[1]])
                    found = look(page, site, name, view[1], with_axe(number, view))
                    at.write_text(json.dumps(found), encoding="utf-8")
                return json.loads(at.read_text(encoding="utf-8"))

            try:
                with FileLock(at.with_suffix(".lock"), timeout=0):
                    answers[name, scheme, screen] = answer()
            except Timeout:  # another worker is looking at it
                late.append((at, (name, scheme, screen), answer))
        if page:
            page.context.close()
    for at, key, answer in late:
        with FileLock(at.with_suffix(".lock")):
            answers[key] = answer()
    return answers


@pytest.fixture(scope="session")
def walked(site, open_window, tmp_path_factory):
    """What every page of the site answered in the views of `make test`: (page, scheme, screen) → answers as in
    `look`. axe has looked at each page in one of the views."""
    folder = run_folder(tmp_path_factory) / f"walked-{site.renderer}"
    return walk(site, open_window, folder, VIEWS, lambda number, view: VIEWS[number % len(VIEWS)] == view)


def faults(walked, question):
    """The pages whose answer to a question is a list of faults: (page, scheme, screen) → faults."""
    return {key: answers[question] for key, answers in walked.items() if answers[question]}
