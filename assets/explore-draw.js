/* The chart builder's drawing: panels under each other on one true time axis, as SVG in the book's look.
   Colours are the page's variables, so a switch of the colour scheme needs no redrawing. */
(() => {
  "use strict";
  const DATA = window.pbExplore, { say, number, middle } = DATA.model;
  const NS = "http://www.w3.org/2000/svg", DAY = 864e5;
  const SMALL = 13, WIDE_FROM = 560;
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const token = (name) => `var(--pb-${name}, ${DATA.tokens[name][0]})`;
  const dayOf = (year, month = 0) => Date.UTC(year, month, 1) / DAY;

  // ---- words that fit
  const pen = document.createElement("canvas").getContext("2d");
  const wide = (text, font) => { pen.font = font; return pen.measureText(text).width; };
  const wrapped = (text, width, font, most) => {
    const lines = [""];
    for (const word of text.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (wide(longer, font) <= width || !lines.at(-1)) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return (lines.length <= most ? lines : [...lines.slice(0, most - 1), lines.slice(most - 1).join(" ")]).map((line) => cut(line, width, font));
  };
  const cut = (line, width, font) => {
    if (wide(line, font) <= width) return line;
    while (line.length > 1 && wide(`${line}…`, font) > width) line = line.slice(0, -1);
    return `${line.trimEnd()}…`;
  };

  // ---- scales
  const steps = (low, high, count) => {
    const rough = (high - low) / count, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 2.5, 5, 10].find((times) => times * power >= rough) * power;
    return Array.from({ length: Math.floor((high - low) / step + 1e-9) + 1 }, (_, i) => +(low + i * step).toPrecision(12));
  };
  const linear = (values, count) => {
    let low = Math.min(0, ...values), high = Math.max(0, ...values);
    if (low === high) high = 1;
    const step = steps(0, high - low, count)[1];
    [low, high] = [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
    return { low, high, ticks: steps(low, high, Math.round((high - low) / step)), place: (value) => (value - low) / (high - low) };
  };
  const log = (values) => {
    const [low, high] = [Math.floor(Math.log10(Math.min(...values)) + 1e-9), Math.ceil(Math.log10(Math.max(...values)) - 1e-9)];
    const top = high > low ? high : low + 1, all = [];
    const between = top - low <= 2 ? [1, 2, 5] : [1];
    for (let power = low; power <= top; power++) for (const times of between) if (power < top || times === 1) all.push(+(times * 10 ** power).toPrecision(12));
    return { low: 10 ** low, high: 10 ** top, ticks: all, place: (value) => (Math.log10(value) - low) / (top - low) };
  };
  const times = (points, width) => {
    const first = Math.min(...points.map((point) => point.row.start)), last = Math.max(...points.map((point) => point.row.end)) + 1;
    const pad = Math.max(20, (last - first) * 0.015), from = first - pad, to = last + pad;
    const place = (day) => ((day - from) / (to - from)) * width, ticks = [];
    const [y0, y1] = [new Date(from * DAY).getUTCFullYear(), new Date(to * DAY).getUTCFullYear()];
    if (to - from <= 800) {
      const step = [1, 2, 3, 6].find((months) => place(from + months * 30.4) >= 62) || 12;
      for (let month = 0; month <= (y1 - y0 + 1) * 12; month += step) {
        const day = dayOf(y0, month), at = new Date(day * DAY);
        if (day >= from && day <= to) ticks.push({ x: place(day), label: at.getUTCMonth() ? DATA.months[at.getUTCMonth()] : `${at.getUTCFullYear()}`, middle: place(day) });
      }
    } else {
      const step = [1, 2, 5, 10, 20].find((years) => place(from + years * 365) >= 44) || 50;
      for (let year = Math.ceil(y0 / step) * step; year <= y1; year += step) {
        const day = dayOf(year), centre = place((day + dayOf(year + 1)) / 2);
        if (day >= from - 300 && centre > 8 && centre < width - 8) ticks.push({ x: place(day), label: `${year}`, middle: centre });
      }
    }
    return { place, ticks };
  };

  // ---- marks
  const SHAPES = {
    circle: (r) => `M${-r},0a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
    square: (r) => `M${-r * 0.9},${-r * 0.9}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
    diamond: (r) => `M0,${-1.25 * r}L${1.25 * r},0L0,${1.25 * r}L${-1.25 * r},0z`,
    "triangle-up": (r) => `M0,${-1.2 * r}L${1.15 * r},${0.9 * r}L${-1.15 * r},${0.9 * r}z`,
    "triangle-down": (r) => `M0,${1.2 * r}L${1.15 * r},${-0.9 * r}L${-1.15 * r},${-0.9 * r}z`,
  };
  const shape = (look, x, y, size, open) => {
    const [colour, , symbol] = DATA.looks[look];
    const paint = open ? `fill:${token("ground")};stroke:${token(colour)};stroke-width:1.8` : `fill:${token(colour)};stroke:${token("ground")};stroke-width:1`;
    return make("path", { d: (SHAPES[symbol] || SHAPES.circle)(size), transform: `translate(${x.toFixed(1)},${y.toFixed(1)})`, style: paint });
  };
  const dashes = (look) => { const dash = DATA.looks[look][1]; return dash === "solid" ? "" : `stroke-dasharray:${dash.replace(/px/g, "")};`; };
  const stroke = (look, more = "") => `fill:none;stroke:${token(DATA.looks[look][0])};stroke-width:2.25;${dashes(look)}${more}`;
  const text = (x, y, said, { size = SMALL, colour = "muted", weight = 400, anchor = "start" } = {}) =>
    make("text", { x: x.toFixed(1), y: y.toFixed(1), "text-anchor": anchor, style: `font:${weight} ${size}px var(--pb-sans, sans-serif);fill:${token(colour)}` }, said);
  const sample = (look, x, y) => make("g", {}, make("path", { d: `M${x},${y}h26`, style: stroke(look) }), shape(look, x + 13, y, 4.5, false));

  // What the titles of a panel share at their beginning or end goes without saying at each line.
  const shortened = (titles) => {
    if (titles.length < 2) return titles;
    const parts = titles.map((title) => title.split(/(?<=[,:]) /)), least = Math.min(...parts.map((part) => part.length));
    const same = (at) => parts.every((part) => part.at(at).replace(/[,:]$/, "") === parts[0].at(at).replace(/[,:]$/, ""));
    let first = 0, last = 0;
    while (first < least - 1 && same(first)) first++;
    while (last < least - 1 - first && same(-1 - last)) last++;
    return parts.map((part) => { const left = part.slice(first, part.length - last).join(" ").replace(/[,:]$/, ""); return left[0].toUpperCase() + left.slice(1); });
  };

  // ---- one panel
  const drawPanel = (panel, box, time, labelled, many) => {
    const group = make("g"), { x, y, width, height, scale } = box;
    const up = (value) => y + height - scale.place(value) * height;
    for (const tick of scale.ticks) {
      const base = tick === (panel.log ? scale.low : 0);
      group.append(make("path", { d: `M${x},${up(tick).toFixed(1)}h${width}`, style: `stroke:${token(base ? "axis" : "grid")};stroke-width:1` }), text(x - 7, up(tick) + 4.5, number(tick), { anchor: "end" }));
    }
    if (panel.key === "index" && !panel.log) group.append(make("path", { d: `M${x},${up(100).toFixed(1)}h${width}`, style: `stroke:${token("axis")};stroke-width:1;stroke-dasharray:2 3` }));
    for (const tick of time.ticks) group.append(make("path", { d: `M${(x + tick.x).toFixed(1)},${y + height}v5`, style: `stroke:${token("axis")};stroke-width:1` }), text(x + tick.middle, y + height + 19, tick.label, { anchor: "middle" }));
    const traces = panel.lines.map((line) => {
      const colour = token(DATA.looks[line.look][0]), spots = line.points.map((point) => ({ point, x: x + time.place(point.at), y: up(point.value) }));
      const dense = line.points.length > 60, size = dense ? 3 : many ? 4 : 4.5;
      // The period of each value, where it is long enough to see and does not overlap the next.
      if (!line.series.rolling) for (const { point, y: at } of spots) {
        const [from, to] = [time.place(point.row.start), time.place(point.row.end + 1)];
        if (to - from >= 9) group.append(make("path", { d: `M${(x + from + 1).toFixed(1)},${at.toFixed(1)}H${(x + to - 1).toFixed(1)}`, style: `fill:none;stroke:${colour};stroke-width:5;opacity:.24` }));
      }
      for (const { point, x: at } of spots) {
        if (point.low === null && point.high === null) continue;
        const [low, high] = [point.low ?? point.value, point.high ?? point.value];
        const ends = [point.low === null ? "" : cap(at, up(low)), point.high === null ? "" : cap(at, up(high))].join("");
        const arrow = point.high === null ? `M${at - 4},${up(point.value) - 12}l4,-5l4,5M${at},${up(point.value)}v-17` : point.low === null ? `M${at - 4},${up(point.value) + 12}l4,5l4,-5M${at},${up(point.value)}v17` : `M${at},${up(low)}V${up(high)}`;
        group.append(make("path", { d: ends + arrow, style: `fill:none;stroke:${colour};stroke-width:1.5;opacity:.8` }));
      }
      const d = runs(line.joined).map((run) => "M" + run.map((i) => `${spots[i].x.toFixed(1)},${spots[i].y.toFixed(1)}`).join("L")).join("");
      if (d) group.append(make("path", { d, style: stroke(line.look, "stroke-linejoin:round") }));
      for (const spot of spots) if (!dense || spot.point.open || !line.joined.length || spots.length < 2) group.append(shape(line.look, spot.x, spot.y, size, spot.point.open));
      return { line, spots };
    });
    if (labelled) endLabels(group, traces, box);
    return { group, traces };
  };
  const cap = (x, y) => `M${(x - 4).toFixed(1)},${y.toFixed(1)}h8`;
  // Pairs of neighbours as runs of a line.
  const runs = (joined) => {
    const next = new Map(joined), starts = [...next.keys()].filter((a) => !joined.some(([, b]) => b === a));
    return starts.map((start) => { const run = [start]; while (next.has(run.at(-1))) run.push(next.get(run.at(-1))); return run; });
  };
  const endLabels = (group, traces, { x, y, width, height, room }) => {
    const titles = shortened(traces.map((trace) => trace.line.series.title)), line = 16;
    const labels = traces.map((trace, i) => ({ trace, lines: wrapped(titles[i], room - 16, `600 ${SMALL}px ${family()}`, 4), at: trace.spots.at(-1).y })).sort((a, b) => a.at - b.at);
    let low = y - 14;
    for (const label of labels) {
      label.top = Math.max(low, label.at - (label.lines.length * line) / 2);
      low = label.top + label.lines.length * line + 6;
    }
    let floor = y + height + 18;
    for (const label of labels.toReversed ? labels.toReversed() : [...labels].reverse()) {
      label.top = Math.min(label.top, floor - label.lines.length * line);
      floor = label.top - 6;
    }
    for (const { trace, lines, at, top } of labels) {
      const end = trace.spots.at(-1), centre = top + (lines.length * line) / 2;
      if (Math.abs(centre - at) > 14 || x + width - end.x > 20) group.append(make("path", { d: `M${(end.x + 7).toFixed(1)},${at.toFixed(1)}L${x + width + 8},${centre.toFixed(1)}`, style: `fill:none;stroke:${token("axis")};stroke-width:1` }));
      lines.forEach((words, i) => group.append(text(x + width + 13, top + line * (i + 0.78), words, { colour: DATA.looks[trace.line.look][0], weight: 600 })));
    }
  };
  const family = () => getComputedStyle(document.body).getPropertyValue("--pb-sans").trim() || "sans-serif";

  const scaleOf = (panel, height) => {
    const values = panel.lines.flatMap((line) => line.points.flatMap((point) => [point.value, point.low, point.high])).filter((value) => value !== null && (!panel.log || value > 0));
    return panel.log ? log(values) : linear(values, height > 200 ? 5 : 4);
  };

  // ---- the whole picture for a width in pixels
  const draw = (view, width) => {
    const broad = width >= WIDE_FROM, many = view.panels.length > 1, labelled = broad && view.panels.some((panel) => panel.lines.length > 1);
    const svg = make("svg", { xmlns: NS, class: "pb-svg", role: "img" }), points = view.points;
    if (!points.length) return { svg: null, traces: [], height: 0 };
    const height = many ? (broad ? 200 : 170) : broad ? 340 : 250;
    const scales = view.panels.map((panel) => scaleOf(panel, height));
    const left = 10 + Math.max(...scales.flatMap((scale) => scale.ticks).map((tick) => wide(number(tick), `${SMALL}px ${family()}`)));
    const words = labelled ? view.panels.flatMap((panel) => shortened(panel.lines.map((line) => line.series.title))).flatMap((title) => title.split(/\s+/)) : [];
    const longest = Math.max(0, ...words.map((word) => wide(word, `600 ${SMALL}px ${family()}`)));
    const room = labelled ? Math.min(width * 0.32, Math.max(width * 0.23, longest + 20)) : 0, right = labelled ? room : 10;
    const inner = width - left - right, time = times(points, inner);
    let y = 4;
    const traces = [];
    for (const [nth, panel] of view.panels.entries()) {
      const alone = panel.lines.length === 1, said = alone ? panel.lines[0].series.title : panel.measures[0].toUpperCase() + panel.measures.slice(1);
      const head = view.panels.length === 1 && alone ? [] : wrapped(said, width - 4, `700 15px ${family()}`, 3);
      head.forEach((words) => svg.append(text(0, (y += 19), words, { size: 15, colour: "ink", weight: 700 })));
      if (panel.log || panel.unit !== said.toLowerCase()) svg.append(text(0, (y += 19), say(panel.log ? "axis log" : "axis", { unit: panel.unit })));
      if (!alone && !broad) for (const line of panel.lines) {
        svg.append(sample(line.look, 0, y + 15));
        wrapped(line.series.title, width - 38, `${SMALL}px ${family()}`, 3).forEach((words, i) => svg.append(text(34, (y += i ? 16 : 19), words, { colour: "ink" })));
        y += 3;
      }
      y += 14;
      const box = { x: left, y, width: inner, height, room, scale: scales[nth] };
      const drawn = drawPanel(panel, box, time, labelled && !alone, many);
      svg.append(drawn.group);
      drawn.traces.forEach((trace) => traces.push({ ...trace, box }));
      y += height + 30;
      if (many) y += 10;
    }
    svg.setAttribute("viewBox", `0 0 ${width} ${Math.ceil(y)}`);
    svg.setAttribute("width", width);
    svg.setAttribute("height", Math.ceil(y));
    return { svg, traces, height: Math.ceil(y) };
  };

  // A line sample for lists outside the picture.
  const key = (look) => {
    const svg = make("svg", { width: 28, height: 14, viewBox: "0 0 28 14", "aria-hidden": "true", class: "pbx-key" });
    svg.append(sample(look, 1, 7));
    return svg;
  };

  DATA.draw = { draw, key, wrapped };
})();
