/* How typed words find what the book lists. The rule and its reasons stand in src/poppybook/book/finding.py, which
   does the same for the notebooks; `rule` is its RULE, written into what the page has loaded. */
window.pbFinding = (rule) => {
  "use strict";
  const WORD = /[\p{L}\p{N}]+/gu,
    INITIALS = /(^|[^\p{L}\p{N}])((?:\p{L}\.){2,})/gu,
    THOUSANDS = /(\d),(?=\d{3}(?!\d))/g;
  // A word as it stands in a text, to be marked there: with its accents, points and commas.
  const STANDING = /(?:\p{L}\.){2,}|\p{N}{1,3}(?:,\p{N}{3})+|[\p{L}\p{N}\p{M}\p{Cf}]+/gu;

  // Most letters are plain ones, which need none of this.
  const bare = (letters) =>
    letters
      .normalize("NFKD")
      .replace(/[\p{M}\p{Cf}]/gu, "")
      .toLowerCase()
      .replace(/[^\0-\x7f]/gu, (one) => rule.letters[one] ?? one);
  const plain = (text) => text.replace(/[^\0-\x7f]+/g, bare).toLowerCase();
  const words = (text) =>
    plain(text)
      .replace(INITIALS, (_, before, letters) => before + letters.replaceAll(".", ""))
      .replace(THOUSANDS, "$1")
      .match(WORD) || [];
  const joined = (some) => ` ${some.join(" ")} `;
  // Something to be found: its title's and its text's words, each with a blank on both sides, and those of its id.
  const entry = (title, text = "", id = "") => ({
    fields: [title, `${id} ${text}`].map((one) => joined(words(one))),
    id: joined(words(id)),
  });

  const oneSlip = (a, b) => {
    let at = 0;
    while (at < a.length && a[at] === b[at]) at += 1;
    a = a.slice(at);
    b = b.slice(at);
    return (
      a.slice(1) === b.slice(1) ||
      a.slice(1) === b ||
      a === b.slice(1) ||
      (b.length > 1 && a.slice(0, 2) === b[1] + b[0] && a.slice(2) === b.slice(2))
    );
  };
  // The words of the entries that are one slip away from a word which none of them has.
  const slips = (word, entries) => {
    if (
      word.length < rule.slip ||
      !/^\p{L}+$/u.test(word) ||
      entries.some(({ fields }) => fields.some((field) => field.includes(word)))
    )
      return [];
    const known = new Set(
      entries.flatMap(({ fields }) => fields.flatMap((field) => field.trim().split(" "))),
    );
    return [...known].filter((each) => Math.abs(each.length - word.length) < 2 && oneSlip(word, each));
  };

  // 0 for a whole word of the title, 1 of the text, then in the same pairs beginnings, insides and slips.
  const cost = (ways, fields) => {
    for (const [likeness, sought] of ways.entries())
      for (const [at, field] of fields.entries())
        if (sought.some((each) => field.includes(each))) return 2 * likeness + at;
    return null;
  };

  /* What fits the typed words: the places in `entries`, best first, and a function that cuts a text into pieces
     [text, whether it is one of those words]. Without a word, all of them. */
  const find = (typed, entries) => {
    const asked = words(typed).map((word) => ({ word, slips: slips(word, entries) }));
    const ways = asked.map((one) => [
      [` ${one.word} `],
      [` ${one.word}`],
      one.word.length >= rule.inside ? [one.word] : [],
      one.slips.map((each) => ` ${each} `),
    ]);
    const whole = joined(asked.map((one) => one.word)),
      ranked = [];
    entries.forEach(({ fields, id }, place) => {
      const costs = [];
      for (const one of ways) {
        const found = cost(one, fields);
        if (found === null) return;
        costs.push(found);
      }
      const worst = Math.floor(Math.max(0, ...costs) / 2),
        all = costs.reduce((sum, one) => sum + one, 0);
      ranked.push([Number(asked.length > 0 && id !== whole), worst, all, place]);
    });
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3]);
    const fits = (standing) =>
      words(standing).some((each) =>
        asked.some(
          ({ word, slips: like }) =>
            each.startsWith(word) ||
            (word.length >= rule.inside && each.includes(word)) ||
            like.includes(each),
        ),
      );
    const pieces = (text) => {
      const parts = [];
      let end = 0;
      for (const { 0: standing, index } of text.matchAll(STANDING)) {
        if (!fits(standing)) continue;
        parts.push([text.slice(end, index), false], [standing, true]);
        end = index + standing.length;
      }
      return [...parts, [text.slice(end), false]].filter(([part]) => part);
    };
    return { places: ranked.map(([, , , place]) => place), pieces };
  };

  return { words, entry, find };
};
