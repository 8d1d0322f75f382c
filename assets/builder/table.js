/* The table of the chart builder: what is drawn, row by row. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, number, unitOf, bounds, statusWords, evidence } = DATA.model;
  const { make } = DATA.choose;
  const table = ({ points, chosen }, title) => {
    // Columns that would be empty in every row are left out.
    const ranged = points.some((point) => bounds(point)),
      reckoned = points.some((point) => point.value !== point.row.value);
    const columns = [
      "series",
      "period",
      "value",
      "unit",
      ...(ranged ? ["range"] : []),
      ...(reckoned ? ["published"] : []),
      "status",
      "source",
    ];
    const link = (href, text, label) =>
      make("a", { href, textContent: text, ...(label ? { "aria-label": label } : {}) });
    const rows = points.map((point) => {
      const { row, series } = point,
        source = DATA.sources[row.source],
        value = point.panel.sign === "%" ? `${number(point.value)}%` : number(point.value);
      const cell = make("td", { className: "pb-number" });
      if (row.ids.length)
        cell.append(link(evidence(series, row.ids[0]), value, say("evidence of", { value })));
      else cell.append(value);
      row.ids
        .slice(1)
        .forEach((id, i) =>
          cell.append(
            " ",
            make(
              "sup",
              {},
              link(
                evidence(series, id),
                String(i + 2),
                say("evidence part", { value, part: i + 2, count: row.ids.length }),
              ),
            ),
          ),
        );
      const from = make("td", {}, link(`notebooks/sources.html#${source[0]}`, source[1]));
      if (source[4] !== "A") from.append(`, ${say("letter", { letter: source[4] })}`);
      if (row.also.length) from.append(`; ${say("also", { count: row.also.length })}`);
      if (row.note) from.append(make("span", { className: "pb-remark", textContent: row.note }));
      const published = point.value === row.value ? "" : `${number(row.value)} ${unitOf(series).name}`;
      const optional = [ranged && bounds(point), reckoned && published]
        .filter((text) => text !== false)
        .map((text) => make("td", { className: "pb-number", textContent: text }));
      return make(
        "tr",
        {},
        make("th", { scope: "row", textContent: series.title }),
        make("td", { textContent: row.words }),
        cell,
        make("td", { textContent: point.panel.unit }),
        ...optional,
        make("td", { textContent: statusWords(point) }),
        from,
      );
    });
    const head = make(
      "thead",
      {},
      make(
        "tr",
        {},
        ...columns.map((key) =>
          make("th", {
            scope: "col",
            textContent: say(`column ${key}`),
            className: ["value", "range", "published"].includes(key) ? "pb-number" : "",
          }),
        ),
      ),
    );
    return make(
      "div",
      { className: "pb-scroll", tabIndex: 0, role: "region", "aria-label": say("column table") },
      make(
        "table",
        {},
        make("caption", {
          textContent: say("caption", { title, count: chosen.length }),
        }),
        head,
        make("tbody", {}, ...rows),
      ),
    );
  };

  DATA.table = table;
})();
