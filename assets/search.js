/* The search of the site: a field over the contents and, on a narrow screen, a dialog. The index and the rule by which
   words find something (finding.js) are loaded when someone turns to the field, as scripts, so that it works from disk.
   What is found is a list of links by kind; arrow keys walk it, Enter takes the first, Escape goes back. */
(() => {
  "use strict";
  const box = document.querySelector(".pb-search");
  if (!box) return;
  const field = box.querySelector("input"),
    said = JSON.parse(box.dataset.words),
    { root } = box.dataset;
  const FIRST = 3,
    MORE = 20,
    BEFORE = 50,
    SNIPPET = 170;
  const narrow = matchMedia("(max-width: 991.98px)");
  const make = (tag, properties = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(properties))
      if (name.includes("-") || name === "role") node.setAttribute(name, value);
      else node[name] = value;
    node.append(...children);
    return node;
  };

  // ---- the index
  let index, coming;
  const script = (name) =>
    new Promise((done, failed) =>
      document.head.append(make("script", { src: root + name, onload: done, onerror: failed })),
    );
  const read = () => {
    const { rule, words, places, kinds } = window.pbSearchIndex,
      finding = window.pbFinding(rule);
    const things = kinds.flatMap((kind) =>
      kind.titles.map((title, at) => {
        const [page, pageTitle, section] = places[kind.places[at]],
          fragment = kind.fragments[at],
          text = kind.texts
            .map((parts) => parts[at])
            .filter(Boolean)
            .join(" · ");
        return {
          kind,
          title,
          text,
          where: [pageTitle === title ? "" : pageTitle, section].filter(Boolean).join(" › "),
          href: root + page + (fragment && "#" + encodeURIComponent(fragment)),
          // A series stands under its unit.
          entry: finding.entry(title, kind.kind === "series" ? `${text} ${section}` : text, fragment),
        };
      }),
    );
    const entries = things.map((thing) => thing.entry);
    return {
      words,
      count: (typed) => finding.words(typed).length,
      find: (typed) => {
        const { places: found, pieces } = finding.find(typed, entries);
        return { found: found.map((at) => things[at]), pieces };
      },
    };
  };
  const load = () =>
    (coming ||= Promise.all([
      window.pbFinding || script("assets/finding.js"),
      script("assets/search-index.js"),
    ])
      .then(() => {
        index = read();
      })
      .catch(() => {
        coming = undefined;
        failed = true;
      })
      .finally(search));
  let failed = false;

  // ---- what was found
  const count = make("p", { className: "pb-found-count" }),
    list = make("div"),
    aloud = make("p", { className: "pb-said", role: "status" });
  const panel = make("div", { className: "pb-found", hidden: true }, count, list);
  box.append(panel, aloud);
  const tell = (text) => {
    count.textContent = text;
    if (aloud.textContent !== text) aloud.textContent = text;
  };
  const marked = (parts) => parts.map(([text, hit]) => (hit ? make("mark", { textContent: text }) : text));
  // A piece of the text, between two blanks: around the first of the words, or from the start where the title has all.
  const snippet = (text, pieces, fromStart) => {
    const parts = pieces(text),
      first = fromStart ? -1 : parts.findIndex(([, hit]) => hit);
    const at = first < 0 ? 0 : parts.slice(0, first).reduce((sum, [part]) => sum + part.length, 0);
    const from = at > BEFORE ? text.indexOf(" ", at - BEFORE) + 1 : 0,
      long = text.length > from + SNIPPET;
    const end = long ? Math.max(text.lastIndexOf(" ", from + SNIPPET), from + 1) : text.length;
    return [from ? "… " : "", ...marked(pieces(text.slice(from, end))), long ? " …" : ""];
  };
  const link = (thing, pieces) => {
    const title = pieces(thing.title),
      whole = title.filter(([, hit]) => hit).length >= index.count(field.value);
    const parts = [make("span", { className: "pb-found-title" }, ...marked(title))];
    if (thing.where) parts.push(make("small", { textContent: thing.where }));
    if (thing.text)
      parts.push(make("span", { className: "pb-found-text" }, ...snippet(thing.text, pieces, whole)));
    return make("li", {}, make("a", { href: thing.href }, ...parts));
  };
  const group = ([{ kind, label }, things], pieces) => {
    const items = make("ul"),
      head = make(
        "p",
        { id: `pb-found-${kind}`, className: "pb-found-kind" },
        label,
        " ",
        make("span", { textContent: things.length }),
      );
    const node = make("div", { role: "group", "aria-labelledby": head.id }, head, items);
    const more = make("button", { type: "button", onclick: () => add(MORE)?.firstChild.focus() });
    let shown = 0;
    const add = (number) => {
      const next = things.slice(shown, shown + number).map((thing) => link(thing, pieces));
      items.append(...next);
      shown += next.length;
      more.textContent = index.words.more.replace("{kind}", label).replace("{left}", things.length - shown);
      if (shown < things.length) node.append(more);
      else more.remove();
      return next[0];
    };
    add(FIRST);
    return node;
  };

  function search() {
    const typed = field.value;
    if (!typed.trim() || (index && !index.count(typed))) return close();
    open();
    if (!index) {
      list.replaceChildren();
      tell(failed ? said.failed : said.wait);
      return;
    }
    const { found, pieces } = index.find(typed),
      groups = new Map();
    for (const thing of found) {
      if (!groups.has(thing.kind)) groups.set(thing.kind, []);
      groups.get(thing.kind).push(thing);
    }
    list.replaceChildren(...[...groups].map((one) => group(one, pieces)));
    panel.scrollTop = 0;
    tell(
      found.length === 0
        ? index.words.none
        : found.length === 1
          ? index.words.one
          : index.words.many.replace("{count}", found.length),
    );
  }
  const open = () => {
    panel.hidden = false;
    panel.style.setProperty("--pb-found-top", `${Math.round(field.getBoundingClientRect().bottom) + 6}px`);
  };
  const close = () => {
    panel.hidden = true;
    list.replaceChildren();
    tell("");
  };

  // ---- the dialog of a narrow screen
  const home = { parent: box.parentNode, next: box.nextSibling };
  const dialog = make(
    "dialog",
    { className: "pb-search-dialog", "aria-label": said.name },
    make("button", {
      type: "button",
      className: "pb-search-close",
      "aria-label": said.close,
      textContent: "×",
      onclick: () => dialog.close(),
    }),
  );
  dialog.addEventListener("close", () => {
    home.parent.insertBefore(box, home.next);
    close();
  });
  const turnTo = () => {
    load();
    if (narrow.matches && !dialog.open) {
      document.body.append(dialog);
      dialog.prepend(box);
      dialog.showModal();
    }
    field.focus();
    field.select();
    field.scrollIntoView({ block: "nearest" });
  };

  // ---- keys and pointer
  document.querySelector(".pb-search-open")?.addEventListener("click", turnTo);
  field.addEventListener("focus", load);
  field.addEventListener("click", () => narrow.matches && !dialog.open && turnTo());
  field.addEventListener("input", () => {
    failed = false;
    load();
    search();
  });
  field.addEventListener("focus", () => panel.hidden && search());
  document.addEventListener("keydown", (event) => {
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.defaultPrevented ||
      !["/", "s"].includes(event.key)
    )
      return;
    if (event.target.closest("input, textarea, select, [contenteditable]:not([contenteditable=false])"))
      return;
    event.preventDefault();
    turnTo();
  });
  box.addEventListener("keydown", (event) => {
    const stops = [field, ...list.querySelectorAll("a, button")],
      at = stops.indexOf(event.target);
    if (event.key === "Escape" && !panel.hidden && !dialog.open) {
      field.focus();
      close();
    } else if (event.key === "Enter" && event.target === field) list.querySelector("a")?.click();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp")
      stops[at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    if (!event.target.closest("a") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    close();
    if (dialog.open) dialog.close();
  });
  home.parent.addEventListener("scroll", () => !panel.hidden && open());
  document.addEventListener("pointerdown", (event) => !dialog.open && !box.contains(event.target) && close());
  box.addEventListener(
    "focusout",
    (event) => !dialog.open && event.relatedTarget && !box.contains(event.relatedTarget) && close(),
  );
})();
