"""Scripts of the pages without a page: the model of the chart builder in Node, as Playwright brings it along."""

import json
import subprocess
from pathlib import Path

import playwright

from poppybook.builder import payload
from poppybook.dataset.store import load

BOOK = Path(__file__).parents[2]
NODE = Path(playwright.__file__).parent / "driver" / "node"
# The scripts that need no page, in the order in which explore.qmd loads them.
MODEL = ("rows", "ways", "guards", "view", "address", "scales")
# Answers one line of JSON, [code, argument], with another: [value] or the error's text.
ANSWERS = """
const vm = require("vm"), fs = require("fs"), [data, ...scripts] = process.argv.slice(1);
const context = vm.createContext({ window: {}, Intl, Date });
for (const file of [data, ...scripts]) vm.runInContext(fs.readFileSync(file, "utf8"), context, { filename: file });
vm.runInContext("const pbExplore = window.pbExplore, { model, scales } = pbExplore", context);
require("readline").createInterface({ input: process.stdin }).on("line", (line) => {
  const [code, argument] = JSON.parse(line);
  let answer;
  try { answer = [vm.runInContext(`(${code})`, context)(argument)]; } catch (error) { answer = String(error); }
  console.log(JSON.stringify(answer));
});
"""


class Model:
    """The chart builder's model over the book's own dataset."""

    def __init__(self, folder: Path) -> None:
        data = folder / "data.js"
        data.write_text(payload.script(payload.payload(load(BOOK / "data"))), encoding="utf-8")
        scripts = [BOOK / "assets" / "builder" / f"{name}.js" for name in MODEL]
        program = NODE if NODE.exists() else NODE.with_suffix(".exe")
        self._node = subprocess.Popen(
            [program, "-e", ANSWERS, data, *scripts],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def __call__(self, function: str, argument: object = None) -> object:
        """What a function of JavaScript makes of an argument; both cross as JSON."""
        self._node.stdin.write(json.dumps([function, argument]) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        assert isinstance(answer, list), answer
        return answer[0] if answer else None

    def view(self, selection: str, what: str) -> object:
        """What a selection as it stands in an address shows: an expression of `view`."""
        return self(
            f"(hash) => {{ const view = model.view(model.fromHash(hash).state); return {what}; }}", selection
        )

    def close(self) -> None:
        self._node.stdin.close()
        self._node.wait()
