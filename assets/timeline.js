/* A list of events that the filter has narrowed down marks what is left in the picture it belongs to, and opens the
   years that have some. Each item's data-row is its row in the chart's table, and each picture carries the positions
   of its points. */
(() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const years = (list, shown, all) =>
    list.querySelectorAll("details.pb-events").forEach((year) => {
      const items = [...year.querySelectorAll("li")],
        left = items.filter((item) => shown.has(item)).length;
      const summary = year.querySelector("summary");
      summary.dataset.all ||= summary.textContent;
      summary.textContent = all
        ? summary.dataset.all
        : summary.dataset.all.replace(/\((\d+)\)/, `(${left}/$1)`);
      year.open = !all && left > 0;
    });
  // [row of the table, x, y] for each value of a drawing.
  const places = (figure, svg) => {
    const { traces } = JSON.parse(figure.querySelector(".pb-read").textContent);
    return traces.flatMap((trace) =>
      trace[svg.matches(".pb-wide") ? "wide" : "narrow"].map(([at, x, y]) => [trace.rows[at], x, y]),
    );
  };
  const mark = (figure, rows, all) =>
    figure.querySelectorAll(".pb-picture .pb-svg").forEach((svg) => {
      svg.querySelector(".pb-marked")?.remove();
      svg.classList.toggle("pb-filtered", !all);
      if (all) return;
      const group = document.createElementNS(NS, "g");
      group.setAttribute("class", "pb-marked");
      for (const [row, x, y] of places(figure, svg)) {
        if (!rows.has(row)) continue;
        const line = document.createElementNS(NS, "line");
        Object.entries({ x1: x, x2: x, y1: y - 8, y2: y + 8 }).forEach(([name, value]) =>
          line.setAttribute(name, value),
        );
        group.append(line);
      }
      svg.append(group);
    });
  // The filter hides items; that is all that is to be known of it.
  const follow = (list) => {
    const items = [...list.querySelectorAll("li[data-row]")],
      figure = document.getElementById(list.dataset.chart || "");
    const update = () => {
      const shown = items.filter((item) => !item.hidden),
        all = shown.length === items.length;
      years(list, new Set(shown), all);
      if (figure) mark(figure, new Set(shown.map((item) => +item.dataset.row)), all);
    };
    new MutationObserver((changes) => {
      if (changes.some((change) => change.target.matches("li[data-row]"))) update();
    }).observe(list, { attributes: true, attributeFilter: ["hidden"], subtree: true });
  };
  const start = () => document.querySelectorAll(".pb-event-list").forEach(follow);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
