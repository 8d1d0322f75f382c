/* Ways of looking at the rows of one series, each gives values or says why not; and one unit for each thing measured. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, list, rowsOf, unitOf, partial, disputed, follows, periodWords } = DATA.model;
  const asValue = (series, rows, factor) =>
    rows.map((row) => ({
      row,
      value: row.value * factor,
      low: row.low === null ? null : row.low * factor,
      high: row.high === null ? null : row.high * factor,
    }));
  const canBeBase = (series, row) =>
    row.status !== "target" && row.value > 0 && !partial(series, row) && !disputed(series, row);
  const asIndex = (series, rows, base) => {
    const found = rowsOf(series).filter((row) => row.text === base);
    const fill = { series: series.title, period: periodWords(base) };
    const why = !found.length
      ? "no base"
      : disputed(series, found[0])
        ? "disputed base"
        : found[0].value === 0
          ? "zero base"
          : canBeBase(series, found[0])
            ? ""
            : "weak base";
    return why
      ? { refused: say(why, fill), points: [] }
      : { points: asValue(series, rows, 100 / found[0].value) };
  };
  const asChange = (series, rows) => {
    const points = [],
      every = rowsOf(series);
    let gaps = 0,
      zeros = 0;
    for (const row of rows) {
      const before = every.find((other) => follows(series, other, row));
      if (!before) gaps += row === every[0] ? 0 : 1;
      else if (before.value === 0) zeros += 1;
      else points.push({ row, value: 100 * (row.value / before.value - 1), low: null, high: null });
    }
    const told = [
      gaps && say("change gaps", { count: gaps }),
      zeros && say("change zeros", { count: zeros }),
    ].filter(Boolean);
    return {
      points,
      refused: told.length ? say("no change", { series: series.title, why: list(told) }) : "",
    };
  };

  const bases = (chosen) => {
    const counts = new Map();
    for (const series of chosen)
      for (const row of rowsOf(series))
        if (canBeBase(series, row)) {
          const known = counts.get(row.text) || {
            text: row.text,
            words: row.words,
            start: row.start,
            in: new Set(),
          };
          counts.set(row.text, known);
          known.in.add(series.id);
        }
    return [...counts.values()].sort((a, b) => a.start - b.start);
  };
  const firstBase = (chosen) => {
    const found = bases(chosen),
      most = Math.max(0, ...found.map((one) => one.in.size));
    return (found.find((one) => one.in.size === most) || { text: "" }).text;
  };

  const unitsFor = (chosen, wanted = []) => {
    const targets = new Map();
    for (const series of chosen) {
      const unit = unitOf(series);
      if (!targets.has(unit.group))
        targets.set(
          unit.group,
          DATA.units
            .map((_, i) => unitOf({ unit: i }))
            .find(
              (one) => one.factor && one.target && one.group === unit.group && wanted.includes(one.name),
            ) || unit,
        );
    }
    return targets;
  };
  const targetsOf = (group) =>
    DATA.units
      .map((_, i) => unitOf({ unit: i }))
      .filter((unit) => unit.group === group && unit.factor && unit.target);

  Object.assign(DATA.model, { asValue, asIndex, asChange, bases, firstBase, unitsFor, targetsOf });
})();
