"""What axe finds on an open page."""

from importlib.util import find_spec
from pathlib import Path

AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js")
# What is folded or not painted yet is looked at, too. Of what is built alike the first stand for all, and axe would
# take minutes over the others: they go, but for those with something that was not seen before. Inside a drawing axe
# sees nothing, and each chart has a page of its own.
OPEN = """() => {
  const kind = (node) => [node.localName, ...node.getAttributeNames().filter((name) => !name.startsWith("data-")),
    node.className, Boolean(node.textContent.trim())].join(" ");
  const thin = (all, first) => {
    const seen = new Set();
    [...all].forEach((one, at) => {
      const kinds = [one, ...one.querySelectorAll("*")].map(kind);
      if (at >= first && kinds.every((each) => seen.has(each))) one.remove();
      kinds.forEach((each) => seen.add(each));
    });
  };
  document.querySelectorAll(".pb-svg > :not(title, desc)").forEach((mark) => mark.remove());
  document.querySelectorAll("tbody").forEach((rows) => thin(rows.children, 2));
  for (const alike of ["figure.pb-chart", ".ev-scroll", "main section", "main li", "pre", "option"])
    thin(document.querySelectorAll(alike), 6);
  thin(document.querySelectorAll("pre span"), 30);
  document.querySelectorAll("details").forEach((fold) => (fold.open = true));
}"""


def violations(page):
    """The faults that axe finds on the page as it stands: rule and element, a line each."""
    page.evaluate(
        AXE.read_text(encoding="utf-8")
    )  # not by a tag, which the content security policy would stop
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]
