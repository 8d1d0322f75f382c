/* The chart builder's series and their rows: unpacked, in which calendar, and which neighbours a line may join.
   pbExplore (assets/builder/data.js) holds them as poppybook/builder/payload.py describes. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const say = (key, fill = {}) => DATA.words[key].replace(/\{(\w+)\}/g, (_, name) => fill[name]);
  const DAY = 864e5,
    YEAR = 365;
  const year = (day) => new Date(day * DAY).getUTCFullYear();
  const middle = (row) => (row.start + row.end + 1) / 2;
  const days = (row) => row.end - row.start + 1;
  const list = (names) =>
    names.length < 2
      ? names.join("")
      : say("and", { first: names.slice(0, -1).join("; "), last: names.at(-1) });

  // As words.number writes it: two decimals at most, three digits below 1.
  const plainly = new Intl.NumberFormat(DATA.lang, { maximumFractionDigits: 2 }),
    closely = new Intl.NumberFormat(DATA.lang, { maximumSignificantDigits: 3 });
  const number = (value) =>
    (Math.abs(value) > 0 && Math.abs(value) < 1 ? closely : plainly).format(value).replace("-", "−");

  // ---- series and rows, unpacked when first asked for
  const byId = new Map(DATA.series.map((series) => [series.id, series]));
  const unitOf = (series) => {
    const [name, sign, group, factor, target, measures, ratio] = DATA.units[series.unit];
    return { name, sign, group, factor, target, measures, ratio };
  };
  const unpack = (
    series,
    [period, value, source, status = 0, low = "", high = "", note = "", id = "", also = []],
  ) => {
    const [text, words, start, end, type] = DATA.periods[period];
    const stem = series.stem || series.id,
      given = (bound) => (bound === "" ? null : bound);
    const ids = [id.startsWith("@") ? stem + id : `${stem}@${text}${id}`];
    return {
      text,
      words,
      start,
      end,
      type,
      value,
      source,
      status: DATA.statuses[status][0],
      low: given(low),
      high: given(high),
      note,
      ids,
      also,
    };
  };
  const summed = (series) =>
    series.values.map((value, month) => {
      const row = unpack(series, [DATA.cbp.months[month], value, DATA.cbp.sources[month]]);
      row.ids = series.parts
        .filter((stem) => !(DATA.cbp.absent[stem] || []).includes(month))
        .map((stem) => `${stem}@${row.text}`);
      if (!row.ids.length) row.note = say("no row");
      return row;
    });
  const divided = (series) => {
    const [above, below] = series.ratio.map((id) => rowsOf(byId.get(id)));
    return above
      .map((row, i) => ({ ...row, value: row.value / below[i].value }))
      .filter((row, i) => below[i].value > 0);
  };
  const rowsOf = (series) =>
    (series.unpacked ||= (
      series.ratio
        ? divided(series)
        : series.values
          ? summed(series)
          : series.rows.map((row) => unpack(series, row))
    ).sort((a, b) => a.start - b.start || a.end - b.end));

  // ---- calendars: what kind of period a series mostly has, and how long
  const calendar = (series, row) => {
    if (series.rolling) return "rolling";
    return row.type === "span" && Math.abs(days(row) - 182) < 5 ? "half-year" : row.type;
  };
  const usual = (series) =>
    (series.usual ||= (() => {
      const counts = new Map();
      for (const row of rowsOf(series))
        counts.set(calendar(series, row), (counts.get(calendar(series, row)) || 0) + 1);
      return [...counts].sort((a, b) => b[1] - a[1])[0][0];
    })());
  const length = (kind) =>
    (kind.endsWith("-year") && kind !== "half-year") || kind === "rolling" ? "year" : kind;
  // Amounts grow with the length of their period; shares, ratios and prices do not.
  const grows = (series) => !unitOf(series).ratio;
  const partial = (series, row) =>
    length(usual(series)) === "year" && (row.type === "span" || grows(series)) && days(row) < YEAR - 5;
  const open = (series, row) =>
    row.status === "preliminary" || row.status === "target" || partial(series, row);
  // Echoes are out already (payload.py): two rows of one period are two different numbers.
  const disputed = (series, row) =>
    (series.disputes ||= new Set(
      rowsOf(series)
        .map((one) => one.text)
        .filter((text, i, all) => all.indexOf(text) !== i),
    )).has(row.text);

  // Whether a line joins two values: the rule and its reasons stand in src/poppybook/dataset/joining.py.
  const { never, apart, span } = DATA.joining;
  const follows = (series, a, b) =>
    !series.points &&
    series.new !== b.text &&
    a.status !== never &&
    b.status !== never &&
    (a.status === apart) === (b.status === apart) &&
    !disputed(series, a) &&
    !disputed(series, b) &&
    a.type === b.type &&
    (a.type !== "span" || Math.abs(days(a) - days(b)) <= span * days(a)) &&
    (series.rolling ? b.end > a.end && b.end - a.end <= 31 : b.start === a.end + 1);

  const periodWords = (text) => (DATA.periods.find((period) => period[0] === text) || [text, text])[1];

  DATA.model = {
    say,
    list,
    number,
    year,
    middle,
    byId,
    unitOf,
    rowsOf,
    usual,
    length,
    grows,
    partial,
    open,
    disputed,
    follows,
    periodWords,
  };
})();
