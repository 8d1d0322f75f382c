/* What a selection shows: panels, their lines, and notes; and one value of it in words. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, list, number, year, middle, byId, unitOf, rowsOf, usual, length, grows } = DATA.model;
  const { partial, open, follows, periodWords, asValue, asIndex, asChange, unitsFor, guards } = DATA.model;
  const view = (state) => {
    const chosen = state.s.map((id) => byId.get(id)),
      units = unitsFor(chosen, state.u),
      panels = new Map(),
      notes = [];
    const note = (kind, text) => notes.push({ kind, text });
    for (const series of chosen) {
      const unit = unitOf(series),
        target = units.get(unit.group);
      const rows = rowsOf(series).filter(
        (row) => (!state.f || year(middle(row)) >= state.f) && (!state.t || year(middle(row)) <= state.t),
      );
      const factor = unit.factor && target.factor ? unit.factor / target.factor : 1;
      const shown =
        state.m === "index"
          ? asIndex(series, rows, state.b)
          : state.m === "change"
            ? asChange(series, rows)
            : { points: asValue(series, rows, factor) };
      if (shown.refused) note("refused", shown.refused);
      if (!rows.length) note("refused", say("none in range", { series: series.title }));
      const kind = length(usual(series));
      const key =
        state.m === "index"
          ? "index"
          : state.m === "change"
            ? `change ${kind}`
            : `${unit.group}${grows(series) ? ` ${kind}` : ""}`;
      const panel = panels.get(key) || {
        key,
        unit:
          state.m === "index"
            ? say("index unit", { period: periodWords(state.b) })
            : state.m === "change"
              ? say("change unit")
              : target.name,
        sign: state.m === "value" ? target.sign : state.m === "change" ? "%" : "",
        kind,
        lines: [],
      };
      if (!shown.points.length) continue;
      const points = shown.points.map((point) => ({
        ...point,
        series,
        panel,
        open: open(series, point.row),
        at: middle(point.row),
      }));
      const joined = [];
      points.forEach((point, b) =>
        points.forEach((other, a) => {
          if (a !== b && follows(series, other.row, point.row)) joined.push([a, b]);
        }),
      );
      panels.set(key, panel);
      // Within a panel no two look alike; over all panels a thing keeps its look.
      const look = [series.look, ...DATA.looks.keys()].find((one) =>
        panel.lines.every((line) => line.look !== one),
      );
      panel.lines.push({ series, look, points, joined });
    }
    const shownPanels = [...panels.values()];
    for (const panel of shownPanels) {
      panel.measures = list([...new Set(panel.lines.map((line) => unitOf(line.series).measures))]);
      const values = panel.lines.flatMap((line) => line.points);
      panel.log = state.y === "log";
      const bad = panel.log && values.filter((point) => point.value <= 0);
      if (bad && bad.length) {
        panel.log = false;
        note(
          "refused",
          state.m === "change"
            ? say("log change")
            : say("log zero", { count: bad.length, series: bad[0].series.title, period: bad[0].row.words }),
        );
      }
    }
    guards(state, chosen, shownPanels, units, note);
    return {
      state,
      chosen,
      panels: shownPanels,
      notes,
      points: shownPanels.flatMap((panel) => panel.lines.flatMap((line) => line.points)),
    };
  };

  // ---- one value in words, and the address of its evidence
  const amount = (point) =>
    point.panel.sign === "%" ? `${number(point.value)}%` : `${number(point.value)} ${point.panel.unit}`;
  const bounds = ({ low, high }) =>
    low === null && high === null
      ? ""
      : low === null
        ? say("up to", { high: number(high) })
        : high === null
          ? say("at least", { low: number(low) })
          : `${number(low)}–${number(high)}`;
  const statusWords = (point) =>
    [
      DATA.statuses.find(([name]) => name === point.row.status)[1],
      partial(point.series, point.row) && say("part of a year"),
    ]
      .filter(Boolean)
      .join(", ");
  const readout = (point) => {
    const range = bounds(point),
      source = DATA.sources[point.row.source];
    const letter = source[4] === "A" ? "" : `, ${say("letter", { letter: source[4] })}`;
    return `${point.row.words}: ${amount(point)}${range ? ` (${range})` : ""}, ${statusWords(point)}${letter}`;
  };
  const evidence = (series, id) => `evidence/${series.page}.html#${id}`;

  Object.assign(DATA.model, { view, amount, bounds, statusWords, readout, evidence });
})();
