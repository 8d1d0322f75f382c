/* A list of links to charts that follow it becomes a choice: one of them shows, the others wait. Without this file,
   and in print, all of them stand one under the other and the list leads to each. */
(() => {
  "use strict";
  // An address may end in anything, "#100%" too, which cannot be decoded.
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const choose = (list, number) => {
    const links = [...list.querySelectorAll("a")];
    const charts = links.map((link) => document.getElementById(link.hash.slice(1)));
    if (charts.includes(null)) return;
    const field = document.createElement("fieldset");
    field.className = "pb-choice";
    field.innerHTML = "<legend></legend>";
    field.firstChild.textContent = list.getAttribute("aria-label");
    const options = links.map((link) => {
      const label = document.createElement("label"),
        option = document.createElement("input");
      Object.assign(option, { type: "radio", name: "pb-choice-" + number });
      label.append(option, link.textContent);
      field.append(label);
      return option;
    });
    const show = (chosen) =>
      charts.forEach((chart, at) => {
        chart.hidden = at !== chosen;
        options[at].checked = at === chosen;
      });
    options.forEach((option, at) =>
      option.addEventListener("change", () => {
        show(at);
        history.replaceState(null, "", links[at].hash);
      }),
    );
    // An address may lead into a chart that waits.
    const follow = () => {
      const target = location.hash && document.getElementById(decoded(location.hash.slice(1)));
      const found = charts.findIndex((chart) => chart.contains(target || null));
      if (found < 0) return;
      const waited = charts[found].hidden;
      show(found);
      if (waited) target.scrollIntoView();
    };
    show(0);
    follow();
    addEventListener("hashchange", follow);
    list.replaceWith(field);
  };
  const start = () => document.querySelectorAll("ul.pb-choice").forEach(choose);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
