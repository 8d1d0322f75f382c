// Runs in the page in which Kaleido draws. It wraps the public Plotly.toImage: besides the SVG it returns where every
// point of every trace lies, in pixels of the picture, and which words run into one another or over the edge.
(() => {
  const toImage = Plotly.toImage;
  const round = (value) => Math.round(value * 10) / 10;

  const axisOf = (layout, letter, id) => layout[letter + "axis" + (id || letter).slice(1)];

  // Points of one trace: [index, x, y] or, for bars and cells, [index, x, y, left, top, right, bottom].
  const places = {
    scatter(trace, layout) {
      const x = axisOf(layout, "x", trace.xaxis), y = axisOf(layout, "y", trace.yaxis);
      const px = (axis, value) => axis._offset + axis.c2p(axis.d2c(value));
      return Array.from(trace.y || [], (value, i) => [i, px(x, trace.x[i]), px(y, value)]);
    },
    bar(trace, layout, points) {
      const x = axisOf(layout, "x", trace.xaxis), y = axisOf(layout, "y", trace.yaxis);
      const across = trace.orientation === "h";
      const along = across ? x : y, beside = across ? y : x;
      return points.map((point, i) => {
        const a = beside._offset + beside.c2p(point.p0, true), b = beside._offset + beside.c2p(point.p1, true);
        const from = along._offset + along.c2p(point.s0, true), to = along._offset + along.c2p(point.s1, true);
        const middle = (a + b) / 2;
        const [x0, x1, y0, y1] = across ? [from, to, a, b] : [a, b, from, to];
        return [i, across ? to : middle, across ? middle : to, Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
      });
    },
    heatmap(trace, layout) {
      const x = axisOf(layout, "x", trace.xaxis), y = axisOf(layout, "y", trace.yaxis);
      const at = (axis, value) => axis._offset + axis.c2p(axis.d2c(value));
      const step = (axis, values) => (values.length > 1 ? Math.abs(at(axis, values[1]) - at(axis, values[0])) : axis._length) / 2;
      const w = step(x, trace.x), h = step(y, trace.y), wide = trace.x.length;
      return trace.z.flatMap((line, r) => Array.from(line, (_, c) => {
        const cx = at(x, trace.x[c]), cy = at(y, trace.y[r]);
        return [r * wide + c, cx, cy, cx - w, cy - h, cx + w, cy + h];
      }));
    },
    scattergeo(trace, layout) {
      const projection = layout[trace.geo || "geo"]._subplot.projection;
      return Array.from(trace.lon || [], (lon, i) => {
        const at = projection([lon, trace.lat[i]]);
        return at && [i, at[0], at[1]];
      }).filter(Boolean);
    },
    sankey(trace, layout, points, plot) {
      const home = plot.getBoundingClientRect();
      return Array.from(plot.querySelectorAll(".sankey-link"), (link) => {
        const box = link.getBoundingClientRect();
        return [link.__data__.link.pointNumber, box.x + box.width / 2 - home.x, box.y + box.height / 2 - home.y];
      });
    },
  };

  const positions = (plot) => plot._fullData.map((trace, i) => {
    const find = places[trace.type];
    if (!find || trace.meta === "context" || trace.visible !== true) return null;
    const raw = find(trace, plot._fullLayout, plot.calcdata[i] || [], plot);
    const points = raw.filter((point) => point.every(Number.isFinite)).map((point) => [point[0], ...point.slice(1).map(round)]);
    return { trace: i, name: trace.name, along: trace.orientation === "h" || typeof (trace.y || [])[0] === "string" ? "y" : "x", points };
  }).filter(Boolean);

  const wordsOf = (plot) => Array.from(plot.querySelectorAll("svg text"), (node) => ({ node, text: node.textContent.trim(), box: node.getBoundingClientRect() }))
    .filter((word) => word.text && word.box.width && !word.node.closest(".hoverlayer") && getComputedStyle(word.node).opacity !== "0");

  // Words that touch other words or leave the picture: an editor would not let them pass.
  const faults = (plot) => {
    const home = plot.getBoundingClientRect(), words = wordsOf(plot), found = [];
    words.forEach((one, i) => {
      const b = one.box;
      if (b.left < home.left - 1 || b.right > home.right + 1 || b.top < home.top - 1 || b.bottom > home.bottom + 1)
        found.push(`“${one.text}” leaves the picture`);
      words.slice(i + 1).forEach((other) => {
        const c = other.box;
        if (b.left < c.right - 1 && c.left < b.right - 1 && b.top < c.bottom - 3 && c.top < b.bottom - 3)
          found.push(`“${one.text}” runs into “${other.text}”`);
      });
    });
    return found;
  };

  // Plotly may scale words down to make them fit, so the type size counts as it shows.
  const smallest = (plot) => Math.min(99, ...wordsOf(plot).map(({ node }) => {
    const m = node.getCTM();
    return parseFloat(getComputedStyle(node).fontSize) * Math.hypot(m.a, m.b);
  }));

  Plotly.toImage = async (figure, options) => {
    const plot = document.body.appendChild(document.createElement("div"));
    plot.style.cssText = "position:absolute;left:0;top:0";
    await Plotly.newPlot(plot, figure.data, figure.layout, { ...figure.config, staticPlot: true });
    const measured = { traces: positions(plot), faults: faults(plot), smallest: smallest(plot) };
    const svg = await toImage(figure, { ...options, format: "svg", imageDataOnly: true });
    Plotly.purge(plot);
    plot.remove();
    return JSON.stringify({ svg, ...measured });
  };
})();
