/* Scales and ticks of the chart builder's drawing, and what of its titles goes without saying. No page. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const DAY = 864e5; // milliseconds
  const dayOf = (year, month = 0) => Date.UTC(year, month, 1) / DAY;

  const stepOf = (span, count) => {
    const rough = span / count,
      power = 10 ** Math.floor(Math.log10(rough));
    return [1, 2, 2.5, 5, 10].find((times) => times * power >= rough) * power;
  };
  const linear = (values, count) => {
    let low = Math.min(0, ...values),
      high = Math.max(0, ...values);
    if (low === high) high = 1;
    const step = stepOf(high - low, count);
    const [first, last] = [Math.floor(low / step + 1e-9), Math.ceil(high / step - 1e-9)];
    [low, high] = [first * step, last * step];
    return {
      low,
      high,
      ticks: Array.from({ length: last - first + 1 }, (_, i) => +((first + i) * step).toPrecision(12)),
      place: (value) => (value - low) / (high - low),
    };
  };
  const log = (values) => {
    const [low, high] = [
      Math.floor(Math.log10(Math.min(...values)) + 1e-9),
      Math.ceil(Math.log10(Math.max(...values)) - 1e-9),
    ];
    const top = high > low ? high : low + 1,
      all = [];
    const between = top - low <= 2 ? [1, 2, 5] : [1];
    for (let power = low; power <= top; power++)
      for (const times of between)
        if (power < top || times === 1) all.push(+(times * 10 ** power).toPrecision(12));
    return {
      low: 10 ** low,
      high: 10 ** top,
      ticks: all,
      place: (value) => (Math.log10(value) - low) / (top - low),
    };
  };
  const times = (points, width) => {
    const first = Math.min(...points.map((point) => point.row.start)),
      last = Math.max(...points.map((point) => point.row.end)) + 1;
    const pad = Math.max(20, (last - first) * 0.015),
      from = first - pad,
      to = last + pad;
    const place = (day) => ((day - from) / (to - from)) * width,
      ticks = [];
    const [y0, y1] = [new Date(from * DAY).getUTCFullYear(), new Date(to * DAY).getUTCFullYear()];
    if (to - from <= 800) {
      const step = [1, 2, 3, 6].find((months) => place(from + months * 30.4) >= 62) || 12;
      for (let month = 0; month <= (y1 - y0 + 1) * 12; month += step) {
        const day = dayOf(y0, month),
          at = new Date(day * DAY);
        if (day >= from && day <= to)
          ticks.push({
            x: place(day),
            label: at.getUTCMonth() ? DATA.months[at.getUTCMonth()] : `${at.getUTCFullYear()}`,
            middle: place(day),
          });
      }
    } else {
      const step = [1, 2, 5, 10, 20].find((years) => place(from + years * 365) >= 44) || 50;
      for (let year = Math.ceil(y0 / step) * step; year <= y1; year += step) {
        const day = dayOf(year),
          centre = place((day + dayOf(year + 1)) / 2);
        if (day >= from - 300 && centre > 8 && centre < width - 8)
          ticks.push({ x: place(day), label: `${year}`, middle: centre });
      }
    }
    return { place, ticks };
  };

  // What the titles of a panel share at their beginning or end goes without saying at each line.
  const shortened = (titles) => {
    if (titles.length < 2) return titles;
    const parts = titles.map((title) => title.split(/(?<=[,:]) /)),
      least = Math.min(...parts.map((part) => part.length));
    const same = (at) =>
      parts.every((part) => part.at(at).replace(/[,:]$/, "") === parts[0].at(at).replace(/[,:]$/, ""));
    let first = 0,
      last = 0;
    while (first < least - 1 && same(first)) first++;
    while (last < least - 1 - first && same(-1 - last)) last++;
    return parts.map((part) => {
      const left = part
        .slice(first, part.length - last)
        .join(" ")
        .replace(/[,:]$/, "");
      return left[0].toUpperCase() + left.slice(1);
    });
  };

  // Pairs of neighbours as runs of a line.
  const runs = (joined) => {
    const next = new Map(joined),
      starts = [...next.keys()].filter((a) => !joined.some(([, b]) => b === a));
    return starts.map((start) => {
      const run = [start];
      while (next.has(run.at(-1))) run.push(next.get(run.at(-1)));
      return run;
    });
  };

  DATA.scales = { linear, log, times, shortened, runs };
})();
