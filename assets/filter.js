/* Filters for a long list. Without this file the whole list stands there.

   <div data-filter data-facets='{"verdict": "Verdict", "theme": "Theme"}'
        data-words='{"all": "All", "shown": "{shown} of {all} claims", "clear": "Show all", "name": "Filter"}'>
     <section data-filter-group>            optional: hidden when all its items are
       <li data-verdict="inconsistent" data-theme="heroin;fentanyl">…</li>
     </section>
   </div>

   data-facets   names of the items' data attributes with the label of each select, in order; the values are the
                 readers' words, several joined by ";". An item is an element that has the first facet's attribute.
   data-words    what the controls say; {shown} and {all} are counts, read out when they change.
   The state stands behind "#?" in the address (page.html#?verdict=typo&theme=heroin), which works from disk, too: a
   filtered view can be sent. A link to an item (#its-id) that a filter hides shows the whole list again. */
(() => {
  "use strict";
  const build = (box, number) => {
    const facets = Object.entries(JSON.parse(box.dataset.facets));
    const words = JSON.parse(box.dataset.words);
    const items = [...box.querySelectorAll(`[data-${facets[0][0]}]`)];
    const values = (item, facet) => (item.getAttribute("data-" + facet) || "").split(";");
    const selects = {};

    const bar = document.createElement("form");
    bar.className = "pb-filter";
    bar.setAttribute("role", "search");
    bar.setAttribute("aria-label", words.name);
    bar.addEventListener("submit", (event) => event.preventDefault());
    for (const [facet, label] of facets) {
      const counts = new Map();
      for (const item of items) for (const value of values(item, facet)) if (value) counts.set(value, (counts.get(value) || 0) + 1);
      const select = document.createElement("select");
      select.id = `filter-${number}-${facet}`;
      select.append(new Option(words.all, ""));
      for (const value of [...counts.keys()].sort((a, b) => a.localeCompare(b))) select.append(new Option(`${value} (${counts.get(value)})`, value));
      const name = document.createElement("label");
      name.htmlFor = select.id;
      name.textContent = label;
      const field = document.createElement("div");
      field.append(name, select);
      bar.append(field);
      selects[facet] = select;
      select.addEventListener("change", () => { show(); remember(); });
    }
    const said = document.createElement("p");
    said.setAttribute("role", "status");
    const clear = document.createElement("button");
    clear.type = "button";
    clear.textContent = words.clear;
    clear.addEventListener("click", () => { reset(); show(); remember(); selects[facets[0][0]].focus(); });
    bar.append(said, clear);
    box.prepend(bar);

    const reset = () => Object.values(selects).forEach((select) => { select.value = ""; });
    const show = () => {
      let shown = 0;
      for (const item of items) {
        item.hidden = !facets.every(([facet]) => !selects[facet].value || values(item, facet).includes(selects[facet].value));
        shown += !item.hidden;
      }
      for (const group of box.querySelectorAll("[data-filter-group]"))
        group.hidden = !items.some((item) => group.contains(item) && !item.hidden);
      said.textContent = words.shown.replace("{shown}", shown).replace("{all}", items.length);
      clear.hidden = shown === items.length;
    };
    const remember = () => {
      const chosen = facets.filter(([facet]) => selects[facet].value).map(([facet]) => [facet, selects[facet].value]);
      history.replaceState(null, "", chosen.length ? "#?" + new URLSearchParams(chosen) : location.pathname + location.search);
    };
    const recall = () => {
      if (location.hash.startsWith("#?")) {
        const asked = new URLSearchParams(location.hash.slice(2));
        for (const [facet] of facets) {
          selects[facet].value = asked.get(facet) || "";
          if (selects[facet].selectedIndex < 0) selects[facet].value = "";
        }
        show();
        if (facets.some(([facet]) => asked.get(facet))) bar.scrollIntoView();
        return;
      }
      const wanted = items.find((item) => item.id && "#" + item.id === decodeURIComponent(location.hash));
      if (wanted?.hidden) { reset(); show(); wanted.scrollIntoView(); }
    };
    addEventListener("hashchange", recall);
    show();
    recall();
  };
  document.querySelectorAll("[data-filter]").forEach(build);
})();
