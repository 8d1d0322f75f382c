/* The controls of the chart builder: way of looking, scale, base, units, years. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, rowsOf, year, middle, bases, unitsFor, targetsOf } = DATA.model;
  const { make, select } = DATA.choose;
  const controls = (state, chosen, change) => {
    const radios = (key, options) =>
      make(
        "fieldset",
        { className: "pbx-radios" },
        make("legend", { textContent: say(`control ${key}`) }),
        ...options.map((value) => {
          const input = make("input", {
            type: "radio",
            name: `pbx-${key}`,
            value,
            checked: state[key] === value,
            onchange: () => change({ [key]: value }, say(`${key} ${value}`)),
          });
          input.dataset.control = key + value;
          return make("label", {}, input, make("span", { textContent: say(`${key} ${value}`) }));
        }),
      );
    const named = (key, node) => {
      node.querySelector("select").dataset.control = key;
      return node;
    };
    const parts = [radios("m", ["value", "index", "change"]), radios("y", ["linear", "log"])];
    if (state.m === "index")
      parts.push(
        named(
          "b",
          select(
            say("base"),
            bases(chosen).map((base) => [
              base.text,
              chosen.length > 1
                ? say("base of", { period: base.words, count: base.in.size, all: chosen.length })
                : base.words,
            ]),
            (b) => change({ b }, say("base")),
            state.b,
          ),
        ),
      );
    if (state.m === "value")
      for (const [group, unit] of unitsFor(chosen, state.u)) {
        const targets = targetsOf(group);
        if (!unit.factor || targets.length < 2) continue;
        parts.push(
          named(
            group,
            select(
              say("unit of", { measures: unit.measures }),
              targets.map((one) => [one.name, one.name]),
              (name) =>
                change(
                  { u: [...state.u.filter((old) => !targets.some((one) => one.name === old)), name] },
                  name,
                ),
              unit.name,
            ),
          ),
        );
      }
    const years = chosen.flatMap((series) => rowsOf(series).map((row) => year(middle(row))));
    if (years.length) {
      // A year chosen for other series, or named by an address, stays in the list: it still holds.
      const own = Array.from(
        { length: Math.max(...years) - Math.min(...years) + 1 },
        (_, i) => Math.min(...years) + i,
      );
      const all = [...new Set([...own, ...[state.f, state.t].filter(Boolean)])]
        .sort((a, b) => a - b)
        .map((year) => [String(year), String(year)]);
      const ends = [
        ["f", "from"],
        ["t", "to"],
      ].map(([key, label]) =>
        named(
          key,
          select(
            say(label),
            [["0", say(`${label} all`)], ...all],
            (value) => change({ [key]: +value }, `${say(label)} ${value}.`),
            String(state[key]),
          ),
        ),
      );
      parts.push(make("div", { className: "pbx-pair" }, ...ends));
    }
    return parts;
  };

  DATA.controls = controls;
})();
