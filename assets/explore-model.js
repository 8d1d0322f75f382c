/* The chart builder's reckoning: what a selection shows, and what it refuses to show. No drawing, no page.
   pbExplore (assets/explore-data.js) holds the series; its rows are described in poppybook/builder/payload.py. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const say = (key, fill = {}) => DATA.words[key].replace(/\{(\w+)\}/g, (_, name) => fill[name]);
  const DAY = 864e5, YEAR = 365;
  const year = (day) => new Date(day * DAY).getUTCFullYear();
  const middle = (row) => (row.start + row.end + 1) / 2;
  const days = (row) => row.end - row.start + 1;
  const list = (names) => names.length < 2 ? names.join("") : say("and", { first: names.slice(0, -1).join("; "), last: names.at(-1) });

  // As words.number writes it: two decimals at most, three digits below 1.
  const plainly = new Intl.NumberFormat(DATA.lang, { maximumFractionDigits: 2 }), closely = new Intl.NumberFormat(DATA.lang, { maximumSignificantDigits: 3 });
  const number = (value) => (Math.abs(value) > 0 && Math.abs(value) < 1 ? closely : plainly).format(value).replace("-", "−");

  // ---- series and rows, unpacked when first asked for
  const byId = new Map(DATA.series.map((series) => [series.id, series]));
  const unitOf = (series) => {
    const [name, sign, group, factor, target, measures] = DATA.units[series.unit];
    return { name, sign, group, factor, target, measures };
  };
  const unpack = (series, [period, value, source, status = 0, low = "", high = "", note = "", id = "", also = []]) => {
    const [text, words, start, end, type] = DATA.periods[period];
    const stem = series.stem || series.id, given = (bound) => (bound === "" ? null : bound);
    const ids = [id.startsWith("@") ? stem + id : `${stem}@${text}${id}`];
    return { text, words, start, end, type, value, source, status: DATA.statuses[status][0], low: given(low), high: given(high), note, ids, also };
  };
  const summed = (series) => series.values.map((value, month) => {
    const row = unpack(series, [DATA.cbp.months[month], value, DATA.cbp.sources[month]]);
    row.ids = series.parts.filter((stem) => !(DATA.cbp.absent[stem] || []).includes(month)).map((stem) => `${stem}@${row.text}`);
    if (!row.ids.length) row.note = say("no row");
    return row;
  });
  const divided = (series) => {
    const [above, below] = series.ratio.map((id) => rowsOf(byId.get(id)));
    return above.map((row, i) => ({ ...row, value: row.value / below[i].value })).filter((row, i) => below[i].value > 0);
  };
  const rowsOf = (series) => series.unpacked ||= (series.ratio ? divided(series) : series.values ? summed(series) : series.rows.map((row) => unpack(series, row)))
    .sort((a, b) => a.start - b.start || a.end - b.end);

  // ---- calendars: what kind of period a series mostly has, and how long
  const calendar = (series, row) => {
    if (series.rolling) return "rolling";
    return row.type === "span" && Math.abs(days(row) - 182) < 5 ? "half-year" : row.type;
  };
  const usual = (series) => series.usual ||= (() => {
    const counts = new Map();
    for (const row of rowsOf(series)) counts.set(calendar(series, row), (counts.get(calendar(series, row)) || 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0][0];
  })();
  const length = (kind) => ((kind.endsWith("-year") && kind !== "half-year") || kind === "rolling" ? "year" : kind);
  // Amounts grow with the length of their period; shares, ratios and prices do not.
  const grows = (series) => !/ per |^percent$|^times$/.test(unitOf(series).name);
  const partial = (series, row) => length(usual(series)) === "year" && (row.type === "span" || grows(series)) && days(row) < YEAR - 5;
  const open = (series, row) => row.status === "preliminary" || row.status === "target" || partial(series, row);
  // Echoes are out already (payload.py): two rows of one period are two different numbers.
  const disputed = (series, row) => (series.disputes ||= new Set(rowsOf(series).map((one) => one.text).filter((text, i, all) => all.indexOf(text) !== i))).has(row.text);

  // A line joins two values when the second period follows the first and both were counted in the same way.
  const follows = (series, a, b) => !series.points && series.new !== b.text
    && a.status !== "target" && b.status !== "target" && (a.status === "estimate") === (b.status === "estimate")
    && !disputed(series, a) && !disputed(series, b) && a.type === b.type
    && (a.type !== "span" || Math.abs(days(a) - days(b)) <= 0.1 * days(a))
    && (series.rolling ? b.end > a.end && b.end - a.end <= 31 : b.start === a.end + 1);

  // ---- ways of looking at the rows of one series: each gives values, or says why not
  const asValue = (series, rows, factor) => rows.map((row) => ({ row, value: row.value * factor, low: row.low === null ? null : row.low * factor, high: row.high === null ? null : row.high * factor }));
  const canBeBase = (series, row) => row.status !== "target" && row.value > 0 && !partial(series, row) && !disputed(series, row);
  const asIndex = (series, rows, base) => {
    const found = rowsOf(series).filter((row) => row.text === base);
    const fill = { series: series.title, period: periodWords(base) };
    const why = !found.length ? "no base" : disputed(series, found[0]) ? "disputed base" : found[0].value === 0 ? "zero base" : canBeBase(series, found[0]) ? "" : "weak base";
    return why ? { refused: say(why, fill), points: [] } : { points: asValue(series, rows, 100 / found[0].value) };
  };
  const asChange = (series, rows) => {
    const points = [], every = rowsOf(series);
    let gaps = 0, zeros = 0;
    for (const row of rows) {
      const before = every.find((other) => follows(series, other, row));
      if (!before) gaps += row === every[0] ? 0 : 1;
      else if (before.value === 0) zeros += 1;
      else points.push({ row, value: 100 * (row.value / before.value - 1), low: null, high: null });
    }
    const told = [gaps && say("change gaps", { count: gaps }), zeros && say("change zeros", { count: zeros })].filter(Boolean);
    return { points, refused: told.length ? say("no change", { series: series.title, why: list(told) }) : "" };
  };
  const periodWords = (text) => (DATA.periods.find((period) => period[0] === text) || [text, text])[1];
  const bases = (chosen) => {
    const counts = new Map();
    for (const series of chosen) for (const row of rowsOf(series)) if (canBeBase(series, row)) {
      const known = counts.get(row.text) || { text: row.text, words: row.words, start: row.start, in: new Set() };
      counts.set(row.text, known);
      known.in.add(series.id);
    }
    return [...counts.values()].sort((a, b) => a.start - b.start);
  };
  const firstBase = (chosen) => {
    const found = bases(chosen), most = Math.max(0, ...found.map((one) => one.in.size));
    return (found.find((one) => one.in.size === most) || { text: "" }).text;
  };

  // ---- units: one for each thing measured
  const unitsFor = (chosen, wanted = []) => {
    const targets = new Map();
    for (const series of chosen) {
      const unit = unitOf(series);
      if (!targets.has(unit.group)) targets.set(unit.group, DATA.units.map((_, i) => unitOf({ unit: i })).find((one) => one.factor && one.target && one.group === unit.group && wanted.includes(one.name)) || unit);
    }
    return targets;
  };
  const targetsOf = (group) => DATA.units.map((_, i) => unitOf({ unit: i })).filter((unit) => unit.group === group && unit.factor && unit.target);

  // ---- the whole: panels, and what must be said about them
  const view = (state) => {
    const chosen = state.s.map((id) => byId.get(id)), units = unitsFor(chosen, state.u), panels = new Map(), notes = [];
    const note = (kind, text) => notes.push({ kind, text });
    for (const series of chosen) {
      const unit = unitOf(series), target = units.get(unit.group);
      const rows = rowsOf(series).filter((row) => (!state.f || year(middle(row)) >= state.f) && (!state.t || year(middle(row)) <= state.t));
      const factor = unit.factor && target.factor ? unit.factor / target.factor : 1;
      const shown = state.m === "index" ? asIndex(series, rows, state.b) : state.m === "change" ? asChange(series, rows) : { points: asValue(series, rows, factor) };
      if (shown.refused) note("refused", shown.refused);
      if (!rows.length) note("refused", say("none in range", { series: series.title }));
      const kind = length(usual(series));
      const key = state.m === "index" ? "index" : state.m === "change" ? `change ${kind}` : `${unit.group}${grows(series) ? ` ${kind}` : ""}`;
      const panel = panels.get(key) || { key, unit: state.m === "index" ? say("index unit", { period: periodWords(state.b) }) : state.m === "change" ? say("change unit") : target.name, sign: state.m === "value" ? target.sign : state.m === "change" ? "%" : "", kind, lines: [] };
      if (!shown.points.length) continue;
      const points = shown.points.map((point) => ({ ...point, series, panel, open: open(series, point.row), at: middle(point.row) }));
      const joined = [];
      points.forEach((point, b) => points.forEach((other, a) => { if (a !== b && follows(series, other.row, point.row)) joined.push([a, b]); }));
      panels.set(key, panel);
      // Within a panel no two look alike; over all panels a thing keeps its look.
      const look = [series.look, ...DATA.looks.keys()].find((one) => panel.lines.every((line) => line.look !== one));
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
        note("refused", state.m === "change" ? say("log change") : say("log zero", { count: bad.length, series: bad[0].series.title, period: bad[0].row.words }));
      }
    }
    guards(state, chosen, shownPanels, units, note);
    return { state, chosen, panels: shownPanels, notes, points: shownPanels.flatMap((panel) => panel.lines.flatMap((line) => line.points)) };
  };

  const guards = (state, chosen, panels, units, note) => {
    const lines = panels.flatMap((panel) => panel.lines), shown = lines.map((line) => line.series);
    const unique = (values) => [...new Set(values)];
    const measures = unique(shown.map((series) => unitOf(series).measures));
    if (state.m === "value" && measures.length > 1) note("apart", say("different things", { things: list(measures) }));
    if (state.m === "index" && measures.length > 1) note("warn", say("index of different things", { things: list(measures) }));
    for (const measure of measures) {
      const lengths = unique(shown.filter((series) => grows(series) && unitOf(series).measures === measure).map((series) => length(usual(series))));
      if (state.m !== "index" && lengths.length > 1) note("apart", say("different lengths", { lengths: list(lengths.map((kind) => say(`length ${kind}`))) }));
    }
    const kinds = new Map();
    for (const series of shown) kinds.set(usual(series), [...(kinds.get(usual(series)) || []), series.title]);
    const yearly = [...kinds].filter(([kind]) => length(kind) === "year");
    if (yearly.length > 1) note("warn", say("different calendars", { calendars: list(yearly.map(([kind, titles]) => say("calendar of", { series: list(titles), calendar: DATA.calendars[kind] }))) }));
    else if (kinds.size > 1) note("tell", say("several calendars", { calendars: list([...kinds].map(([kind, titles]) => say("calendar of", { series: list(titles), calendar: DATA.calendars[kind] }))) }));
    else if (kinds.size) note("tell", say("one calendar", { calendar: DATA.calendars[[...kinds.keys()][0]] }));
    if (kinds.has("rolling")) note("tell", say("rolling"));
    if (state.m === "value") for (const series of shown) {
      const unit = unitOf(series), target = units.get(unit.group);
      if (unit.name !== target.name) note("tell", say("converted", { series: series.title, from: unit.name, to: target.name }));
    }
    for (const line of lines) {
      const of = { series: line.series.title }, rows = line.points.map((point) => point.row);
      const clash = unique(rows.filter((row) => disputed(line.series, row)).map((row) => row.words));
      if (clash.length) note("warn", say("disagree", { ...of, periods: few(clash) }));
      const targets = rows.filter((row) => row.status === "target");
      if (targets.length) note("warn", say("targets", { ...of, count: targets.length }));
      if (!line.series.points && rows.some((row) => row.status === "estimate") && rows.some((row) => row.status === "reported")) note("tell", say("mixed status", of));
      if (rows.length > 1 && line.series.points) note("warn", say("points only", of));
      if (line.series.new && rows.some((row) => row.text === line.series.new)) note("warn", say("new count", { ...of, period: periodWords(line.series.new) }));
      const short = rows.filter((row) => partial(line.series, row));
      if (short.length) note("warn", say("partial", { ...of, periods: few(short.map((row) => row.words)) }));
      const echoed = rows.filter((row) => row.also.length).length;
      if (echoed) note("tell", say("echoes", { ...of, count: echoed }));
    }
    const guessed = (series) => rowsOf(series).every((row) => row.status === "estimate" || row.status === "target");
    const counted = (series) => rowsOf(series).every((row) => row.status !== "estimate");
    if (shown.some(guessed) && shown.some(counted)) note("warn", say("estimate and count", { series: list(shown.filter(guessed).map((series) => series.title)) }));
    const shares = shown.filter((series) => unitOf(series).name === "percent" || unitOf(series).name === "times");
    if (state.m === "value" && shares.length > 1) note("warn", say("shares"));
    for (const outer of shown) for (const inner of shown) if (outer !== inner && contains(outer.choice, inner.choice)) note("warn", say("contains", { outer: outer.title, inner: inner.title }));
    if (lines.some((line) => line.points.some((point) => DATA.sources[point.row.source][4] === "C"))) note("tell", say("press"));
  };
  const contains = (a, b) => a && b && a.drug === b.drug && a.measure === b.measure && ["region", "component"].every((key) => a[key] === "all" || a[key] === b[key]);
  const few = (words) => (words.length > 4 ? say("and more", { first: words.slice(0, 3).join(", "), count: words.length - 3 }) : words.join(", "));

  // ---- one value in words, and the address of its evidence
  const amount = (point) => (point.panel.sign === "%" ? `${number(point.value)}%` : `${number(point.value)} ${point.panel.unit}`);
  const bounds = ({ low, high }) => low === null && high === null ? "" : low === null ? say("up to", { high: number(high) }) : high === null ? say("at least", { low: number(low) }) : `${number(low)}–${number(high)}`;
  const statusWords = (point) => [DATA.statuses.find(([name]) => name === point.row.status)[1], partial(point.series, point.row) && say("part of a year")].filter(Boolean).join(", ");
  const readout = (point) => {
    const range = bounds(point), source = DATA.sources[point.row.source];
    return `${point.row.words}: ${amount(point)}${range ? ` (${range})` : ""}, ${statusWords(point)}${source[4] === "A" ? "" : `, ${say("letter", { letter: source[4] })}`}`;
  };
  const evidence = (series, id) => `evidence/${series.page}.html#${id}`;

  // ---- the selection as an address, and back
  const MOST = 8; // series in one picture
  const KEYS = ["s", "m", "b", "y", "u", "f", "t"];
  const plain = () => ({ s: [], m: "value", b: "", y: "linear", u: [], f: 0, t: 0 });
  const toHash = (state) => "#" + KEYS.filter((key) => String(state[key] || "") && state[key] !== plain()[key] && !(key === "b" && state.m !== "index"))
    .map((key) => `${key}=${(Array.isArray(state[key]) ? state[key] : [state[key]]).map((text) => encodeURIComponent(text)).join(",")}`).join("&");
  const fromHash = (hash) => {
    const text = hash.replace(/^#/, ""), preset = DATA.presets.find((one) => one.id === text), state = plain(), lost = [];
    if (preset) return { state: { ...state, ...Object.fromEntries(KEYS.filter((key) => key in preset).map((key) => [key, preset[key]])) }, preset, lost };
    for (const pair of text.split("&")) {
      const [key, ...rest] = pair.split("="), value = rest.join("=");
      if (!KEYS.includes(key) || !value) continue;
      const parts = value.split(",").map((part) => { try { return decodeURIComponent(part); } catch { return part; } });
      if (key === "s") for (const id of new Set(parts)) (byId.has(id) ? state.s.includes(id) || state.s.push(id) : lost.push(id));
      else if (key === "u") state.u = parts.filter((name) => DATA.units.some((unit) => unit[0] === name));
      else if (key === "m") state.m = ["value", "index", "change"].includes(parts[0]) ? parts[0] : "value";
      else if (key === "y") state.y = parts[0] === "log" ? "log" : "linear";
      else if (key === "b") state.b = parts[0];
      else state[key] = /^\d{4}$/.test(parts[0]) ? +parts[0] : 0;
    }
    const over = state.s.splice(MOST).length;
    return state.s.length || lost.length ? { state, preset: null, lost, over } : null;
  };

  DATA.model = { MOST, say, number, list, year, middle, byId, rowsOf, unitOf, usual, bases, firstBase, unitsFor, targetsOf, view, amount, bounds, statusWords, readout, evidence, toHash, fromHash, plain };
})();
