"""What axe finds on an open page."""

from importlib.util import find_spec
from pathlib import Path

AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
# What is folded or not painted yet is looked at, too. Of long tables, of lists and of pieces of code the first stand
# for all, and axe would take minutes over the others: they go, but for those with a kind of element not seen before.
OPEN = """() => {
  const thin = (all, first) => {
    const seen = new Set();
    all.forEach((one, at) => {
      const kind = (node) => `${node.localName} ${node.getAttribute("class")}`;
      const kinds = [one, ...one.querySelectorAll("*")].map(kind);
      if (at >= first && kinds.every((each) => seen.has(each))) one.remove();
      kinds.forEach((each) => seen.add(each));
    });
  };
  for (const many of document.querySelectorAll("tbody, ul, ol, main section"))
    thin([...many.children], many.localName === "tbody" ? 4 : 12);
  thin([...document.querySelectorAll("pre")], 4);
  document.querySelectorAll(".ev-scroll").forEach((table, at) => at > 12 && table.remove());
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
}"""


def violations(page):
    """The faults that axe finds on the page as it stands: rule and element, a line each."""
    page.evaluate(
        AXE.read_text(encoding="utf-8")
    )  # not by a tag, which the content security policy would stop
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
