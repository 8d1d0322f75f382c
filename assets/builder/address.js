/* The selection as an address, and back. */
(() => {
  "use strict";
  const DATA = window.pbExplore;
  const { byId } = DATA.model;
  const MOST = 8; // series in one picture
  const KEYS = ["s", "m", "b", "y", "u", "f", "t"];
  const plain = () => ({ s: [], m: "value", b: "", y: "linear", u: [], f: 0, t: 0 });
  const toHash = (state) =>
    "#" +
    KEYS.filter(
      (key) =>
        String(state[key] || "") && state[key] !== plain()[key] && !(key === "b" && state.m !== "index"),
    )
      .map(
        (key) =>
          `${key}=${[state[key]]
            .flat()
            .map((text) => encodeURIComponent(text))
            .join(",")}`,
      )
      .join("&");
  const fromHash = (hash) => {
    const text = hash.replace(/^#/, ""),
      preset = DATA.presets.find((one) => one.id === text),
      state = plain(),
      lost = [];
    if (preset)
      return {
        state: {
          ...state,
          ...Object.fromEntries(KEYS.filter((key) => key in preset).map((key) => [key, preset[key]])),
        },
        preset,
        lost,
      };
    for (const pair of text.split("&")) {
      const [key, ...rest] = pair.split("="),
        value = rest.join("=");
      if (!KEYS.includes(key) || !value) continue;
      const parts = value.split(",").map((part) => {
        try {
          return decodeURIComponent(part);
        } catch {
          return part;
        }
      });
      if (key === "s") for (const id of new Set(parts)) (byId.has(id) ? state.s : lost).push(id);
      else if (key === "u") state.u = parts.filter((name) => DATA.units.some((unit) => unit[0] === name));
      else if (key === "m") state.m = ["value", "index", "change"].includes(parts[0]) ? parts[0] : "value";
      else if (key === "y") state.y = parts[0] === "log" ? "log" : "linear";
      else if (key === "b") state.b = parts[0];
      else state[key] = /^\d{4}$/.test(parts[0]) ? +parts[0] : 0;
    }
    const over = state.s.splice(MOST).length;
    return state.s.length || lost.length ? { state, preset: null, lost, over } : null;
  };

  Object.assign(DATA.model, { MOST, toHash, fromHash, plain });
})();
