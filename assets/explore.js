/* The chart builder page: the selection, its controls, the picture that answers to pointer and keys, notes, table.
   The page explains itself without this file. Nothing is fetched: the data are a script beside it. */
(() => {
  "use strict";
  const DATA = window.pbExplore, home = document.getElementById("pb-explore");
  if (!DATA || !home) return;
  const { say, number, list, byId, rowsOf, unitOf, usual, view: viewOf } = DATA.model;
  const { model, take, draw, choose: { Chooser, make, select, about } } = DATA;
  const { MOST } = model;
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
  const button = (key, onclick, className = "") => make("button", { type: "button", textContent: say(key), onclick, className });

  class Builder {
    constructor() {
      this.said = make("p", { className: "pb-said", role: "status" });
      this.title = make("h3", { className: "pb-title", id: "pbx-title", tabIndex: -1 });
      this.look = make("p", { className: "pb-takeaway" });
      this.controls = make("div", { className: "pbx-controls", role: "group", "aria-label": say("view") });
      this.picture = make("div", { className: "pb-picture pbx-picture" });
      this.notes = make("section", { className: "pbx-notes", "aria-label": say("notes") });
      this.chosen = make("ul", { className: "pbx-chosen" });
      this.table = make("details", { className: "pb-data", ontoggle: () => this.fillTable() });
      this.message = make("p", { className: "pb-message", role: "status" });
      this.python = make("pre", { tabIndex: 0 }, make("code"));
      const tools = make("div", { className: "pb-tools" }, make("span", { textContent: say("download") }), button("csv", () => this.save("csv")), button("svg", () => this.save("svg")), button("png", () => this.save("png")), button("copy link", () => this.copyLink()), this.message);
      const code = make("details", { className: "pbx-python" }, make("summary", { textContent: say("python") }), this.python, button("copy python", () => this.copy(this.python.textContent, "python copied")));
      this.figure = make("figure", { className: "pb-chart pbx-figure", "aria-labelledby": "pbx-title" },
        make("figcaption", { className: "pb-head" }, this.title, this.look), this.controls, this.picture, this.notes,
        make("h4", { className: "pbx-small", textContent: say("chosen") }), this.chosen, tools, this.table, code);
      this.addReader();
      const grid = make("div", { className: "pbx-grid" }, this.figure);
      home.replaceChildren(this.said, grid);
      home.classList.add("pbx-on");
      new ResizeObserver(() => { if (Math.abs(this.picture.clientWidth - this.drawnAt) > 1) this.draw(); }).observe(this.picture);
      addEventListener("hashchange", () => this.fromAddress(true));
      document.querySelector(".pbx-presets")?.addEventListener("click", (event) => {
        const link = event.target.closest("a");
        if (!link) return;
        event.preventDefault();
        this.open(model.fromHash(link.hash), link.hash);
        this.title.focus({ preventScroll: true });
        this.figure.scrollIntoView({ block: "start" });
      });
      if (!this.fromAddress(false)) this.open(model.fromHash(`#${DATA.presets[0].id}`), "");
      // The picture first: the list of series comes when it is on the screen.
      requestAnimationFrame(() => setTimeout(() => {
        this.chooser = new Chooser((id, only) => this.toggle(id, only), this.state.s);
        grid.append(this.chooser.node);
      }));
    }

    // ---- selection and address
    fromAddress(moved) {
      const found = model.fromHash(location.hash);
      if (!found || (moved && location.hash === this.hash)) return false;
      this.open(found, location.hash);
      const show = () => this.figure.scrollIntoView({ block: "start" });
      // While the page loads, the browser itself goes to the button that has the address, and comes last.
      if (document.readyState === "complete") show();
      else addEventListener("load", () => requestAnimationFrame(show));
      return true;
    }

    open({ state, preset, lost, over }, hash) {
      this.state = state;
      this.preset = preset;
      this.render(hash);
      if (lost.length) this.tell(say("lost", { names: lost.join(", ") }), true);
      else if (over) this.tell(say("full", { most: MOST }), true);
      else this.tell(say("opened", { title: this.title.textContent, count: this.view.points.length }));
    }

    change(changes, said) {
      this.state = { ...this.state, ...changes };
      this.preset = null;
      this.render();
      this.tell(`${said} ${say("drawn", { count: this.view.points.length, panels: this.view.panels.length })} ${this.view.notes.filter((note) => note.kind === "refused").map((note) => note.text).join(" ")}`);
    }

    toggle(id, only) {
      const { s } = this.state, title = byId.get(id).title;
      if (s.includes(id)) {
        if (only) return this.tell(say("there", { title }), true);
        return this.change({ s: s.filter((one) => one !== id) }, say("removed", { title }));
      }
      if (s.length >= MOST) return this.tell(say("full", { most: MOST }), true);
      this.change({ s: [...s, id] }, say("added", { title }));
    }

    // What was refused is also to be seen.
    tell(text, shown = false) {
      this.said.textContent = text;
      this.message.textContent = shown ? text : "";
    }

    // ---- everything that follows from the selection
    render(hash) {
      const chosen = this.state.s.map((id) => byId.get(id));
      if (this.state.m === "index" && !model.bases(chosen).some((base) => base.text === this.state.b)) this.state.b = model.firstBase(chosen);
      this.view = viewOf(this.state);
      // What was refused is said once; the control goes back to what the picture shows.
      if (this.state.y === "log" && this.view.panels.length && !this.view.panels.some((panel) => panel.log)) this.state.y = "linear";
      this.hash = hash === undefined ? model.toHash(this.state) : hash;
      try { history.replaceState(null, "", this.hash || location.pathname + location.search); } catch { location.hash = this.hash; }
      const titles = chosen.map((series) => series.title);
      this.title.textContent = this.preset ? this.preset.title : !titles.length ? say("nothing") : titles.length < 3 && titles.join("").length < 90 ? list(titles) : say("several", { first: titles[0], count: titles.length - 1 });
      this.look.textContent = this.preset ? this.preset.look : titles.length ? "" : say("nothing help");
      this.fillControls(chosen);
      this.draw();
      this.fillNotes();
      this.fillChosen(chosen);
      this.fillTable();
      this.python.firstChild.textContent = titles.length ? take.python(this.state) : "";
      this.chooser?.show(this.state.s);
      this.figure.classList.toggle("pbx-empty", !this.view.points.length);
    }

    fillControls(chosen) {
      const focused = document.activeElement?.dataset?.control, { state } = this;
      const radios = (key, options) => make("fieldset", { className: "pbx-radios" }, make("legend", { textContent: say(`control ${key}`) }), ...options.map((value) => {
        const input = make("input", { type: "radio", name: `pbx-${key}`, value, checked: state[key] === value, onchange: () => this.change({ [key]: value }, say(`${key} ${value}`)) });
        input.dataset.control = key + value;
        return make("label", {}, input, make("span", { textContent: say(`${key} ${value}`) }));
      }));
      const named = (key, node) => { node.querySelector("select").dataset.control = key; return node; };
      const parts = [radios("m", ["value", "index", "change"]), radios("y", ["linear", "log"])];
      if (state.m === "index") parts.push(named("b", select(say("base"), model.bases(chosen).map((base) => [base.text, chosen.length > 1 ? say("base of", { period: base.words, count: base.in.size, all: chosen.length }) : base.words]), (b) => this.change({ b }, say("base")), state.b)));
      if (state.m === "value") for (const [group, unit] of model.unitsFor(chosen, state.u)) {
        const targets = model.targetsOf(group);
        if (!unit.factor || targets.length < 2) continue;
        parts.push(named(group, select(say("unit of", { measures: unit.measures }), targets.map((one) => [one.name, one.name]), (name) => this.change({ u: [...state.u.filter((old) => !targets.some((one) => one.name === old)), name] }, name), unit.name)));
      }
      const years = chosen.flatMap((series) => rowsOf(series).map((row) => model.year(model.middle(row))));
      if (years.length) {
        // A year chosen for other series, or named by an address, stays in the list: it still holds.
        const own = Array.from({ length: Math.max(...years) - Math.min(...years) + 1 }, (_, i) => Math.min(...years) + i);
        const all = [...new Set([...own, ...[state.f, state.t].filter(Boolean)])].sort((a, b) => a - b).map((year) => [String(year), String(year)]);
        const ends = [["f", "from"], ["t", "to"]].map(([key, label]) => named(key, select(say(label), [["0", say(`${label} all`)], ...all], (value) => this.change({ [key]: +value }, `${say(label)} ${value}.`), String(state[key]))));
        parts.push(make("div", { className: "pbx-pair" }, ...ends));
      }
      this.controls.replaceChildren(...parts);
      if (focused) this.controls.querySelector(`[data-control="${CSS.escape(focused)}"]`)?.focus();
    }

    fillNotes() {
      const order = ["refused", "apart", "warn", "tell"], notes = [...this.view.notes].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
      const of = (kinds) => notes.filter((note) => kinds.includes(note.kind)).map((note) => make("li", { className: `pbx-${note.kind}`, textContent: note.text }));
      const first = of(["refused", "apart", "warn"]), rest = of(["tell"]);
      this.notes.replaceChildren(
        ...(first.length ? [make("h4", { className: "pbx-small", textContent: say("notes") }), make("ul", {}, ...first)] : []),
        ...(rest.length ? [make("ul", { className: "pbx-told" }, ...rest)] : []));
    }

    fillChosen(chosen) {
      this.chosen.replaceChildren(...chosen.map((series, i) => {
        const remove = make("button", { type: "button", className: "pbx-remove", textContent: "×", title: say("remove", { title: series.title }), "aria-label": say("remove", { title: series.title }), onclick: () => {
          this.toggle(series.id);
          (this.chosen.querySelectorAll(".pbx-remove")[Math.min(i, this.state.s.length - 1)] || this.chooser.field).focus();
        } });
        const facts = [[say("defined"), DATA.texts[series.definition]], [say("caution"), DATA.texts[series.caveat]], [say("publisher"), DATA.publishers[series.publisher]], [say("period"), DATA.calendars[usual(series)]], [say("name"), series.code ? series.id : make("a", { href: model.evidence(series, series.id), textContent: series.id })]];
        const more = make("details", {}, make("summary", { textContent: say("about series") }), make("dl", {}, ...facts.flatMap(([term, text]) => [make("dt", { textContent: term }), make("dd", {}, text)])));
        return make("li", {}, draw.key(this.view.panels.flatMap((panel) => panel.lines).find((line) => line.series === series)?.look ?? series.look), make("div", {}, make("p", {}, make("b", { textContent: series.title }), " ", make("small", { textContent: about(series, true) })), more), remove);
      }));
    }

    // ---- the picture and what it reads out
    addReader() {
      this.reader = make("div", { className: "pb-reader", tabIndex: 0, role: "application", "aria-roledescription": say("chart") });
      this.mark = make("div", { className: "pb-mark", hidden: true });
      this.tip = make("div", { className: "pb-tip", hidden: true, "aria-hidden": "true" });
      this.heard = make("div", { className: "pb-said", "aria-live": "polite" });
      this.reader.addEventListener("pointermove", (event) => this.nearest(event));
      this.reader.addEventListener("pointerdown", (event) => this.nearest(event));
      this.reader.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse" && document.activeElement !== this.reader) this.hide(); });
      this.reader.addEventListener("blur", () => this.hide());
      this.reader.addEventListener("keydown", (event) => this.key(event));
      this.hint = make("div", { className: "pb-hint", textContent: say("hint"), "aria-hidden": "true" });
    }

    draw() {
      const width = Math.floor(this.picture.clientWidth);
      if (!width) return;
      this.drawnAt = width;
      const { svg, traces } = draw.draw(this.view, width);
      this.traces = traces;
      if (!svg) return this.picture.replaceChildren();
      svg.setAttribute("aria-label", say("picture", { title: this.title.textContent, count: this.view.points.length, panels: this.view.panels.length }));
      this.reader.setAttribute("aria-label", say("reader", { title: this.title.textContent }));
      this.picture.replaceChildren(svg, this.reader, this.hint, this.mark, this.tip, this.heard);
      this.hide();
    }

    nearest(event) {
      const box = this.picture.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
      let best, least = Infinity;
      this.traces.forEach((trace, t) => {
        const away = Math.max(0, trace.box.y - y, y - trace.box.y - trace.box.height) * 40;
        trace.spots.forEach((spot, p) => {
          const distance = Math.abs(spot.x - x) * 3 + Math.abs(spot.y - y) + away;
          if (distance < least) [best, least] = [[t, p], distance];
        });
      });
      if (best) this.show(...best, false);
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") return this.hide();
      if (event.key === "Enter" && this.at) return this.openRow();
      const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-1e6, 0], End: [1e6, 0] }[event.key];
      if (!step || !this.traces.length) return;
      event.preventDefault();
      if (!this.at) return this.show(0, event.key === "End" ? this.traces[0].spots.length - 1 : 0, true);
      let [t, p] = this.at;
      const next = clamp(t + step[1], 0, this.traces.length - 1);
      if (next !== t) {
        const away = this.traces[next].spots.map((spot) => Math.abs(spot.x - this.traces[t].spots[p].x));
        p = away.indexOf(Math.min(...away));
      }
      this.show(next, clamp(p + step[0], 0, this.traces[next].spots.length - 1), true);
    }

    show(t, p, aloud) {
      const trace = this.traces[t], { point, x, y } = trace.spots[p], title = trace.line.series.title, text = model.readout(point);
      Object.assign(this.mark.style, { left: `${x - 9}px`, top: `${y - 9}px`, width: "18px", height: "18px" });
      this.tip.replaceChildren(make("b", { textContent: title }), text);
      this.mark.hidden = this.tip.hidden = false;
      const above = y - this.tip.offsetHeight - 16;
      this.tip.style.left = `${clamp(x - this.tip.offsetWidth / 2, 0, this.picture.clientWidth - this.tip.offsetWidth)}px`;
      this.tip.style.top = `${above >= -8 ? above : y + 16}px`;
      if (aloud) this.heard.textContent = `${title}, ${text}`;
      this.at = [t, p];
    }

    hide() {
      this.mark.hidden = this.tip.hidden = true;
      this.at = null;
    }

    openRow() {
      const { point } = this.traces[this.at[0]].spots[this.at[1]];
      this.table.open = true;
      this.fillTable();
      const row = this.table.querySelectorAll("tbody tr")[this.view.points.indexOf(point)];
      row.classList.add("pb-here");
      row.scrollIntoView({ block: "center" });
      this.table.querySelector(".pb-scroll").focus();
    }

    // ---- the table: what is drawn, row by row; written when it is opened
    fillTable() {
      const { points, chosen } = this.view, summary = make("summary", { textContent: say("table", { count: points.length }) });
      if (!this.table.firstChild) this.table.append(summary);
      this.table.firstChild.textContent = summary.textContent;
      if (!this.table.open) return this.table.querySelector(".pb-scroll")?.remove();
      if (this.tableOf === this.view && this.table.querySelector(".pb-scroll")) return;
      this.tableOf = this.view;
      // Columns that would be empty in every row are left out.
      const ranged = points.some((point) => model.bounds(point)), reckoned = points.some((point) => point.value !== point.row.value);
      const columns = ["series", "period", "value", "unit", ...(ranged ? ["range"] : []), ...(reckoned ? ["published"] : []), "status", "source"];
      const link = (href, text, label) => make("a", { href, textContent: text, ...(label ? { "aria-label": label } : {}) });
      const rows = points.map((point) => {
        const { row, series } = point, source = DATA.sources[row.source], value = point.panel.sign === "%" ? `${number(point.value)}%` : number(point.value);
        const cell = make("td", { className: "pb-number" });
        if (row.ids.length) cell.append(link(model.evidence(series, row.ids[0]), value, say("evidence of", { value })));
        else cell.append(value);
        row.ids.slice(1).forEach((id, i) => cell.append(" ", make("sup", {}, link(model.evidence(series, id), String(i + 2), say("evidence part", { value, part: i + 2, count: row.ids.length })))));
        const from = make("td", {}, link(`notebooks/sources.html#${source[0]}`, source[1]));
        if (source[4] !== "A") from.append(`, ${say("letter", { letter: source[4] })}`);
        if (row.also.length) from.append(`; ${say("also", { count: row.also.length })}`);
        if (row.note) from.append(make("span", { className: "pb-remark", textContent: row.note }));
        const published = point.value === row.value ? "" : `${number(row.value)} ${unitOf(series).name}`;
        const optional = [ranged && model.bounds(point), reckoned && published].filter((text) => text !== false).map((text) => make("td", { className: "pb-number", textContent: text }));
        return make("tr", {}, make("th", { scope: "row", textContent: series.title }), make("td", { textContent: row.words }), cell, make("td", { textContent: point.panel.unit }), ...optional, make("td", { textContent: model.statusWords(point) }), from);
      });
      const head = make("thead", {}, make("tr", {}, ...columns.map((key) => make("th", { scope: "col", textContent: say(`column ${key}`), className: ["value", "range", "published"].includes(key) ? "pb-number" : "" }))));
      const box = make("div", { className: "pb-scroll", tabIndex: 0, role: "region", "aria-label": say("column table") }, make("table", {}, make("caption", { textContent: say("caption", { title: this.title.textContent, count: chosen.length }) }), head, make("tbody", {}, ...rows)));
      this.table.querySelector(".pb-scroll")?.remove();
      this.table.append(box);
    }

    // ---- taking away
    get address() { return new URL(this.hash || model.toHash(this.state), location.href.split("#")[0]).href; }

    async save(kind) {
      if (!this.view.points.length) return this.tell(say("nothing"), true);
      const title = this.title.textContent, width = this.picture.clientWidth;
      try {
        const blob = kind === "csv" ? new Blob([take.csv(this.view, title, this.address)], { type: "text/csv;charset=utf-8" })
          : kind === "svg" ? new Blob([take.picture(this.view, title, width, true).code], { type: "image/svg+xml" }) : await take.png(this.view, title, width);
        const link = make("a", { href: URL.createObjectURL(blob), download: `${this.preset ? this.preset.id : this.state.s[0]}.${kind}` });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
        this.tell(say("saved", { name: link.download }), true);
      } catch {
        this.tell(say("not saved"), true);
      }
    }

    copyLink() { return this.copy(this.address, "link copied"); }

    async copy(text, done) {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const box = make("textarea", { value: text, className: "pb-said" }), before = document.activeElement;
        document.body.append(box);
        box.select();
        const copied = document.execCommand("copy");
        box.remove();
        before?.focus();
        if (!copied) return this.tell(say("copy failed", { text }), true);
      }
      this.tell(say(done), true);
    }
  }

  DATA.builder = new Builder();
})();
