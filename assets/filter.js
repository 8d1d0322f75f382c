/* A list that can be narrowed down. The container says data-filter="kind party year" (its facets), data-facet-kind="Kind"
   (their names) and data-words (what the filter says, as JSON); each item says data-kind="…", data-party="a;b" (several
   values) and has an id. A facet of whole numbers becomes a range. What is left is told as the event "pb-filter" with
   the ids of the items shown. Without this file the list stands there whole. */
(() => {
  "use strict";
  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const build = (box) => {
    const words = JSON.parse(box.dataset.words), facets = box.dataset.filter.split(" ");
    const items = [...box.querySelectorAll(`[data-${facets[0]}]`)];
    const values = (item, facet) => (item.dataset[facet] || "").split(";").filter(Boolean);
    const form = make("form", { className: "pb-filter" }), tests = [];
    const choose = (name, options, chosen) => {
      const select = make("select", {}, ...options.map(([value, text]) => make("option", { value, textContent: text, defaultSelected: value === chosen })));
      form.append(make("label", {}, name, select));
      return select;
    };
    for (const facet of facets) {
      const name = box.getAttribute("data-facet-" + facet);
      const all = [...new Set(items.flatMap((item) => values(item, facet)))].sort((a, b) => a.localeCompare(b));
      const plain = all.map((value) => [value, value]);
      if (all.every((value) => /^\d+$/.test(value))) {
        const from = choose(words.from.replace("{facet}", name), plain, all[0]), to = choose(words.to.replace("{facet}", name), plain, all.at(-1));
        tests.push((item) => values(item, facet).some((value) => +value >= Math.min(from.value, to.value) && +value <= Math.max(from.value, to.value)));
      } else {
        const one = choose(name, [["", words.all], ...plain], "");
        tests.push((item) => !one.value || values(item, facet).includes(one.value));
      }
    }
    const count = make("p", { className: "pb-count" });
    count.setAttribute("role", "status");
    form.append(make("button", { type: "reset", textContent: words.reset }), count);
    const update = () => {
      const shown = items.filter((item) => !(item.hidden = !tests.every((fits) => fits(item))));
      count.textContent = words.count.replace("{shown}", shown.length).replace("{all}", items.length);
      box.dispatchEvent(new CustomEvent("pb-filter", { bubbles: true, detail: { ids: shown.map((item) => item.id) } }));
    };
    form.addEventListener("change", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(update));
    // A link to an item that is filtered out brings the whole list back.
    addEventListener("hashchange", () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (!target || !items.includes(target) || !target.hidden) return;
      form.reset();
      setTimeout(() => target.scrollIntoView());
    });
    box.prepend(form);
    count.textContent = words.count.replace("{shown}", items.length).replace("{all}", items.length);
  };
  const start = () => document.querySelectorAll("[data-filter]").forEach(build);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
