/* The chart builder's list of series: search, filters, and a list box with one tab stop that arrow keys walk. */
(() => {
  "use strict";
  const DATA = window.pbExplore,
    { byId, say, rowsOf, unitOf, year, middle } = DATA.model;
  const SHOWN = 60;
  const make = (tag, properties = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties))
      if (name.includes("-") || name === "role") node.setAttribute(name, value);
      else node[name] = value;
    node.append(...children);
    return node;
  };
  const select = (label, options, changed, chosen = "") => {
    const box = make(
      "select",
      { onchange: () => changed(box.value) },
      ...options.map(([value, words]) =>
        make("option", { value, textContent: words, selected: value === chosen }),
      ),
    );
    return make("label", { className: "pbx-field" }, make("span", { textContent: label }), box);
  };
  const finding = window.pbFinding(DATA.finding);
  const about = (series, exact = false) => {
    const rows = rowsOf(series),
      ends = [rows[0], rows.at(-1)].filter(Boolean);
    const [first, last] = exact ? ends.map((row) => row.words) : ends.map((row) => String(year(middle(row))));
    const span = first === last ? first : exact ? say("from to", { first, last }) : `${first}–${last}`;
    return `${say(rows.length === 1 ? "one number" : "numbers", { count: rows.length })}, ${span} · ${unitOf(series).name}`;
  };

  // As dataset/listing.py has it for the notebooks: name, definition, place, unit, publisher, id.
  const entryOf = (series) =>
    (series.entry ||= finding.entry(
      series.title,
      [
        DATA.texts[series.definition],
        DATA.places[series.place][1],
        unitOf(series).name,
        DATA.publishers[series.publisher],
      ].join(" "),
      series.id,
    ));

  class Chooser {
    constructor(toggle, chosen) {
      this.toggle = toggle;
      this.wanted = { theme: "", place: "", unit: "", words: "" };
      this.at = 0;
      this.order = DATA.series
        .map((series, i) => ({ series, i }))
        .sort(
          (a, b) =>
            Number(!!b.series.view) - Number(!!a.series.view) ||
            Number(!!a.series.code) - Number(!!b.series.code) ||
            a.i - b.i,
        )
        .map((one) => one.series);
      const used = (key, table) =>
        [...new Set(DATA.series.map((series) => series[key]))].map((number) => table[number]);
      const places = used("place", DATA.places).sort((a, b) => a[1].localeCompare(b[1], DATA.lang));
      const units = used("unit", DATA.units)
        .map((unit) => [unit[0], unit[0]])
        .sort((a, b) => a[1].localeCompare(b[1], DATA.lang));
      this.field = make("input", {
        type: "search",
        id: "pbx-search",
        autocomplete: "off",
        placeholder: say("search hint"),
        oninput: () => this.want("words", this.field.value),
      });
      this.field.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") {
          event.preventDefault();
          this.list.focus();
        }
      });
      this.list = make("div", {
        className: "pbx-list",
        role: "listbox",
        tabIndex: 0,
        "aria-multiselectable": "true",
        "aria-label": say("series"),
        onkeydown: (event) => this.key(event),
      });
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) {
          this.at = [...this.list.children].indexOf(option);
          this.press();
        }
      });
      this.count = make("p", { className: "pbx-count", role: "status" });
      this.node = make(
        "section",
        { className: "pbx-choose", "aria-labelledby": "pbx-choose-title" },
        make("h2", { id: "pbx-choose-title", textContent: say("choose") }),
        make(
          "label",
          { className: "pbx-field", htmlFor: "pbx-search" },
          make("span", { textContent: say("search") }),
        ),
        this.field,
        make(
          "div",
          { className: "pbx-filters" },
          select(
            say("theme"),
            [["", say("all themes")], ...Object.entries(DATA.themes), ["official", say("official")]],
            (value) => this.want("theme", value),
          ),
          select(say("place"), [["", say("all places")], ...places], (value) => this.want("place", value)),
          select(say("unit"), [["", say("all units")], ...units], (value) => this.want("unit", value)),
        ),
        this.count,
        this.list,
        make("p", { className: "pbx-help", textContent: say("list keys") }),
        this.border(),
      );
      this.show(chosen);
    }

    // The border file by its four columns instead of by name.
    border() {
      const first = DATA.presets.flatMap((one) => one.s).find((id) => byId.get(id).choice);
      const firsts = Object.entries(DATA.cbp.choices).map(([column, options]) => [
        column,
        Object.keys(options)[0],
      ]);
      const chosen = { ...(first ? byId.get(first).choice : Object.fromEntries(firsts)) };
      const fields = Object.entries(DATA.cbp.choices).map(([column, options]) =>
        select(
          say(`cbp ${column}`),
          Object.entries(options),
          (value) => {
            chosen[column] = value;
          },
          chosen[column],
        ),
      );
      const add = make("button", {
        type: "button",
        className: "pbx-button",
        textContent: say("add"),
        onclick: () => {
          const found = DATA.series.find(
            (series) =>
              series.choice &&
              Object.keys(chosen).every((column) => series.choice[column] === chosen[column]),
          );
          this.toggle(found.id, true);
        },
      });
      return make(
        "fieldset",
        { className: "pbx-border" },
        make("legend", { textContent: say("border file") }),
        ...fields,
        add,
      );
    }

    want(key, value) {
      this.wanted[key] = value;
      this.at = 0;
      this.all = false;
      this.show(this.chosen);
      this.list.scrollTop = 0;
    }

    get found() {
      const { theme, place, unit, words } = this.wanted;
      const among = this.order.filter(
        (series) =>
          (!theme || (theme === "official" ? series.code : series.theme === theme && !series.code)) &&
          (!place || DATA.places[series.place][0] === place) &&
          (!unit || unitOf(series).name === unit),
      );
      return finding.find(words, among.map(entryOf)).places.map((at) => among[at]);
    }

    show(chosen) {
      this.chosen = chosen;
      const found = this.found;
      this.shown = this.all ? found : found.slice(0, SHOWN);
      this.list.replaceChildren(
        ...this.shown.map((series, i) =>
          make(
            "div",
            {
              role: "option",
              id: `pbx-option-${i}`,
              className: "pbx-option",
              "aria-selected": String(chosen.includes(series.id)),
            },
            make("span", { className: "pbx-tick", "aria-hidden": "true" }),
            make("span", {}, series.title, make("small", { textContent: about(series) })),
          ),
        ),
      );
      if (found.length > this.shown.length)
        this.list.append(
          make("div", {
            role: "option",
            id: "pbx-option-more",
            className: "pbx-option",
            "aria-selected": "false",
            textContent: say("show all", { count: found.length }),
          }),
        );
      this.count.textContent = say("found", { count: found.length, all: DATA.series.length });
      this.mark();
    }

    mark() {
      const options = this.list.children;
      this.at = Math.max(0, Math.min(this.at, options.length - 1));
      for (const [i, option] of [...options].entries()) option.classList.toggle("pbx-here", i === this.at);
      if (options.length) this.list.setAttribute("aria-activedescendant", options[this.at].id);
      else this.list.removeAttribute("aria-activedescendant");
    }

    press() {
      if (this.at === this.shown.length) {
        this.all = true;
        this.show(this.chosen);
      } else if (this.shown[this.at]) this.toggle(this.shown[this.at].id);
      this.mark();
    }

    key(event) {
      const page = 8,
        last = this.list.children.length - 1;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === " " || event.key === "Enter") {
        event.preventDefault();
        return this.press();
      }
      const to = {
        ArrowDown: this.at + 1,
        ArrowUp: this.at - 1,
        PageDown: this.at + page,
        PageUp: this.at - page,
        Home: 0,
        End: last,
      }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      if (event.key === "ArrowUp" && this.at === 0) return this.field.focus();
      this.at = Math.max(0, Math.min(last, to));
      this.mark();
      this.list.children[this.at].scrollIntoView({ block: "nearest" });
    }
  }

  DATA.choose = { Chooser, make, select, about };
})();
