/* The chart builder page: the selection, its controls, the picture that answers to pointer and keys, notes, table.
   The page explains itself without this file. Nothing is fetched: the data are a script beside it. */
(() => {
  "use strict";
  const DATA = window.pbExplore,
    home = document.getElementById("pb-explore");
  if (!DATA || !home) return;
  const { model, take, chosen, Reader } = DATA;
  const { say, list, byId, MOST } = model;
  const { Chooser, make } = DATA.choose;
  const button = (key, onclick, className = "") =>
    make("button", { type: "button", textContent: say(key), onclick, className });

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
      const tools = make(
        "div",
        { className: "pb-tools" },
        make("span", { textContent: say("download") }),
        button("csv", () => this.save("csv")),
        button("svg", () => this.save("svg")),
        button("png", () => this.save("png")),
        button("copy link", () => this.copyLink()),
        this.message,
      );
      const code = make(
        "details",
        { className: "pbx-python" },
        make("summary", { textContent: say("python") }),
        this.python,
        button("copy python", () => this.copy(this.python.textContent, "python copied")),
      );
      this.figure = make(
        "figure",
        { className: "pb-chart pbx-figure", "aria-labelledby": "pbx-title" },
        make("figcaption", { className: "pb-head" }, this.title, this.look),
        this.controls,
        this.picture,
        this.notes,
        make("h4", { className: "pbx-small", textContent: say("chosen") }),
        this.chosen,
        tools,
        this.table,
        code,
      );
      this.reader = new Reader(this.picture, (point) => this.openRow(point));
      const grid = make("div", { className: "pbx-grid" }, this.figure);
      home.replaceChildren(this.said, grid);
      home.classList.add("pbx-on");
      new ResizeObserver(() => {
        if (Math.abs(this.picture.clientWidth - this.drawnAt) > 1) this.draw();
      }).observe(this.picture);
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
      requestAnimationFrame(() =>
        setTimeout(() => {
          this.chooser = new Chooser((id, only) => this.toggle(id, only), this.state.s);
          grid.append(this.chooser.node);
        }),
      );
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
      this.tell(
        `${said} ${say("drawn", { count: this.view.points.length, panels: this.view.panels.length })} ${this.view.notes
          .filter((note) => note.kind === "refused")
          .map((note) => note.text)
          .join(" ")}`,
      );
    }

    toggle(id, only) {
      const { s } = this.state,
        title = byId.get(id).title;
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
      const series = this.state.s.map((id) => byId.get(id));
      if (this.state.m === "index" && !model.bases(series).some((base) => base.text === this.state.b))
        this.state.b = model.firstBase(series);
      this.view = model.view(this.state);
      // What was refused is said once; the control goes back to what the picture shows.
      if (this.state.y === "log" && this.view.panels.length && !this.view.panels.some((panel) => panel.log))
        this.state.y = "linear";
      this.hash = hash === undefined ? model.toHash(this.state) : hash;
      try {
        history.replaceState(null, "", this.hash || location.pathname + location.search);
      } catch {
        location.hash = this.hash;
      }
      const titles = series.map((one) => one.title);
      this.title.textContent = this.preset
        ? this.preset.title
        : !titles.length
          ? say("nothing")
          : titles.length < 3 && titles.join("").length < 90
            ? list(titles)
            : say("several", { first: titles[0], count: titles.length - 1 });
      this.look.textContent = this.preset ? this.preset.look : titles.length ? "" : say("nothing help");
      this.fillControls(series);
      this.draw();
      this.notes.replaceChildren(...chosen.notes(this.view));
      this.chosen.replaceChildren(...chosen.entries(this.view, (one, at) => this.remove(one, at)));
      this.fillTable();
      this.python.firstChild.textContent = titles.length ? take.python(this.state) : "";
      this.chooser?.show(this.state.s);
      this.figure.classList.toggle("pbx-empty", !this.view.points.length);
    }

    fillControls(series) {
      const focused = document.activeElement?.dataset?.control;
      const change = (changes, said) => this.change(changes, said);
      this.controls.replaceChildren(...DATA.controls(this.state, series, change));
      if (focused) this.controls.querySelector(`[data-control="${CSS.escape(focused)}"]`)?.focus();
    }

    remove(series, at) {
      this.toggle(series.id);
      const left = this.chosen.querySelectorAll(".pbx-remove");
      (left[Math.min(at, this.state.s.length - 1)] || this.chooser.field).focus();
    }

    // ---- the picture and its table
    draw() {
      const width = Math.floor(this.picture.clientWidth);
      if (!width) return;
      this.drawnAt = width;
      const { svg, traces } = DATA.draw(this.view, width);
      const { points, panels } = this.view;
      const title = this.title.textContent;
      svg?.setAttribute("aria-label", say("picture", { title, count: points.length, panels: panels.length }));
      this.reader.read(svg, traces, title);
    }

    get traces() {
      return this.reader.traces;
    }

    openRow(point) {
      this.table.open = true;
      this.fillTable();
      const row = this.table.querySelectorAll("tbody tr")[this.view.points.indexOf(point)];
      row.classList.add("pb-here");
      row.scrollIntoView({ block: "center" });
      this.table.querySelector(".pb-scroll").focus();
    }

    // Written when it is opened.
    fillTable() {
      if (!this.table.firstChild) this.table.append(make("summary"));
      this.table.firstChild.textContent = say("table", { count: this.view.points.length });
      const old = this.table.querySelector(".pb-scroll");
      if (this.table.open && old && this.tableOf === this.view) return;
      old?.remove();
      if (!this.table.open) return;
      this.tableOf = this.view;
      this.table.append(DATA.table(this.view, this.title.textContent));
    }

    // ---- taking away
    get address() {
      return new URL(this.hash || model.toHash(this.state), location.href.split("#")[0]).href;
    }

    async save(kind) {
      if (!this.view.points.length) return this.tell(say("nothing"), true);
      const title = this.title.textContent,
        width = this.picture.clientWidth;
      try {
        const blob =
          kind === "csv"
            ? new Blob([take.csv(this.view, title, this.address)], { type: "text/csv;charset=utf-8" })
            : kind === "svg"
              ? new Blob([take.picture(this.view, title, width, true).code], { type: "image/svg+xml" })
              : await take.png(this.view, title, width);
        const link = make("a", {
          href: URL.createObjectURL(blob),
          download: `${this.preset ? this.preset.id : this.state.s[0]}.${kind}`,
        });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
        this.tell(say("saved", { name: link.download }), true);
      } catch {
        this.tell(say("not saved"), true);
      }
    }

    copyLink() {
      return this.copy(this.address, "link copied");
    }

    async copy(text, done) {
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        const box = make("textarea", { value: text, className: "pb-said" }),
          before = document.activeElement;
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
