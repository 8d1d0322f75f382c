/* A link to a series or a row that stands on a page beside this one by now leads on to it: the series has a link at the
   address that it had here (the list `.ev-part`). */
(() => {
  "use strict";
  const follow = () => {
    let series;
    try {
      [series] = decodeURIComponent(location.hash.slice(1)).split("@");
    } catch {
      return;
    }
    const link = series && document.querySelector(`.ev-part li[id="${CSS.escape(series)}"] a`);
    if (link) location.replace(link.href.split("#")[0] + location.hash);
  };
  addEventListener("hashchange", follow);
  follow();
})();
