/* What stands under the picture of the chart builder: its notes, and the series that it shows. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { say, usual, evidence } = DATA.model;
  const { make, about } = DATA.choose;
  const { key } = DATA.marks;
  const notes = (view) => {
    const order = ["refused", "apart", "warn", "tell"],
      all = [...view.notes].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    const of = (kinds) =>
      all
        .filter((note) => kinds.includes(note.kind))
        .map((note) => make("li", { className: `pbx-${note.kind}`, textContent: note.text }));
    const first = of(["refused", "apart", "warn"]),
      rest = of(["tell"]);
    return [
      ...(first.length
        ? [make("h4", { className: "pbx-small", textContent: say("notes") }), make("ul", {}, ...first)]
        : []),
      ...(rest.length ? [make("ul", { className: "pbx-told" }, ...rest)] : []),
    ];
  };

  // One entry for each series: its look, what it is, and a button that takes it out.
  const entries = (view, remove) =>
    view.chosen.map((series, i) => {
      const button = make("button", {
        type: "button",
        className: "pbx-remove",
        textContent: "×",
        title: say("remove", { title: series.title }),
        "aria-label": say("remove", { title: series.title }),
        onclick: () => remove(series, i),
      });
      const facts = [
        [say("defined"), DATA.texts[series.definition]],
        [say("caution"), DATA.texts[series.caveat]],
        [say("publisher"), DATA.publishers[series.publisher]],
        [say("period"), DATA.calendars[usual(series)]],
        [
          say("name"),
          series.code ? series.id : make("a", { href: evidence(series, series.id), textContent: series.id }),
        ],
      ];
      const more = make(
        "details",
        {},
        make("summary", { textContent: say("about series") }),
        make(
          "dl",
          {},
          ...facts.flatMap(([term, text]) => [make("dt", { textContent: term }), make("dd", {}, text)]),
        ),
      );
      return make(
        "li",
        {},
        key(
          view.panels.flatMap((panel) => panel.lines).find((line) => line.series === series)?.look ??
            series.look,
        ),
        make(
          "div",
          {},
          make(
            "p",
            {},
            make("b", { textContent: series.title }),
            " ",
            make("small", { textContent: about(series, true) }),
          ),
          more,
        ),
        button,
      );
    });

  DATA.chosen = { notes, entries };
})();
