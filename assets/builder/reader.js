/* The picture of the chart builder as it answers to pointer and keys: the value in question, shown and said. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, readout } = DATA.model;
  const { make } = DATA.choose;
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

  class Reader {
    constructor(picture, open) {
      this.picture = picture;
      this.open = open; // told the value that a reader asks for
      this.traces = [];
      this.node = make("div", {
        className: "pb-reader",
        tabIndex: 0,
        role: "application",
        "aria-roledescription": say("chart"),
      });
      this.mark = make("div", { className: "pb-mark", hidden: true });
      this.tip = make("div", { className: "pb-tip", hidden: true, "aria-hidden": "true" });
      this.heard = make("div", { className: "pb-said", "aria-live": "polite" });
      this.node.addEventListener("pointermove", (event) => this.nearest(event));
      this.node.addEventListener("pointerdown", (event) => this.nearest(event));
      this.node.addEventListener("pointerleave", (event) => {
        if (event.pointerType === "mouse" && document.activeElement !== this.node) this.hide();
      });
      this.node.addEventListener("blur", () => this.hide());
      this.node.addEventListener("keydown", (event) => this.key(event));
      this.hint = make("div", { className: "pb-hint", textContent: say("hint"), "aria-hidden": "true" });
    }

    // A picture and what is read out of it take the place of the ones before.
    read(svg, traces, title) {
      this.traces = traces;
      if (!svg) return this.picture.replaceChildren();
      this.node.setAttribute("aria-label", say("reader", { title }));
      this.picture.replaceChildren(svg, this.node, this.hint, this.mark, this.tip, this.heard);
      this.hide();
    }

    nearest(event) {
      const box = this.picture.getBoundingClientRect(),
        x = event.clientX - box.left,
        y = event.clientY - box.top;
      let best,
        least = Infinity;
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
      if (event.key === "Enter" && this.at) return this.open(this.traces[this.at[0]].spots[this.at[1]].point);
      const step = {
        ArrowRight: [1, 0],
        ArrowLeft: [-1, 0],
        ArrowDown: [0, 1],
        ArrowUp: [0, -1],
        Home: [-1e6, 0],
        End: [1e6, 0],
      }[event.key];
      if (!step || !this.traces.length) return;
      event.preventDefault();
      if (!this.at) return this.show(0, event.key === "End" ? this.traces[0].spots.length - 1 : 0, true);
      const [t, here] = this.at;
      let p = here;
      const next = clamp(t + step[1], 0, this.traces.length - 1);
      if (next !== t) {
        const away = this.traces[next].spots.map((spot) => Math.abs(spot.x - this.traces[t].spots[p].x));
        p = away.indexOf(Math.min(...away));
      }
      this.show(next, clamp(p + step[0], 0, this.traces[next].spots.length - 1), true);
    }

    show(t, p, aloud) {
      const trace = this.traces[t],
        { point, x, y } = trace.spots[p],
        title = trace.line.series.title,
        text = readout(point);
      Object.assign(this.mark.style, {
        left: `${x - 9}px`,
        top: `${y - 9}px`,
        width: "18px",
        height: "18px",
      });
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
  }

  DATA.Reader = Reader;
})();
