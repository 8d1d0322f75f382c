/* What must be said about a picture: which of its series may be compared, and what their values are. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, list, rowsOf, unitOf, usual, length, grows, partial, disputed, periodWords } = DATA.model;
  const guards = (state, chosen, panels, units, note) => {
    const lines = panels.flatMap((panel) => panel.lines),
      shown = lines.map((line) => line.series);
    const unique = (values) => [...new Set(values)];
    const measures = unique(shown.map((series) => unitOf(series).measures));
    if (state.m === "value" && measures.length > 1)
      note("apart", say("different things", { things: list(measures) }));
    if (state.m === "index" && measures.length > 1)
      note("warn", say("index of different things", { things: list(measures) }));
    for (const measure of measures) {
      const lengths = unique(
        shown
          .filter((series) => grows(series) && unitOf(series).measures === measure)
          .map((series) => length(usual(series))),
      );
      if (state.m !== "index" && lengths.length > 1)
        note(
          "apart",
          say("different lengths", { lengths: list(lengths.map((kind) => say(`length ${kind}`))) }),
        );
    }
    const kinds = new Map();
    for (const series of shown) kinds.set(usual(series), [...(kinds.get(usual(series)) || []), series.title]);
    const yearly = [...kinds].filter(([kind]) => length(kind) === "year");
    if (yearly.length > 1)
      note(
        "warn",
        say("different calendars", {
          calendars: list(
            yearly.map(([kind, titles]) =>
              say("calendar of", { series: list(titles), calendar: DATA.calendars[kind] }),
            ),
          ),
        }),
      );
    else if (kinds.size > 1)
      note(
        "tell",
        say("several calendars", {
          calendars: list(
            [...kinds].map(([kind, titles]) =>
              say("calendar of", { series: list(titles), calendar: DATA.calendars[kind] }),
            ),
          ),
        }),
      );
    else if (kinds.size)
      note("tell", say("one calendar", { calendar: DATA.calendars[[...kinds.keys()][0]] }));
    if (kinds.has("rolling")) note("tell", say("rolling"));
    if (state.m === "value")
      for (const series of shown) {
        const unit = unitOf(series),
          target = units.get(unit.group);
        if (unit.name !== target.name)
          note("tell", say("converted", { series: series.title, from: unit.name, to: target.name }));
      }
    for (const line of lines) {
      const of = { series: line.series.title },
        rows = line.points.map((point) => point.row);
      const clash = unique(rows.filter((row) => disputed(line.series, row)).map((row) => row.words));
      if (clash.length) note("warn", say("disagree", { ...of, periods: few(clash) }));
      const targets = rows.filter((row) => row.status === "target");
      if (targets.length) note("warn", say("targets", { ...of, count: targets.length }));
      if (
        !line.series.points &&
        rows.some((row) => row.status === "estimate") &&
        rows.some((row) => row.status === "reported")
      )
        note("tell", say("mixed status", of));
      if (rows.length > 1 && line.series.points) note("warn", say("points only", of));
      if (line.series.new && rows.some((row) => row.text === line.series.new))
        note("warn", say("new count", { ...of, period: periodWords(line.series.new) }));
      const short = rows.filter((row) => partial(line.series, row));
      if (short.length) note("warn", say("partial", { ...of, periods: few(short.map((row) => row.words)) }));
      const echoed = rows.filter((row) => row.also.length).length;
      if (echoed) note("tell", say("echoes", { ...of, count: echoed }));
    }
    const guessed = (series) =>
      rowsOf(series).every((row) => row.status === "estimate" || row.status === "target");
    const counted = (series) => rowsOf(series).every((row) => row.status !== "estimate");
    if (shown.some(guessed) && shown.some(counted))
      note(
        "warn",
        say("estimate and count", { series: list(shown.filter(guessed).map((series) => series.title)) }),
      );
    const shares = shown.filter((series) => ["percent", "times"].includes(unitOf(series).ratio));
    if (state.m === "value" && shares.length > 1) note("warn", say("shares"));
    for (const outer of shown)
      for (const inner of shown)
        if (outer !== inner && contains(outer.choice, inner.choice))
          note("warn", say("contains", { outer: outer.title, inner: inner.title }));
    if (lines.some((line) => line.points.some((point) => DATA.sources[point.row.source][4] === "C")))
      note("tell", say("press"));
  };
  const contains = (a, b) =>
    a &&
    b &&
    a.drug === b.drug &&
    a.measure === b.measure &&
    ["region", "component"].every((key) => a[key] === "all" || a[key] === b[key]);
  const few = (words) =>
    words.length > 4
      ? say("and more", { first: words.slice(0, 3).join(", "), count: words.length - 3 })
      : words.join(", ");

  DATA.model.guards = guards;
})();
