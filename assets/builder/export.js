/* What a reader takes away from the chart builder: CSV, SVG, PNG and lines of Python. Made in the page, nothing is sent. */
(() => {
  "use strict";
  const DATA = window.pbExplore,
    { say, byId, unitOf, unitsFor, list } = DATA.model;
  const iso = (day) => new Date(day * 864e5).toISOString().slice(0, 10);
  const cited = (view) =>
    [...new Set(view.points.flatMap((point) => [point.row.source, ...point.row.also]))].map(
      (number) => DATA.sources[number],
    );
  const citation = ([, publisher, title, date, letter]) =>
    `${publisher}, ${title}${date ? ` (${date.slice(0, 4)})` : ""}${letter === "A" ? "" : `, ${say("letter", { letter })}`}`;

  // ---- CSV: the head cites, the rows are the plot
  const COLUMNS = [
    "series_id",
    "series",
    "period",
    "start",
    "end",
    "value",
    "unit",
    "low",
    "high",
    "published_value",
    "published_unit",
    "status",
    "reliability",
    "source_id",
    "observation_id",
    "note",
  ];
  const quoted = (value) => (/[",\r\n]/.test(value) ? `"${value.replace(/"/g, '""')}"` : value);
  // For a double click in a spreadsheet program: a mark before the letters, and no text that would run as a formula.
  const cell = (value) =>
    value === null || value === undefined
      ? ""
      : quoted(typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value));
  const csv = (view, title, address) => {
    const head = [
      title,
      say("csv book", { book: DATA.book, version: DATA.version }),
      address,
      ...view.notes.map((note) => note.text),
      ...cited(view).map((source) => say("csv source", { id: source[0], text: citation(source) })),
    ];
    const rows = view.points.map((point) => {
      const { row, series, panel } = point;
      return [
        series.id,
        series.title,
        row.text,
        iso(row.start),
        iso(row.end),
        point.value,
        panel.unit,
        point.low,
        point.high,
        row.value,
        unitOf(series).name,
        row.status,
        DATA.sources[row.source][4],
        DATA.sources[row.source][0],
        row.ids.join(" "),
        row.note,
      ];
    });
    const lines = [COLUMNS, ...rows].map((row) => row.map(cell).join(","));
    return (
      "\ufeff" + [...head.map((line) => `# ${line.replace(/\s+/g, " ")}`), ...lines].join("\r\n") + "\r\n"
    );
  };

  // ---- the picture with title and sources, in the colours of the moment
  const picture = (view, title, width, ground) => {
    const NS = "http://www.w3.org/2000/svg",
      style = getComputedStyle(document.body),
      pad = 20;
    const family = style.getPropertyValue("--pb-sans").trim().replace(/"/g, "'") || "sans-serif";
    const { svg, height } = DATA.draw(view, width);
    const outer = document.createElementNS(NS, "svg");
    let y = pad;
    const write = (words, size, weight, colour) =>
      DATA.marks.wrapped(words, width, `${weight} ${size}px ${family}`, 99).forEach((line) => {
        const node = document.createElementNS(NS, "text");
        y += Math.round(size * 1.35);
        for (const [name, value] of Object.entries({
          x: pad,
          y,
          style: `font:${weight} ${size}px ${family};fill:${style.getPropertyValue(`--pb-${colour}`).trim()}`,
        }))
          node.setAttribute(name, value);
        node.textContent = line;
        outer.append(node);
      });
    write(title, 19, 700, "ink");
    y += 8;
    svg.setAttribute("x", pad);
    svg.setAttribute("y", y);
    outer.append(svg);
    y += height;
    view.notes.filter((note) => note.kind !== "tell").forEach((note) => write(note.text, 12, 400, "ink"));
    write(
      `${say("sources")} ${cited(view).map(citation).join("; ")}. ${say("csv book", { book: DATA.book, version: DATA.version })}`,
      12,
      400,
      "muted",
    );
    const size = [width + 2 * pad, y + pad];
    outer.setAttribute("xmlns", NS);
    outer.setAttribute("width", size[0]);
    outer.setAttribute("height", size[1]);
    outer.setAttribute("viewBox", `0 0 ${size.join(" ")}`);
    if (ground) outer.style.background = style.getPropertyValue("--pb-ground").trim();
    const code = new XMLSerializer()
      .serializeToString(outer)
      .replace(/var\(--pb-sans, sans-serif\)/g, family)
      .replace(/var\(--pb-([\w-]+), #[0-9a-f]{6}\)/g, (_, name) =>
        style.getPropertyValue(`--pb-${name}`).trim(),
      );
    return { code, size };
  };
  const png = async (view, title, width) => {
    const { code, size } = picture(view, title, width, true),
      scale = 2,
      image = new Image(...size);
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(code);
    await image.decode();
    const canvas = document.createElement("canvas"),
      pen = canvas.getContext("2d");
    [canvas.width, canvas.height] = size.map((side) => side * scale);
    pen.scale(scale, scale);
    pen.fillStyle = getComputedStyle(document.body).getPropertyValue("--pb-ground").trim();
    pen.fillRect(0, 0, ...size);
    pen.drawImage(image, 0, 0, ...size);
    return new Promise((done) => canvas.toBlob(done));
  };

  // ---- the same rows with poppybook: one frame for each thing that is measured, one for each official table's column
  const text = (value) => JSON.stringify(value);
  const python = (state) => {
    const chosen = state.s.map((id) => byId.get(id)),
      units = unitsFor(chosen, state.u),
      frames = [];
    const own = new Map();
    for (const series of chosen.filter((one) => !one.code))
      own.set(unitOf(series).group, [...(own.get(unitOf(series).group) || []), series]);
    for (const [group, members] of own) {
      const target = units.get(group),
        convert = members.some((series) => unitOf(series).name !== target.name);
      const rows = `pb.drop_repeats(data.compare([${members.map((series) => text(series.id)).join(", ")}]))`;
      frames.push(convert ? `data.convert(${rows}, ${text(target.name)})` : rows);
    }
    for (const series of chosen.filter((one) => one.code)) {
      const target = units.get(unitOf(series).group),
        unit = unitOf(series);
      const made = series.ratio ? "rows.pounds / rows.events" : `rows.${series.column}`;
      const frame = `${series.code}.assign(value=lambda rows: ${made}, unit=${text(unit.name)})[[${text(series.time ?? "period")}, "value", "unit"]]`;
      frames.push(unit.name === target.name ? frame : `data.convert(${frame}, ${text(target.name)})`);
    }
    const lines = [
      "import poppybook as pb",
      "data = pb.load()",
      ...frames.map((frame, i) => `rows${frames.length > 1 ? `_${i + 1}` : ""} = ${frame}`),
    ];
    if (state.m !== "value")
      lines.push(`# ${say(state.m === "index" ? "python index" : "python change", { period: state.b })}`);
    return lines.join("\n");
  };

  DATA.take = { csv, picture, png, python, cited, citation, iso, list };
})();
