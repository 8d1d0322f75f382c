/* The marks of the chart builder's drawing as SVG in the book's look. Colours are the page's variables, so that a switch
   of the colour scheme needs no redrawing. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const NS = "http://www.w3.org/2000/svg";
  const SMALL = 13; // pixels
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const token = (name) => `var(--pb-${name}, ${DATA.tokens[name][0]})`;
  const family = () => getComputedStyle(document.body).getPropertyValue("--pb-sans").trim() || "sans-serif";

  // ---- words that fit
  const pen = document.createElement("canvas").getContext("2d");
  const wide = (text, font) => {
    pen.font = font;
    return pen.measureText(text).width;
  };
  const wrapped = (text, width, font, most) => {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (wide(longer, font) <= width || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return (
      lines.length <= most ? lines : [...lines.slice(0, most - 1), lines.slice(most - 1).join(" ")]
    ).map((line) => cut(line, width, font));
  };
  const cut = (line, width, font) => {
    if (wide(line, font) <= width) return line;
    while (line.length > 1 && wide(`${line}…`, font) > width) line = line.slice(0, -1);
    return `${line.trimEnd()}…`;
  };

  const SHAPES = {
    circle: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
    square: (r) => `M${-r * 0.9},${-r * 0.9}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
    diamond: (r) => `M0,${-1.25 * r}L${1.25 * r},0L0,${1.25 * r}L${-1.25 * r},0z`,
    "triangle-up": (r) => `M0,${-1.2 * r}L${1.15 * r},${0.9 * r}L${-1.15 * r},${0.9 * r}z`,
    "triangle-down": (r) => `M0,${1.2 * r}L${1.15 * r},${-0.9 * r}L${-1.15 * r},${-0.9 * r}z`,
  };
  const shape = (look, x, y, size, open) => {
    const [colour, , symbol] = DATA.looks[look];
    const paint = open
      ? `fill:${token("ground")};stroke:${token(colour)};stroke-width:1.8`
      : `fill:${token(colour)};stroke:${token("ground")};stroke-width:1`;
    return make("path", {
      d: (SHAPES[symbol] || SHAPES.circle)(size),
      transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`,
      style: paint,
    });
  };
  const dashes = (look) => {
    const dash = DATA.looks[look][1];
    return dash === "solid" ? "" : `stroke-dasharray:${dash.replace(/px/g, "")};`;
  };
  const stroke = (look, more = "") =>
    `fill:none;stroke:${token(DATA.looks[look][0])};stroke-width:2.25;${dashes(look)}${more}`;
  const text = (x, y, said, { size = SMALL, colour = "muted", weight = 400, anchor = "start" } = {}) =>
    make(
      "text",
      {
        x: x.toFixed(1),
        y: y.toFixed(1),
        "text-anchor": anchor,
        style: `font:${weight} ${size}px var(--pb-sans, sans-serif);fill:${token(colour)}`,
      },
      said,
    );
  const sample = (look, x, y) =>
    make(
      "g",
      {},
      make("path", { d: `M${x},${y}h26`, style: stroke(look) }),
      shape(look, x + 13, y, 4.5, false),
    );

  // A line sample for lists outside the picture.
  const key = (look) => {
    const svg = make("svg", {
      width: 28,
      height: 14,
      viewBox: "0 0 28 14",
      "aria-hidden": "true",
      class: "pbx-key",
    });
    svg.append(sample(look, 1, 7));
    return svg;
  };

  DATA.marks = { NS, SMALL, make, token, family, wide, wrapped, shape, stroke, text, sample, key };
})();
