/* Short cards at links: what a number or a term means, on hover and on focus, while the link still leads to the whole.
   A link a[data-card="key"] (or a[data-term="key"]) gets the card that the page's JSON block #pb-cards (or #pb-terms)
   has under its key: a list of lines, the first its heading. Without this file the links are plain links.
   WCAG 1.4.13: Escape takes a card away, the pointer may move onto it, and it stays until pointer and focus leave.
   A tap follows the link: cards open for a mouse, a pen that hovers, and the keyboard only. */
(() => {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id)?.textContent || "{}");
  const CARDS = { ...read("pb-terms"), ...read("pb-cards") };
  const LINKS = "a[data-card], a[data-term]";
  const GAP = 6;
  let link, timer;

  const card = document.createElement("div");
  card.className = "pb-card";
  card.id = "pb-card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.body.append(card);

  const hide = () => {
    clearTimeout(timer);
    card.hidden = true;
    link?.removeAttribute("aria-describedby");
    link = null;
  };

  // Below the link, or above it where there is no room; never beyond the sides of the window.
  const place = () => {
    const at = link.getClientRects()[0],
      box = card.getBoundingClientRect(),
      frame = document.documentElement;
    const left = Math.max(12, Math.min(at.left, frame.clientWidth - box.width - 12));
    const above = at.bottom + GAP + box.height > innerHeight && at.top > box.height + GAP;
    card.style.left = left + scrollX + "px";
    card.style.top = (above ? at.top - box.height - GAP : at.bottom + GAP) + scrollY + "px";
  };

  const show = (next) => {
    const lines = CARDS[next.dataset.card || next.dataset.term];
    if (!lines || next === link) return;
    hide();
    link = next;
    card.replaceChildren(
      ...lines
        .filter(Boolean)
        .map((line) => Object.assign(document.createElement("p"), { textContent: line })),
    );
    card.style.left = card.style.top = "0";
    card.hidden = false;
    place();
    link.setAttribute("aria-describedby", card.id);
  };

  const soon = (what, delay) => {
    clearTimeout(timer);
    timer = setTimeout(what, delay);
  };
  // The way from the link to its card takes a moment; a link that has the focus keeps its card.
  const leave = () =>
    soon(() => {
      if (document.activeElement !== link) hide();
    }, 250);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const over = event.target.closest?.(LINKS);
    if (over) return over === link ? clearTimeout(timer) : soon(() => show(over), 120);
    if (card.contains(event.target)) clearTimeout(timer);
    else if (link) leave();
    else clearTimeout(timer);
  });
  document.documentElement.addEventListener("pointerleave", () => link && leave());
  document.addEventListener("focusin", (event) => {
    const on = event.target.closest?.(LINKS);
    if (on?.matches(":focus-visible")) show(on);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === link && !card.matches(":hover")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && link) hide();
  });
  addEventListener("resize", hide);
})();
