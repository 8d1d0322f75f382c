/* A filtered list of events marks what is left in the picture it belongs to, and folds the years that are empty.
   The list says "pb-filter" with the ids it shows; each item's data-row is its row in the chart's table, and each
   picture carries the positions of its points. */
(() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const years = (list, shown, all) => list.querySelectorAll("details.pb-events").forEach((year) => {
    const items = [...year.querySelectorAll("li")], left = items.filter((item) => shown.has(item.id)).length;
    const summary = year.querySelector("summary");
    summary.dataset.all ||= summary.textContent;
    summary.textContent = all ? summary.dataset.all : summary.dataset.all.replace(/\((\d+)\)/, `(${left}/$1)`);
    year.hidden = !left;
    year.open = !all && left > 0;
  });
  const mark = (figure, rows, all) => {
    const spec = JSON.parse(figure.querySelector(".pb-spec").textContent);
    figure.querySelectorAll(".pb-picture > .pb-svg").forEach((svg) => {
      svg.querySelector(".pb-found")?.remove();
      svg.classList.toggle("pb-filtered", !all);
      if (all) return;
      const group = document.createElementNS(NS, "g");
      group.setAttribute("class", "pb-found");
      for (const trace of JSON.parse(svg.querySelector("metadata").textContent).traces) {
        for (const [point, x, y] of trace.points) {
          if (!rows.has(spec.rows[trace.trace][point])) continue;
          const line = document.createElementNS(NS, "line");
          Object.entries({ x1: x, x2: x, y1: y - 8, y2: y + 8 }).forEach(([name, value]) => line.setAttribute(name, value));
          group.append(line);
        }
      }
      svg.append(group);
    });
  };
  document.addEventListener("pb-filter", (event) => {
    const list = event.target.closest(".pb-event-list");
    if (!list) return;
    const shown = new Set(event.detail.ids), items = [...list.querySelectorAll("li[data-row]")];
    const all = shown.size === items.length;
    years(list, shown, all);
    const figure = list.dataset.chart && document.getElementById(list.dataset.chart);
    if (figure) mark(figure, new Set(items.filter((item) => shown.has(item.id)).map((item) => +item.dataset.row)), all);
  });
})();
