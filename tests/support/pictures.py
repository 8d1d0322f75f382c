"""What a browser shows of the drawings on a page: how high their words are, how well marks and words stand out."""

from poppybook.charts import theme

# The height in pixels of the smallest word of a drawing that shows, with the word; nothing where there is none.
SMALLEST = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('.pb-svg')) {
    if (!svg.getClientRects().length) continue;
    for (const text of svg.querySelectorAll('text'))
      if (text.textContent.trim())
        found.push([parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a, text.textContent]);
  }
  return found.sort((a, b) => a[0] - b[0])[0];
}"""
CONTRAST = """(tokens) => {
  const luminance = (rgb) => rgb.map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
  const ratio = (one, other) => {
    const [low, high] = [luminance(one.slice(0, 3)), luminance(other.slice(0, 3))].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = parse(getComputedStyle(document.body).backgroundColor);
  const faults = [];
  let texts = 0, marks = 0;
  for (const svg of document.querySelectorAll(".pb-svg")) {
    if (!svg.getClientRects().length) continue;
    const name = svg.closest("figure").id;
    for (const node of svg.querySelectorAll("path, circle, rect, line")) {
      const written = node.getAttribute("style") || "", style = getComputedStyle(node);
      for (const paint of ["fill", "stroke"]) {
        const token = written.match(new RegExp(`(?:^|;)${paint}:var\\\\(--pb-([a-z]+)`));
        if (!token || !tokens.includes(token[1]) || +style[paint + "Opacity"] < 1 || +style.opacity < 1) continue;
        marks++;
        if (ratio(parse(style[paint]), ground) < 3) faults.push(`${name}: a mark in ${token[1]}`);
      }
    }
    for (const node of svg.querySelectorAll("text")) {
      if (!node.textContent.trim()) continue;
      texts++;
      const fill = parse(getComputedStyle(node).fill);
      let behind = ground;
      if (ratio(fill, ground) < 1.2) {
        // Written in the colour of the ground: then it stands on a mark.
        node.scrollIntoView({ block: "center" });
        const box = node.getBoundingClientRect();
        const under = document.elementsFromPoint(box.x + box.width / 2, box.y + box.height / 2)
          .find((one) => svg.contains(one) && one.matches("path, rect") && getComputedStyle(one).fill !== "none");
        if (under) behind = parse(getComputedStyle(under).fill);
      }
      if (ratio(fill, behind) < 4.5) faults.push(`${name}: “${node.textContent}” ${ratio(fill, behind).toFixed(1)}`);
    }
  }
  return { faults: [...new Set(faults)], texts, marks };
}"""


def stands_out(page):
    """What does not stand out in the drawings that show, and how many words and marks were looked at."""
    return page.evaluate(CONTRAST, [*theme.MARKS, *theme.SOFT])
