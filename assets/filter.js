/* Filters for a long list. Without this file the whole list stands there.

   <div data-filter data-facets='{"verdict": "Verdict", "theme": "Theme"}'
        data-words='{"all": "All", "shown": "{shown} of {all} claims", "clear": "Show all", "name": "Filter"}'>
     <section data-filter-group>            optional: hidden when all its items are
       <li data-verdict="inconsistent" data-theme="heroin;fentanyl">…</li>
     </section>
   </div>

   data-facets   names of the items' data attributes with the label of each select, in order; the values are the
                 readers' words, several joined by ";". An item is an element that has the first facet's attribute.
   data-words    what the controls say; {shown} and {all} are counts, read out when they change. With "from" and "to"
                 ("{facet} from") a facet of whole numbers, such as years, becomes a range.
   The state stands behind "#?" in the address (page.html#?verdict=typo&theme=heroin), which works from disk, too: a
   filtered view can be sent. A link to an item (#its-id) that a filter hides shows the whole list again. */
(() => {
  "use strict";
  // Words in the order of their letters. localeCompare would first load its rules, 50 ms on a slow phone.
  const plain = (word) => word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  // An address may end in anything, "#100%" too, which cannot be decoded.
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const inOrder = (a, b) => (plain(a) > plain(b)) - (plain(a) < plain(b));
  const build = (box, number) => {
    const facets = Object.entries(JSON.parse(box.dataset.facets));
    const words = JSON.parse(box.dataset.words);
    const items = [...box.querySelectorAll(`[data-${facets[0][0]}]`)];
    const values = (item, facet) => (item.getAttribute("data-" + facet) || "").split(";");
    const selects = {},
      tests = {};

    const bar = document.createElement("form");
    bar.className = "pb-filter";
    bar.setAttribute("role", "search");
    bar.setAttribute("aria-label", words.name);
    bar.addEventListener("submit", (event) => event.preventDefault());
    for (const [facet, label] of facets) {
      const counts = new Map();
      for (const item of items)
        for (const value of values(item, facet)) if (value) counts.set(value, (counts.get(value) || 0) + 1);
      const known = [...counts.keys()].sort(inOrder);
      const add = (key, title, options) => {
        const select = document.createElement("select");
        select.id = `filter-${number}-${key}`;
        select.append(new Option(words.all, ""), ...options);
        const name = document.createElement("label");
        name.htmlFor = select.id;
        name.textContent = title;
        const field = document.createElement("div");
        field.append(name, select);
        bar.append(field);
        select.addEventListener("change", () => {
          show();
          remember();
        });
        return (selects[key] = select);
      };
      if (words.from && known.every((value) => /^\d+$/.test(value))) {
        const ends = ["from", "to"].map((end) =>
          add(
            `${facet}-${end}`,
            words[end].replace("{facet}", label),
            known.map((value) => new Option(value, value)),
          ),
        );
        tests[facet] = (item) =>
          values(item, facet).some(
            (value) =>
              (!ends[0].value || +value >= +ends[0].value) && (!ends[1].value || +value <= +ends[1].value),
          );
      } else {
        const one = add(
          facet,
          label,
          known.map((value) => new Option(`${value} (${counts.get(value)})`, value)),
        );
        tests[facet] = (item) => !one.value || values(item, facet).includes(one.value);
      }
    }
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = words.clear;
    clear.addEventListener("click", () => {
      reset();
      show();
      remember();
      Object.values(selects)[0].focus();
    });
    bar.append(said, clear);
    box.prepend(bar);

    const reset = () =>
      Object.values(selects).forEach((select) => {
        select.value = "";
      });
    const show = () => {
      let shown = 0;
      for (const item of items) {
        item.hidden = !Object.values(tests).every((fits) => fits(item));
        shown += !item.hidden;
      }
      for (const group of box.querySelectorAll("[data-filter-group]"))
        group.hidden = !items.some((item) => group.contains(item) && !item.hidden);
      said.textContent = words.shown.replace("{shown}", shown).replace("{all}", items.length);
      clear.hidden = shown === items.length;
    };
    const remember = () => {
      const chosen = Object.entries(selects)
        .filter(([, select]) => select.value)
        .map(([key, select]) => [key, select.value]);
      history.replaceState(
        null,
        "",
        chosen.length ? "#?" + new URLSearchParams(chosen) : location.pathname + location.search,
      );
    };
    const recall = () => {
      if (location.hash.startsWith("#?")) {
        const asked = new URLSearchParams(location.hash.slice(2));
        for (const [key, select] of Object.entries(selects)) {
          select.value = asked.get(key) || "";
          if (select.selectedIndex < 0) select.value = "";
        }
        show();
        if (Object.keys(selects).some((key) => asked.get(key))) bar.scrollIntoView();
        return;
      }
      const wanted = items.find((item) => item.id && item.id === decoded(location.hash.slice(1)));
      if (wanted?.hidden) {
        reset();
        show();
        wanted.scrollIntoView();
      }
    };
    addEventListener("hashchange", recall);
    show();
    recall();
  };
  document.querySelectorAll("[data-filter]").forEach(build);
})();
