/* Charts on the page: read values by pointer, touch and keys; copy links, code and citations; open a linked state.
   The page is complete without this file. What is read out stands in each figure's .pb-read and the words in #pb-words,
   so all of it works from disk, too. The live chart and the PNG are in charts-live.js; unfold.js comes first. */
(() => {
  "use strict";
  const root = document.currentScript.dataset.root;
  const parse = (node) => JSON.parse(node ? node.textContent : "{}");
  const WORDS = parse(document.getElementById("pb-words"));
  const say = (key, fill = {}) => (WORDS[key] || "").replace(/\{(\w+)\}/g, (_, name) => fill[name]);
  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

  // A script of the site, loaded once, when first asked for; after a failure it may be asked for again.
  const loaded = {};
  const load = (path) =>
    (loaded[path] ||= new Promise((done, fail) => {
      const script = make("script", { src: root + path, charset: "utf-8", onload: done });
      script.onerror = () => {
        delete loaded[path];
        script.remove();
        fail(new Error(path));
      };
      document.head.append(script);
    }));

  const copy = async (text, node) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      if (!node) return false;
      getSelection().selectAllChildren(node);
      return document.execCommand("copy");
    }
  };

  class Chart {
    constructor(figure) {
      this.figure = figure;
      this.id = figure.dataset.chart;
      this.picture = figure.querySelector(".pb-picture");
      this.title = figure.querySelector(".pb-title").textContent;
      this.said = make("div", { className: "pb-said" });
      this.said.setAttribute("aria-live", "polite");
      this.picture.append(this.said);
      this.addReader();
      this.addTools();
      figure.querySelector(".pb-embed").addEventListener("toggle", () => this.addCopying(), { once: true });
    }

    get read() {
      return (this._read ||= parse(this.figure.querySelector(".pb-read")));
    }
    get svg() {
      return [...this.picture.querySelectorAll(".pb-svg")].find((svg) => svg.getClientRects().length);
    }
    get variant() {
      return this.figure.clientWidth >= 652 ? "wide" : "narrow";
    }
    // Where the points of a trace lie in the drawing that shows, in reading order.
    points(t) {
      return this.read.traces[t][this.variant];
    }

    // ---- reading values
    addReader() {
      const reader = (this.reader = make("div", { className: "pb-reader", tabIndex: 0 }));
      reader.setAttribute("role", "application");
      reader.setAttribute("aria-roledescription", say("chart"));
      reader.setAttribute("aria-label", say("reader", { title: this.title }));
      const hint = make("div", { className: "pb-hint", textContent: say("hint") });
      hint.setAttribute("aria-hidden", "true");
      this.picture.append(reader, hint);
      reader.addEventListener("pointermove", (event) => this.nearest(event, false));
      reader.addEventListener("pointerdown", (event) => this.nearest(event, true));
      reader.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse" && document.activeElement !== reader) this.hide();
      });
      reader.addEventListener("blur", () => this.hide());
      reader.addEventListener("keydown", (event) => this.key(event));
    }

    nearest(event, aloud) {
      const svg = this.svg,
        box = svg.getBoundingClientRect(),
        scale = box.width / svg.viewBox.baseVal.width;
      const x = (event.clientX - box.left) / scale,
        y = (event.clientY - box.top) / scale;
      let best,
        least = Infinity;
      this.read.traces.forEach((trace, t) =>
        this.points(t).forEach((at, p) => {
          const inside = at.length > 3 && x >= at[3] && x <= at[5] && y >= at[4] && y <= at[6];
          const dx = Math.abs(at[1] - x),
            dy = Math.abs(at[2] - y);
          const distance = inside ? -1 : trace.along === "y" ? dx + dy * 3 : dx * 3 + dy;
          if (distance < least) [best, least] = [[t, p], distance];
        }),
      );
      if (best) this.show(...best, aloud);
    }

    // Walks the points: along a series and between series; `on` says which series can be read at present.
    key(event, on = () => true) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Escape") return this.hide((this.at = null));
      if (event.key === "Enter" && this.at) return this.openRow();
      const step = {
        ArrowRight: [1, 0],
        ArrowLeft: [-1, 0],
        ArrowDown: [0, 1],
        ArrowUp: [0, -1],
        Home: [-1e6, 0],
        End: [1e6, 0],
      }[event.key];
      const open = this.read.traces.map((_, t) => t).filter((t) => this.points(t).length && on(t));
      if (!step || !open.length) return;
      event.preventDefault();
      if (!this.at || !open.includes(this.at[0]))
        return this.show(open[0], event.key === "End" ? this.points(open[0]).length - 1 : 0, true);
      let [t, p] = this.at;
      let [along, across] = step;
      const upright = this.read.traces[t].along === "y";
      if (upright && Math.abs(along) <= 1) [along, across] = [across, along];
      if (open.length === 1) [along, across] = [along || across, 0];
      if (across) {
        const here = this.points(t)[p],
          axis = upright ? 2 : 1,
          before = this.points(t).length;
        t = open[clamp(open.indexOf(t) + across, 0, open.length - 1)];
        if (this.points(t).length !== before) {
          const away = this.points(t).map((point) => Math.abs(point[axis] - here[axis]));
          p = away.indexOf(Math.min(...away));
        }
      }
      this.show(t, clamp(p + along, 0, this.points(t).length - 1), true);
    }

    // What is said of a value: the name of its series, the value with unit, period and status, its publisher.
    words(t, value) {
      const trace = this.read.traces[t],
        by = trace.by[value] ?? trace.by;
      return [trace.name, trace.texts[value], say("source", { publisher: this.read.sources[by] })];
    }

    show(t, p, aloud) {
      const point = this.points(t)[p],
        [name, text, source] = this.words(t, point[0]);
      // What is read aloud is chosen, too, and stays so when the reader goes on; a pointer passing by chooses nothing.
      if (aloud) {
        this.at = [t, p];
        this.said.textContent = `${name}, ${text}. ${source}`;
      }
      if (this.plot) return this.live.point(this, this.read.traces[t].trace, point[0]);
      if (!this.tip) this.addTip();
      const svg = this.svg.getBoundingClientRect(),
        home = this.picture.getBoundingClientRect();
      const scale = svg.width / this.svg.viewBox.baseVal.width;
      const x = point[1] * scale,
        y = point[2] * scale;
      const box =
        point.length > 3 ? point.slice(3).map((value) => value * scale) : [x - 8, y - 8, x + 8, y + 8];
      this.mark.classList.toggle("pb-box", point.length > 3);
      Object.assign(this.mark.style, {
        left: box[0] - 2 + "px",
        top: box[1] - 2 + "px",
        width: box[2] - box[0] + 4 + "px",
        height: box[3] - box[1] + 4 + "px",
      });
      this.tip.replaceChildren(
        make("b", { textContent: name }),
        text,
        make("small", { textContent: source }),
      );
      this.mark.hidden = this.tip.hidden = false;
      const above = y - this.tip.offsetHeight - 16;
      this.tip.style.left = clamp(x - this.tip.offsetWidth / 2, 0, home.width - this.tip.offsetWidth) + "px";
      this.tip.style.top = (above >= -8 ? above : Math.min(Math.max(box[3], y) + 14, home.height - 8)) + "px";
    }

    addTip() {
      this.mark = make("div", { className: "pb-mark" });
      this.tip = make("div", { className: "pb-tip" });
      this.tip.setAttribute("aria-hidden", "true");
      this.picture.append(this.mark, this.tip);
    }

    hide() {
      if (this.tip) this.mark.hidden = this.tip.hidden = true;
    }

    openRow() {
      const [t, p] = this.at,
        trace = this.read.traces[t];
      const table = this.figure.querySelector(".pb-data"),
        rows = table.querySelectorAll("tbody tr");
      const whole = table.querySelector(".pb-whole a"),
        row = whole ? null : rows[trace.rows[this.points(t)[p][0]]];
      table.open = true;
      rows.forEach((one) => one.classList.toggle("pb-here", one === row));
      if (row) row.scrollIntoView({ block: "center" });
      (whole || table.querySelector(".pb-scroll")).focus();
    }

    // ---- tools
    addTools() {
      const tools = this.figure.querySelector(".pb-tools");
      this.message = make("p", { className: "pb-message" });
      this.message.setAttribute("role", "status");
      this.button = make("button", {
        type: "button",
        className: "pb-explore",
        textContent: say("explore"),
        onclick: () => this.beyond("toggle"),
      });
      const ask = () => this.beyond("png");
      const png = make("button", { type: "button", textContent: say("png"), onclick: ask });
      tools.prepend(this.button, this.message);
      tools.querySelector(".pb-downloads").append(make("li", {}, png));
      const link = tools.querySelector(".pb-link");
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        link.href = this.address();
        try {
          history.replaceState(history.state, "", link.href);
        } catch {
          /* a page from disk keeps its address */
        }
        this.message.textContent = say((await copy(link.href)) ? "link copied" : "link here");
      });
    }

    // The live chart and the PNG, from a script of their own.
    async beyond(what, ...more) {
      try {
        await load("assets/charts-live.js");
      } catch {
        this.message.textContent = say("failed");
        return;
      }
      this.live = window.pbLive({ load, make, say });
      return this.live[what](this, ...more);
    }

    // Buttons to copy citations and code, when the fold that holds them is opened.
    addCopying() {
      const code = this.figure.querySelector(".pb-code");
      if (code.hidden && location.protocol.startsWith("http")) {
        const text = code.querySelector("[data-copy]");
        text.textContent = text.textContent.replace(
          /PAGE([^"]*)/,
          (_, path) => new URL(path, location.href).href,
        );
        code.hidden = false;
      }
      this.figure.querySelectorAll("[data-copy]").forEach((node) => {
        const button = make("button", { type: "button", textContent: say("copy") });
        button.onclick = async () => {
          button.textContent = say((await copy(node.textContent, node)) ? "copied" : "copy failed");
        };
        (node.closest("pre") || node).after(button);
      });
    }

    // ---- state in the address: ?at=series.value&hide=series&x=from..to&live#chart, all counted from 1
    address() {
      const state = {
        ...(this.at ? { at: this.at.map((one) => one + 1).join(".") } : {}),
        ...(this.plot ? this.live.state(this) : {}),
      };
      const query = Object.entries(state)
        .map(([name, value]) => (value ? `${name}=${encodeURIComponent(value)}` : name))
        .join("&");
      return location.href.split(/[?#]/)[0] + (query && "?" + query) + "#" + this.id;
    }

    async restore(query) {
      const [t, p] = (query.get("at") || "").split(".").map((one) => one - 1);
      if (
        ["live", "hide"].some((name) => query.has(name)) ||
        [...query.keys()].some((name) => /^[xy]\d*$/.test(name))
      )
        await this.beyond("toggle", query);
      if (this.read.traces[t] && this.points(t)[p]) this.show(t, p, true);
    }
  }

  const start = () => {
    document.querySelectorAll(".pb-chart[data-chart]").forEach((figure) => {
      const chart = new Chart(figure);
      if (figure === window.pbTarget()) chart.restore(new URLSearchParams(location.search));
    });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
