/* The picture of a chart with title, takeaway and sources, in the colours it has now, as a PNG of double size.
   charts-live.js loads this file at the first wish. */
"use strict";
window.pbPng = async (chart, { make, tokens }) => {
  const { figure } = chart,
    svg = chart.svg || chart.picture.querySelector(`.pb-${chart.variant}`),
    { width, height } = svg.viewBox.baseVal;
  const now = tokens(),
    style = getComputedStyle(document.body),
    pad = 20,
    scale = 2;
  const code = new XMLSerializer()
    .serializeToString(svg)
    .replace(/var\(--pb-[\w-]+,\s*(#[0-9a-f]{6})\)/g, (_, light) => now.get(light) || light);
  const image = new Image(width, height);
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(code);
  await image.decode();
  const canvas = make("canvas"),
    pen = canvas.getContext("2d");
  const family = style.getPropertyValue("--pb-sans"),
    colour = (token) => style.getPropertyValue("--pb-" + token).trim();
  const parts = [
    [".pb-title", `700 19px ${family}`, 25, "ink"],
    [".pb-takeaway", `15px ${family}`, 21, "ink"],
    [".pb-sources", `12px ${family}`, 17, "muted"],
  ].map(([selector, font, line, ink]) => {
    pen.font = font;
    const lines = [""];
    for (const word of figure.querySelector(selector).textContent.trim().split(/\s+/)) {
      const longer = (lines.at(-1) + " " + word).trim();
      if (pen.measureText(longer).width > width && lines.at(-1)) lines.push(word);
      else lines[lines.length - 1] = longer;
    }
    return { font, line, ink, lines };
  });
  const tall = (part) => part.lines.length * part.line;
  canvas.width = (width + 2 * pad) * scale;
  canvas.height = (height + parts.reduce((sum, part) => sum + tall(part), 0) + 2 * pad + 18) * scale;
  pen.scale(scale, scale);
  pen.fillStyle = colour("ground");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  let y = pad;
  const write = (part) => {
    pen.font = part.font;
    pen.fillStyle = colour(part.ink);
    part.lines.forEach((line) => pen.fillText(line, pad, (y += part.line) - part.line * 0.25));
  };
  write(parts[0]);
  write(parts[1]);
  pen.drawImage(image, pad, (y += 10), width, height);
  y += height + 8;
  write(parts[2]);
  const blob = await new Promise((done) => canvas.toBlob(done));
  const link = make("a", { href: URL.createObjectURL(blob), download: chart.id + ".png" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
};
