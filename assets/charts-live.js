/* What a reader asks a chart for: the live Plotly figure in the place of the picture.
   charts.js loads this file at the first wish; it brings plotly.js and the figure's own data, all from this site. */
"use strict";
window.pbLibraries = {};
window.pbLive = ({ load, make, say }) => {
  const coarse = matchMedia("(pointer: coarse)");
  const AXIS = /^[xy]axis\d*$/;
  const PAPER = 660; // pixels across a sheet of A4 or Letter, inside its margins

  // ---- colours: each token's light value, and what it is now
  const tokens = () => {
    const style = getComputedStyle(document.body);
    const listed = style.getPropertyValue("--pb-tokens").replace(/"/g, "").trim();
    return new Map(
      listed
        .split(/\s+/)
        .map((pair) => pair.split("="))
        .map(([name, light]) => [light, style.getPropertyValue("--pb-" + name).trim() || light]),
    );
  };
  const recoloured = (value, paper) => {
    const now = paper ? new Map() : tokens();
    const hex = (r, g, b) => "#" + [r, g, b].map((part) => (+part).toString(16).padStart(2, "0")).join("");
    const bytes = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)).join(",");
    return JSON.parse(
      JSON.stringify(value)
        .replace(/"(#[0-9a-f]{6})"/g, (all, light) => `"${now.get(light) || light}"`)
        .replace(/"rgba\((\d+),(\d+),(\d+),([\d.]+)\)"/g, (all, r, g, b, opacity) => {
          const colour = now.get(hex(r, g, b));
          return colour ? `"rgba(${bytes(colour)},${opacity})"` : all;
        }),
    );
  };

  // Each library puts itself in the same place; a chart stays with its own.
  const library = (file) => load("assets/" + file).then(() => (window.pbLibraries[file] ||= window.Plotly));

  // ---- coming and going
  const toggle = async (chart, query = new URLSearchParams()) => {
    if (chart.plot) return close(chart);
    if (chart.coming) return;
    chart.button.setAttribute("aria-busy", "true");
    chart.button.textContent = say("loading");
    chart.message.textContent = "";
    chart.coming = make("div", { className: "pb-coming", textContent: say("coming") });
    chart.coming.setAttribute("role", "status");
    chart.picture.append(chart.coming);
    try {
      [chart.Plotly] = await Promise.all([library(chart.read.library), load(`figures/${chart.id}/live.js`)]);
      const [width, height] = [chart.picture.clientWidth, chart.picture.offsetHeight];
      chart.picture.style.minHeight = height + "px";
      chart.wanted = wantedState(query);
      chart.plot = make("div", { className: "pb-plot", tabIndex: 0 });
      chart.plot.setAttribute("role", "application");
      chart.plot.setAttribute("aria-roledescription", say("chart"));
      chart.plot.setAttribute("aria-label", say("live reader", { title: chart.title }));
      chart.plot.addEventListener("keydown", (event) => key(chart, event));
      chart.plot.addEventListener("pointerup", (event) => tap(chart, event));
      const focused = chart.reader === document.activeElement;
      chart.hide();
      chart.figure.classList.add("pb-is-live");
      chart.picture.append(chart.plot);
      await draw(chart, width, height);
      chart.home = ranges(chart);
      apply(chart);
      if (focused) chart.plot.focus({ preventScroll: true });
      if (chart.at) chart.show(...chart.at, false);
      chart.said.textContent = say(coarse.matches ? "live touch" : "live");
      chart.button.textContent = say("picture");
      watch(chart);
    } catch {
      close(chart);
      chart.message.textContent = say("failed");
    }
    chart.coming.remove();
    chart.coming = null;
    chart.button.removeAttribute("aria-busy");
  };

  const close = (chart) => {
    (chart.observers || []).forEach((observer) => observer.disconnect());
    if (chart.plot) {
      chart.Plotly.purge(chart.plot);
      chart.plot.remove();
    }
    chart.plot = null;
    chart.figure.classList.remove("pb-is-live");
    chart.picture.style.minHeight = "";
    chart.button.textContent = say("explore");
    chart.message.textContent = "";
  };

  const draw = (chart, width, height, paper = false) => {
    const { data, narrowTraces, config, [chart.variant]: layout } = window.pbSpecs[chart.id];
    const traces = data.map((trace, i) => ({
      ...trace,
      ...(chart.variant === "narrow" ? narrowTraces[i] : {}),
    }));
    chart.read.traces.forEach((trace, t) => {
      const said = (_, value) => chart.words(t, value).slice(1).join("<br>");
      if (traces[trace.trace].type !== "sankey") traces[trace.trace].hovertext = trace.texts.map(said);
    });
    chart.drawnAt = width;
    // What a key or an address has hidden and zoomed stays so; of its own Plotly keeps only what a mouse has done.
    const zoomed = {};
    if (chart.plot.data && chart.home) {
      chart.plot.data.forEach((old, i) => {
        if (old.visible === "legendonly") traces[i].visible = "legendonly";
      });
      for (const [axis, range] of Object.entries(ranges(chart)))
        if (JSON.stringify(range) !== JSON.stringify(chart.home[axis]))
          zoomed[axis] = { ...layout[axis], range, autorange: false };
    }
    const legend = layout.legend && {
      ...layout.legend,
      itemclick: "toggle",
      itemdoubleclick: "toggleothers",
    };
    // A finger moves the page; who wants to zoom by finger takes the buttons.
    const more = {
      width,
      height,
      uirevision: "kept",
      hoverdistance: -1,
      dragmode: coarse.matches ? false : "zoom",
      ...(legend ? { legend } : {}),
    };
    const figure = recoloured({ traces, layout: { ...layout, ...zoomed, ...more } }, paper);
    return chart.Plotly.react(chart.plot, figure.traces, figure.layout, {
      ...config,
      responsive: false,
      scrollZoom: false,
      displayModeBar: true,
    });
  };

  const watch = (chart) => {
    let paper = false;
    const redraw = () => {
      if (!chart.plot) return;
      const { width: w, height: h } = window.pbSpecs[chart.id][chart.variant],
        most = chart.variant === "narrow" ? 440 : paper ? PAPER : 880;
      const width = Math.min(paper ? PAPER : chart.picture.clientWidth, most);
      draw(chart, width, Math.round((h / w) * width), paper);
    };
    // Paper gets the chart as it stands, zoomed and with hidden series, in its width and in the colours of light pages.
    const print = ({ type }) => {
      paper = type === "beforeprint";
      redraw();
    };
    ["beforeprint", "afterprint"].forEach((when) => addEventListener(when, print));
    chart.observers = [
      new MutationObserver(() => setTimeout(redraw, 60)),
      new ResizeObserver(() => {
        if (!paper && Math.abs(chart.picture.clientWidth - chart.drawnAt) > 1) redraw();
      }),
    ];
    chart.observers.push({
      disconnect: () => ["beforeprint", "afterprint"].forEach((when) => removeEventListener(when, print)),
    });
    [document.documentElement, document.body].forEach((node) =>
      chart.observers[0].observe(node, { attributes: true, attributeFilter: ["class", "data-scheme"] }),
    );
    chart.observers[1].observe(chart.figure);
  };

  // ---- reading and changing the live figure by keys
  const shown = (chart, trace) => chart.plot.data[trace].visible !== "legendonly";

  const point = (chart, curveNumber, pointNumber) => {
    const { xaxis, yaxis } = chart.plot._fullData[curveNumber];
    // Types without axes have no label of their own; the value has been said.
    if (xaxis) chart.Plotly.Fx.hover(chart.plot, [{ curveNumber, pointNumber }], xaxis + yaxis);
  };

  // A tap reads the nearest value, as on the picture: Plotly itself only follows a mouse.
  const tap = (chart, event) => {
    if (event.pointerType !== "touch" || event.target.closest(".modebar")) return;
    const home = chart.plot.getBoundingClientRect(),
      x = event.clientX - home.left,
      y = event.clientY - home.top;
    const on = (axis, at) => Math.max(0, Math.min(axis._length, at - axis._offset));
    const places = Object.entries(chart.plot._fullLayout._plots).map(([id, { xaxis, yaxis }]) => {
      const [xpx, ypx] = [on(xaxis, x), on(yaxis, y)];
      return { id, xpx, ypx, away: Math.abs(x - xaxis._offset - xpx) + Math.abs(y - yaxis._offset - ypx) };
    });
    const { id, xpx, ypx } = places.sort((a, b) => a.away - b.away)[0] || {};
    const hover = () => {
      if (id && chart.plot) chart.Plotly.Fx.hover(chart.plot, { xpx, ypx }, id);
    };
    // Behind a touch a browser sends mouse events, at which Plotly takes its label away: so once more after them.
    hover();
    setTimeout(hover, 200);
  };

  const key = (chart, event) => {
    if (event.target !== chart.plot || event.ctrlKey || event.metaKey || event.altKey) return;
    const pressed = event.key.toLowerCase();
    if (pressed === "+" || pressed === "=") zoom(chart, 0.6);
    else if (pressed === "-") zoom(chart, 1 / 0.6);
    else if (pressed === "0") zoom(chart, 0);
    else if (pressed === "a") chart.Plotly.restyle(chart.plot, { visible: true });
    else if (pressed === "h" && chart.at) {
      const { trace, name: series } = chart.read.traces[chart.at[0]],
        visible = shown(chart, trace) ? "legendonly" : true;
      chart.Plotly.restyle(chart.plot, { visible }, [trace]);
      chart.said.textContent = say(visible === true ? "shown" : "hidden", { series });
    } else return chart.key(event, (t) => shown(chart, chart.read.traces[t].trace));
    event.preventDefault();
  };

  // Zooms the horizontal axes around the value that is being read, or around their middle; 0 zooms out.
  const zoom = (chart, factor) => {
    const change = {},
      layout = chart.plot._fullLayout;
    for (const axis of Object.keys(layout).filter((one) => AXIS.test(one))) {
      if (!factor && chart.home[axis]) change[axis + ".range"] = chart.home[axis].slice();
      else if (!factor) change[axis + ".autorange"] = true;
      else if (axis[0] === "x") {
        const [low, high] = layout[axis].range.map(layout[axis].r2l);
        const around = chart.at ? (read(chart, axis) ?? (low + high) / 2) : (low + high) / 2;
        change[axis + ".range"] = [low, high].map((end) =>
          layout[axis].l2r(around + (end - around) * factor),
        );
      }
    }
    chart.Plotly.relayout(chart.plot, change);
  };
  const read = (chart, axis) => {
    const trace = chart.read.traces[chart.at[0]],
      full = chart.plot._fullData[trace.trace];
    if ("xaxis" + (full.xaxis || "x").slice(1) !== axis || !full.x) return undefined;
    const value = chart.plot._fullLayout[axis].d2l(full.x[chart.points(chart.at[0])[chart.at[1]][0]]);
    return Number.isFinite(value) ? value : undefined;
  };

  // ---- the state that an address keeps: hidden series, zoomed axes
  const ranges = (chart) =>
    Object.fromEntries(
      Object.entries(chart.plot._fullLayout)
        .filter(([axis, its]) => AXIS.test(axis) && its.range)
        .map(([axis, its]) => [axis, its.range.slice()]),
    );

  const state = (chart) => {
    const found = { live: "" },
      hidden = chart.plot.data.flatMap((trace, i) => (trace.visible === "legendonly" ? [i + 1] : []));
    if (hidden.length) found.hide = hidden.join(",");
    for (const [axis, range] of Object.entries(ranges(chart)))
      if (JSON.stringify(range) !== JSON.stringify(chart.home[axis]))
        found[axis.replace("axis", "")] = range.map(short).join("..");
    return found;
  };
  // A date to the day and a number to four digits are as exact as a picture is.
  const short = (end) => (typeof end === "number" ? +end.toPrecision(4) : String(end).replace(/[ T].*/, ""));

  const wantedState = (query) => ({
    hide: (query.get("hide") || "")
      .split(",")
      .filter(Boolean)
      .map((one) => one - 1),
    ranges: [...query]
      .filter(([axis]) => /^[xy]\d*$/.test(axis))
      .map(([axis, value]) => [axis[0] + "axis" + axis.slice(1), value.split("..")]),
  });
  const isDay = (text) => /^\d{4}(-\d\d){0,2}$/.test(text) && Number.isFinite(Date.parse(text));
  const apply = (chart) => {
    const { hide, ranges: wanted } = chart.wanted,
      known = hide.filter((i) => chart.plot.data[i]);
    if (known.length) chart.Plotly.restyle(chart.plot, { visible: "legendonly" }, known);
    const change = {};
    for (const [axis, ends] of wanted) {
      const full = chart.plot._fullLayout[axis],
        read = full && ends.map((end) => (full.type !== "date" ? parseFloat(end) : isDay(end) ? end : NaN));
      // What cannot be a place on this axis is left out.
      if (
        chart.home[axis] &&
        ends.length === 2 &&
        read.every((end) => end === end && Number.isFinite(full.r2l(end)))
      )
        change[axis + ".range"] = read;
    }
    if (Object.keys(change).length) chart.Plotly.relayout(chart.plot, change);
  };

  // ---- the picture as a PNG, from a script of its own
  const png = async (chart) => {
    try {
      await load("assets/charts-png.js");
      await window.pbPng(chart, { make, tokens });
    } catch {
      chart.message.textContent = say("png failed");
    }
  };

  return { toggle, png, state, point };
};
