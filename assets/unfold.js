/* A link to something in a folded part of the page unfolds it. */
(() => {
  "use strict";
  // An address may end in anything, "#100%" too, which cannot be decoded.
  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const target = (window.pbTarget = () =>
    location.hash && document.getElementById(decoded(location.hash.slice(1))));
  const unfold = () => {
    const wanted = target();
    if (!wanted) return;
    let folded = false;
    for (let node = wanted.closest("details"); node; node = node.parentElement.closest("details")) {
      folded ||= !node.open;
      node.open = true;
    }
    if (folded) wanted.scrollIntoView({ block: "center" });
  };
  const start = () => {
    unfold();
    addEventListener("hashchange", unfold);
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start);
  else start();
})();
