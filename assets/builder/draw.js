/* The chart builder's drawing: panels under each other on one true time axis. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, number } = DATA.model;
  const { linear, log, times, shortened, runs } = DATA.scales;
  const { NS, SMALL, make, token, family, wide, wrapped, shape, stroke, text, sample } = DATA.marks;
  const WIDE_FROM = 560; // pixels: labels stand at the ends of lines

  const drawPanel = (panel, box, time, labelled, many) => {
    const group = make("g"),
      { x, y, width, height, scale } = box;
    const up = (value) => y + height - scale.place(value) * height;
    for (const tick of scale.ticks) {
      const base = tick === (panel.log ? scale.low : 0);
      group.append(
        make("path", {
          d: `M${x},${up(tick).toFixed(1)}h${width}`,
          style: `stroke:${token(base ? "axis" : "grid")};stroke-width:1`,
        }),
        text(x - 7, up(tick) + 4.5, number(tick), { anchor: "end" }),
      );
    }
    if (panel.key === "index" && !panel.log)
      group.append(
        make("path", {
          d: `M${x},${up(100).toFixed(1)}h${width}`,
          style: `stroke:${token("axis")};stroke-width:1;stroke-dasharray:2 3`,
        }),
      );
    for (const tick of time.ticks)
      group.append(
        make("path", {
          d: `M${(x + tick.x).toFixed(1)},${y + height}v5`,
          style: `stroke:${token("axis")};stroke-width:1`,
        }),
        text(x + tick.middle, y + height + 19, tick.label, { anchor: "middle" }),
      );
    const traces = panel.lines.map((line) => {
      const colour = token(DATA.looks[line.look][0]),
        spots = line.points.map((point) => ({ point, x: x + time.place(point.at), y: up(point.value) }));
      const dense = line.points.length > 60,
        size = dense ? 3 : many ? 4 : 4.5;
      // The period of each value, where it is long enough to see and does not overlap the next.
      if (!line.series.rolling)
        for (const { point, y: at } of spots) {
          const [from, to] = [time.place(point.row.start), time.place(point.row.end + 1)];
          if (to - from >= 9)
            group.append(
              make("path", {
                d: `M${(x + from + 1).toFixed(1)},${at.toFixed(1)}H${(x + to - 1).toFixed(1)}`,
                style: `fill:none;stroke:${colour};stroke-width:5;opacity:.24`,
              }),
            );
        }
      for (const { point, x: at } of spots) {
        if (point.low === null && point.high === null) continue;
        const [low, high] = [point.low ?? point.value, point.high ?? point.value];
        const ends = [
          point.low === null ? "" : cap(at, up(low)),
          point.high === null ? "" : cap(at, up(high)),
        ].join("");
        const arrow =
          point.high === null
            ? `M${at - 4},${up(point.value) - 12}l4,-5l4,5M${at},${up(point.value)}v-17`
            : point.low === null
              ? `M${at - 4},${up(point.value) + 12}l4,5l4,-5M${at},${up(point.value)}v17`
              : `M${at},${up(low)}V${up(high)}`;
        group.append(
          make("path", { d: ends + arrow, style: `fill:none;stroke:${colour};stroke-width:1.5;opacity:.8` }),
        );
      }
      const d = runs(line.joined)
        .map((run) => "M" + run.map((i) => `${spots[i].x.toFixed(1)},${spots[i].y.toFixed(1)}`).join("L"))
        .join("");
      if (d) group.append(make("path", { d, style: stroke(line.look, "stroke-linejoin:round") }));
      for (const spot of spots)
        if (!dense || spot.point.open || !line.joined.length || spots.length < 2)
          group.append(shape(line.look, spot.x, spot.y, size, spot.point.open));
      return { line, spots };
    });
    if (labelled) endLabels(group, traces, box);
    return { group, traces };
  };
  const cap = (x, y) => `M${(x - 4).toFixed(1)},${y.toFixed(1)}h8`;
  const endLabels = (group, traces, { x, y, width, height, room }) => {
    const titles = shortened(traces.map((trace) => trace.line.series.title)),
      line = 16;
    const labels = traces
      .map((trace, i) => ({
        trace,
        lines: wrapped(titles[i], room - 16, `600 ${SMALL}px ${family()}`, 4),
        at: trace.spots.at(-1).y,
      }))
      .sort((a, b) => a.at - b.at);
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
      const end = trace.spots.at(-1),
        centre = top + (lines.length * line) / 2;
      if (Math.abs(centre - at) > 14 || x + width - end.x > 20)
        group.append(
          make("path", {
            d: `M${(end.x + 7).toFixed(1)},${at.toFixed(1)}L${x + width + 8},${centre.toFixed(1)}`,
            style: `fill:none;stroke:${token("axis")};stroke-width:1`,
          }),
        );
      lines.forEach((words, i) =>
        group.append(
          text(x + width + 13, top + line * (i + 0.78), words, {
            colour: DATA.looks[trace.line.look][0],
            weight: 600,
          }),
        ),
      );
    }
  };

  const scaleOf = (panel, height) => {
    const values = panel.lines
      .flatMap((line) => line.points.flatMap((point) => [point.value, point.low, point.high]))
      .filter((value) => value !== null && (!panel.log || value > 0));
    return panel.log ? log(values) : linear(values, height > 200 ? 5 : 4);
  };

  const draw = (view, width) => {
    const broad = width >= WIDE_FROM,
      many = view.panels.length > 1,
      labelled = broad && view.panels.some((panel) => panel.lines.length > 1);
    const svg = make("svg", { xmlns: NS, class: "pb-svg", role: "img" }),
      points = view.points;
    if (!points.length) return { svg: null, traces: [], height: 0 };
    const height = many ? (broad ? 200 : 170) : broad ? 340 : 250;
    const scales = view.panels.map((panel) => scaleOf(panel, height));
    const left =
      10 +
      Math.max(
        ...scales.flatMap((scale) => scale.ticks).map((tick) => wide(number(tick), `${SMALL}px ${family()}`)),
      );
    const words = labelled
      ? view.panels
          .flatMap((panel) => shortened(panel.lines.map((line) => line.series.title)))
          .flatMap((title) => title.split(/\s+/))
      : [];
    const longest = Math.max(0, ...words.map((word) => wide(word, `600 ${SMALL}px ${family()}`)));
    const room = labelled ? Math.min(width * 0.32, Math.max(width * 0.23, longest + 20)) : 0,
      right = labelled ? room : 10;
    const inner = width - left - right,
      time = times(points, inner);
    let y = 4;
    const traces = [];
    for (const [nth, panel] of view.panels.entries()) {
      const alone = panel.lines.length === 1,
        said = alone
          ? panel.lines[0].series.title
          : panel.measures[0].toUpperCase() + panel.measures.slice(1);
      const head =
        view.panels.length === 1 && alone ? [] : wrapped(said, width - 4, `700 15px ${family()}`, 3);
      head.forEach((words) =>
        svg.append(text(0, (y += 19), words, { size: 15, colour: "ink", weight: 700 })),
      );
      if (panel.log || panel.unit !== said.toLowerCase())
        svg.append(text(0, (y += 19), say(panel.log ? "axis log" : "axis", { unit: panel.unit })));
      if (!alone && !broad)
        for (const line of panel.lines) {
          svg.append(sample(line.look, 0, y + 15));
          wrapped(line.series.title, width - 38, `${SMALL}px ${family()}`, 3).forEach((words, i) =>
            svg.append(text(34, (y += i ? 16 : 19), words, { colour: "ink" })),
          );
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

  DATA.draw = draw;
})();
