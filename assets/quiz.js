// Questions that check themselves (poppybook/pages/quiz.py writes the HTML). Nothing is stored, nothing is sent.
(() => {
  if (window.pbQuiz) return; // a page with two quizzes loads this twice
  window.pbQuiz = true;

  // "12,100" and "12 100" are 12100; "12.5" is 12.5; a comma before one or two last digits is a decimal comma.
  function read(text) {
    let plain = text
      .trim()
      .replace(/[\s\u00a0\u202f%]/g, "")
      .replace(/\u2212/g, "-");
    if (/^[^.,]*,\d{1,2}$/.test(plain)) plain = plain.replace(",", ".");
    plain = plain.replace(/,(?=\d{3}(\D|$))/g, "");
    return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : NaN;
  }

  function judge(form, say) {
    const field = form.querySelector("[data-answer]");
    if (!field) {
      const chosen = form.querySelector("input:checked");
      if (!chosen) return [false, say["no choice"]];
      const right = chosen.value === "1";
      return [right, (right ? say.right : say.wrong) + " " + chosen.dataset.say];
    }
    const value = read(field.value),
      { answer, within, slips } = field.dataset;
    if (Number.isNaN(value)) return [false, say["no number"]];
    const off = (other) => Math.abs(value - other) - within * (1 + 1e-9);
    if (off(Number(answer)) <= 0) return [true, say.right];
    const slip = JSON.parse(slips).find(([wrong]) => off(wrong) <= 0);
    if (slip) return [false, say.wrong + " " + slip[1]];
    return [false, Math.abs(value - answer) <= 3 * within ? say.near : say.wrong + " " + say.again];
  }

  // Of a sheet that is handed in a teacher sees which try it was, and whether the answer had been opened.
  function told(form, say) {
    const tries = (form.dataset.tries = Number(form.dataset.tries || 0) + 1);
    return ` (${say.try} ${tries}${form.dataset.seen ? ", " + say.seen : ""})`;
  }

  // Print one sheet of the page: what lies beside the way to it stays away (assets/teaching.css).
  function printOnly(sheet) {
    const way = [];
    for (let one = sheet.parentElement; one; one = one.parentElement) way.push(one);
    way.forEach((one) => one.classList.add("pbq-way"));
    sheet.classList.add("pbq-printed");
    const after = () => {
      way.forEach((one) => one.classList.remove("pbq-way"));
      sheet.classList.remove("pbq-printed");
    };
    window.addEventListener("afterprint", after, { once: true });
    window.print();
  }

  for (const quiz of document.querySelectorAll(".pb-quiz")) {
    const say = JSON.parse(quiz.dataset.say);
    const print = quiz.querySelector(".pbq-foot button");
    if (print) {
      print.hidden = false;
      print.addEventListener("click", () => printOnly(quiz));
      for (const key of quiz.querySelectorAll(".pbq-key"))
        key.addEventListener("toggle", () => {
          if (key.open) key.closest("li").querySelector("form").dataset.seen = "1";
        });
    }
    for (const form of quiz.querySelectorAll("form")) {
      const verdict = form.querySelector(".pbq-verdict");
      form.reset(); // some browsers bring back what was typed before a reload
      const check = form.querySelector("button");
      if (!check) continue; // a text, which a person reads
      check.hidden = false;
      form.addEventListener("input", () => {
        verdict.textContent = "";
        delete verdict.dataset.right;
      });
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const [right, message] = judge(form, say);
        verdict.textContent = message + (print ? told(form, say) : "");
        verdict.dataset.right = right;
      });
    }
  }
})();
