/* Charts on the page: read values by pointer, touch and keys; PNG; copying; the live chart on request.
   The page is complete without this file. Nothing is fetched: positions are in each picture's <metadata>, the live
   chart's data in the figure's .pb-spec, the words in #pb-words, so all of it works from disk too. */
(() => {
  "use strict";
  const own = document.currentScript;
  const parse = (node, fallback) => (node ? JSON.parse(node.textContent) : fallback);
  const WORDS = parse(document.getElementById("pb-words"), {});
  const say = (key, fill = {}) => (WORDS[key] || "").replace(/\{(\w+)\}/g, (_, name) => fill[name]);
  const make = (tag, properties, ...children) => {
    const node = Object.assign(document.createElement(tag), properties);
    node.append(...children);
    return node;
  };
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

  // ---- colours: each token's light value, and what it is now
  const tokens = () => {
    const style = getComputedStyle(document.body);
    const listed = style.getPropertyValue("--pb-tokens").replace(/"/g, "").trim();
    return new Map(listed.split(/\s+/).map((pair) => pair.split("=")).map(([name, light]) => [light, style.getPropertyValue("--pb-" + name).trim() || light]));
  };
  const recoloured = (value) => {
    const now = tokens();
    const hex = (r, g, b) => "#" + [r, g, b].map((part) => (+part).toString(16).padStart(2, "0")).join("");
    const bytes = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(",");
    return JSON.parse(JSON.stringify(value)
      .replace(/"(#[0-9a-f]{6})"/g, (all, light) => `"${now.get(light) || light}"`)
      .replace(/"rgba\((\d+),(\d+),(\d+),([\d.]+)\)"/g, (all, r, g, b, opacity) => {
        const colour = now.get(hex(r, g, b));
        return colour ? `"rgba(${bytes(colour)},${opacity})"` : all;
      }));
  };

  // ---- the library for live charts, loaded once, when first asked for
  let library;
  const plotly = () => library ||= new Promise((done, fail) => {
    const script = make("script", { src: own.dataset.plotly, charset: "utf-8" });
    script.onload = () => (window.Plotly ? done(window.Plotly) : fail());
    script.onerror = () => { library = null; script.remove(); fail(); };
    document.head.append(script);
  });

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
      this.picture = figure.querySelector(".pb-picture");
      this.title = figure.querySelector(".pb-title").textContent;
      this.said = make("div", { className: "pb-said" });
      this.said.setAttribute("aria-live", "polite");
      this.picture.append(this.said);
      if (this.picture.querySelector(".pb-svg")) {
        this.addReader();
        this.addTools();
      }
      this.addCopying();
    }

    get spec() { return this._spec ||= parse(this.figure.querySelector(".pb-spec"), null); }
    get svg() { return [...this.picture.querySelectorAll(".pb-svg")].find((svg) => svg.getClientRects().length); }
    get variant() { return this.figure.clientWidth >= 652 ? "wide" : "narrow"; }

    // The traces of the drawing that shows, each with its points in reading order.
    get traces() {
      const svg = this.svg;
      if (!svg) return [];
      return svg.pbTraces ||= JSON.parse(svg.querySelector("metadata").textContent).traces
        .map((trace) => ({ ...trace, points: trace.points.slice().sort((a, b) => (trace.along === "y" ? a[2] - b[2] : a[1] - b[1])) }))
        .filter((trace) => trace.points.length && this.spec.texts[trace.trace]);
    }

    // ---- reading values
    addReader() {
      const reader = make("div", { className: "pb-reader", tabIndex: 0 });
      reader.setAttribute("role", "application");
      reader.setAttribute("aria-roledescription", say("chart"));
      reader.setAttribute("aria-label", say("reader", { title: this.title }));
      this.mark = make("div", { className: "pb-mark", hidden: true });
      this.tip = make("div", { className: "pb-tip", hidden: true });
      this.tip.setAttribute("aria-hidden", "true");
      const hint = make("div", { className: "pb-hint", textContent: say("hint") });
      hint.setAttribute("aria-hidden", "true");
      this.picture.append(reader, hint, this.mark, this.tip);
      this.reader = reader;
      const point = (event) => this.nearest(event);
      reader.addEventListener("pointermove", point);
      reader.addEventListener("pointerdown", point);
      reader.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse" && document.activeElement !== reader) this.hide(); });
      reader.addEventListener("blur", () => this.hide());
      reader.addEventListener("keydown", (event) => this.key(event));
    }

    nearest(event) {
      const svg = this.svg, box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
      const x = (event.clientX - box.left) / scale, y = (event.clientY - box.top) / scale;
      let best, least = Infinity;
      this.traces.forEach((trace, t) => trace.points.forEach((at, p) => {
        const inside = at.length > 3 && x >= at[3] && x <= at[5] && y >= at[4] && y <= at[6];
        const dx = Math.abs(at[1] - x), dy = Math.abs(at[2] - y);
        const distance = inside ? -1 : trace.along === "y" ? dx + dy * 3 : dx * 3 + dy;
        if (distance < least) [best, least] = [[t, p], distance];
      }));
      if (best) this.show(...best, false);
    }

    key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const traces = this.traces;
      if (event.key === "Escape") return this.hide();
      if (event.key === "Enter" && this.at) return this.openRow();
      const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1], Home: [-1e6, 0], End: [1e6, 0] }[event.key];
      if (!step || !traces.length) return;
      event.preventDefault();
      if (!this.at) return this.show(0, event.key === "End" ? traces[0].points.length - 1 : 0, true);
      let [t, p] = this.at;
      let [along, across] = step;
      if (traces[t].along === "y" && Math.abs(along) <= 1) [along, across] = [across, along];
      if (traces.length === 1) [along, across] = [along || across, 0];
      if (across) {
        const before = traces[t].points, next = clamp(t + across, 0, traces.length - 1), points = traces[next].points;
        const axis = traces[t].along === "y" ? 2 : 1;
        if (points.length !== before.length) {
          const away = points.map((point) => Math.abs(point[axis] - before[p][axis]));
          p = away.indexOf(Math.min(...away));
        }
        t = next;
      }
      this.show(t, clamp(p + along, 0, traces[t].points.length - 1), true);
    }

    show(t, p, aloud) {
      const trace = this.traces[t], point = trace.points[p], text = this.spec.texts[trace.trace][point[0]];
      const svg = this.svg.getBoundingClientRect(), home = this.picture.getBoundingClientRect();
      const scale = svg.width / this.svg.viewBox.baseVal.width;
      const x = point[1] * scale, y = point[2] * scale;
      const box = point.length > 3 ? point.slice(3).map((value) => value * scale) : [x - 8, y - 8, x + 8, y + 8];
      this.mark.classList.toggle("pb-box", point.length > 3);
      Object.assign(this.mark.style, { left: box[0] - 2 + "px", top: box[1] - 2 + "px", width: box[2] - box[0] + 4 + "px", height: box[3] - box[1] + 4 + "px" });
      this.tip.replaceChildren(make("b", { textContent: trace.name }), text);
      this.mark.hidden = this.tip.hidden = false;
      const above = y - this.tip.offsetHeight - 16;
      this.tip.style.left = clamp(x - this.tip.offsetWidth / 2, 0, home.width - this.tip.offsetWidth) + "px";
      this.tip.style.top = (above >= -8 ? above : Math.min(Math.max(box[3], y) + 14, home.height - 8)) + "px";
      if (aloud) this.said.textContent = `${trace.name}, ${text}`;
      this.at = [t, p];
    }

    hide() {
      this.mark.hidden = this.tip.hidden = true;
      this.at = null;
    }

    openRow() {
      const [t, p] = this.at, trace = this.traces[t];
      const table = this.figure.querySelector(".pb-data"), rows = table.querySelectorAll("tbody tr");
      const row = rows[this.spec.rows[trace.trace][trace.points[p][0]]];
      table.open = true;
      rows.forEach((one) => one.classList.toggle("pb-here", one === row));
      if (rows.length === this.spec.rows.flat().length) row.scrollIntoView({ block: "center" });
      table.querySelector(".pb-scroll").focus();
    }

    // ---- tools
    addTools() {
      const tools = this.figure.querySelector(".pb-tools");
      this.message = make("p", { className: "pb-message" });
      this.message.setAttribute("role", "status");
      this.button = make("button", { type: "button", className: "pb-explore", textContent: say("explore"), onclick: () => this.toggle() });
      const png = make("button", { type: "button", textContent: say("png"), onclick: () => this.png() });
      tools.prepend(this.button, this.message);
      tools.querySelector(".pb-downloads").append(make("li", {}, png));
      tools.querySelector(".pb-link").addEventListener("click", async (event) => {
        if (await copy(event.target.href)) this.said.textContent = say("link copied");
      });
    }

    addCopying() {
      const code = this.figure.querySelector(".pb-code");
      if (code && code.hidden && location.protocol.startsWith("http")) {
        const page = location.href.split("#")[0], text = code.querySelector("[data-copy]");
        text.textContent = text.textContent.replace(/PAGE((?:\.\.\/)*figures\/[^"]*)/g, (_, path) => new URL(path, page).href).replace("PAGE#", page + "#");
        code.hidden = false;
      }
      this.figure.querySelectorAll("[data-copy]").forEach((node) => {
        const button = make("button", { type: "button", textContent: say("copy") });
        button.onclick = async () => { button.textContent = say((await copy(node.textContent, node)) ? "copied" : "copy failed"); };
        (node.closest("pre") || node).after(button);
      });
    }

    // The picture with title, takeaway and sources, in the colours it has now, as a PNG of double size.
    async png() {
      const svg = this.svg || this.picture.querySelector(".pb-wide"), { width, height } = svg.viewBox.baseVal;
      const now = tokens(), style = getComputedStyle(document.body), pad = 20, scale = 2;
      const code = new XMLSerializer().serializeToString(svg).replace(/var\(--pb-[\w-]+,\s*(#[0-9a-f]{6})\)/g, (_, light) => now.get(light) || light);
      const image = new Image(width, height);
      image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(code);
      try {
        await image.decode();
        const canvas = make("canvas"), pen = canvas.getContext("2d");
        const family = style.getPropertyValue("--pb-sans"), colour = (name) => style.getPropertyValue("--pb-" + name).trim();
        const parts = [[".pb-title", `700 19px ${family}`, 25, "ink"], [".pb-takeaway", `15px ${family}`, 21, "ink"], [".pb-sources", `12px ${family}`, 17, "muted"]]
          .map(([selector, font, line, ink]) => {
            pen.font = font;
            const lines = [""];
            for (const word of this.figure.querySelector(selector).textContent.trim().split(/\s+/)) {
              const longer = (lines.at(-1) + " " + word).trim();
              if (pen.measureText(longer).width > width && lines.at(-1)) lines.push(word);
              else lines[lines.length - 1] = longer;
            }
            return { font, line, ink, lines };
          });
        const tall = (part) => part.lines.length * part.line;
        canvas.width = (width + 2 * pad) * scale;
        canvas.height = (height + parts.reduce((sum, part) => sum + tall(part), 0) + 2 * pad + 18) * scale;
        pen.scale(scale, scale);
        pen.fillStyle = colour("ground");
        pen.fillRect(0, 0, canvas.width, canvas.height);
        let y = pad;
        const write = (part) => {
          pen.font = part.font;
          pen.fillStyle = colour(part.ink);
          part.lines.forEach((line) => pen.fillText(line, pad, (y += part.line) - part.line * 0.25));
        };
        write(parts[0]);
        write(parts[1]);
        pen.drawImage(image, pad, (y += 10), width, height);
        y += height + 8;
        write(parts[2]);
        const blob = await new Promise((done) => canvas.toBlob(done));
        const link = make("a", { href: URL.createObjectURL(blob), download: this.figure.dataset.chart + ".png" });
        link.click();
        setTimeout(() => URL.revokeObjectURL(link.href), 1e4);
      } catch {
        this.message.textContent = say("png failed");
      }
    }

    // ---- the live chart
    async toggle() {
      if (this.plot) return this.close();
      this.button.setAttribute("aria-busy", "true");
      this.button.textContent = say("loading");
      this.message.textContent = "";
      try {
        this.library = await plotly();
        this.picture.style.minHeight = this.picture.offsetHeight + "px";
        this.plot = make("div", { className: "pb-plot" });
        const [width, height] = [this.picture.clientWidth, this.picture.offsetHeight];
        this.hide();
        this.figure.classList.add("pb-is-live");
        this.picture.append(this.plot);
        await this.draw(width, height);
        this.said.textContent = say("live");
        this.button.textContent = say("picture");
        this.watch();
      } catch {
        this.close();
        this.message.textContent = say("failed");
      }
      this.button.removeAttribute("aria-busy");
    }

    draw(width, height) {
      const { data, narrowTraces, texts, config, [this.variant]: layout } = this.spec;
      const traces = data.map((trace, i) => ({ ...trace, ...(this.variant === "narrow" ? narrowTraces[i] : {}), ...(texts[i] ? { hovertext: texts[i] } : {}) }));
      this.drawnAt = width;
      const figure = recoloured({ traces, layout: { ...layout, width, height } });
      return this.library.react(this.plot, figure.traces, figure.layout, { ...config, responsive: false });
    }

    watch() {
      const redraw = () => {
        if (!this.plot) return;
        const { width: w, height: h } = this.spec[this.variant], width = Math.min(this.picture.clientWidth, this.variant === "wide" ? 880 : 440);
        this.draw(width, Math.round((h / w) * width));
      };
      this.observers = [new MutationObserver(() => setTimeout(redraw, 60)), new ResizeObserver(() => { if (Math.abs(this.picture.clientWidth - this.drawnAt) > 1) redraw(); })];
      [document.documentElement, document.body].forEach((node) => this.observers[0].observe(node, { attributes: true, attributeFilter: ["class", "data-scheme"] }));
      this.observers[1].observe(this.figure);
    }

    close() {
      (this.observers || []).forEach((observer) => observer.disconnect());
      if (this.plot) {
        this.library.purge(this.plot);
        this.plot.remove();
      }
      this.plot = null;
      this.figure.classList.remove("pb-is-live");
      this.picture.style.minHeight = "";
      this.button.textContent = say("explore");
      this.message.textContent = "";
    }
  }

  // ---- a link to something in a folded part unfolds it
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let folded = false;
    for (let node = target.closest("details"); node; node = node.parentElement.closest("details")) {
      folded ||= !node.open;
      node.open = true;
    }
    if (folded) target.scrollIntoView({ block: "center" });
  };

  const start = () => {
    document.querySelectorAll(".pb-chart").forEach((figure) => new Chart(figure));
    unfold();
    addEventListener("hashchange", unfold);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
