"""Module scripts become plain ones, so that they run from disk; what cannot be made plain stays as it is."""

import pytest

from poppybook.site.modules import without_modules

PAGE = '<head><script src="libs/{}" type="module"></script></head>'
MAIN = """import * as tabs from "./tabs/tabs.js";
const here = [];
export async function late() { here.push("late"); }
tabs.init(here);
globalThis.said = here.concat(typeof this);
"""
TABS = """// the word import in a comment, and "export" in a text
export function init(list) { list.push(word()); }
function word() { return "tabs"; }
"""


@pytest.fixture
def libs(tmp_path):
    """A function: names and texts → their folder."""

    def write(**files):
        for name, text in files.items():
            path = tmp_path / "libs" / name.replace("__", "/")
            path = path.with_suffix(".js")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def test_a_module_and_what_it_imports_become_one_plain_script(libs):
    folder = libs(main=MAIN, tabs__tabs=TABS)
    page = PAGE.format("main.js") + PAGE.format("tabs/tabs.js")
    done = without_modules(page, folder)
    assert done == '<head><script defer="" src="libs/main.plain.js"></script></head><head></head>'
    text = (folder / "libs" / "main.plain.js").read_text()
    assert "export" not in text.replace('"export"', "") and 'from "./' not in text
    assert without_modules(done, folder) == done


def test_the_plain_script_does_what_the_module_did(libs, open_page):
    folder = libs(main=MAIN, tabs__tabs=TABS)
    without_modules(PAGE.format("main.js"), folder)
    page = open_page("about:blank")
    page.evaluate((folder / "libs" / "main.plain.js").read_text())
    assert page.evaluate("said") == ["tabs", "undefined"]
    assert page.evaluate("typeof tabs") == "undefined", "what a module calls something stays inside it"


@pytest.mark.parametrize(
    "text",
    [
        'import { one } from "./tabs/tabs.js";',
        'import "./tabs/tabs.js";',
        'import * as gone from "./gone.js";',
        'import * as one from "./tabs/tabs.js";\nimport * as two from "./tabs/tabs.js";',
        'import * as self from "./main.js";',
        "export const one = 1;",
        "export default 1;",
        "const one = import('./tabs/tabs.js');",
        "const here = import.meta.url;",
        "await 1;",
    ],
)
def test_what_cannot_be_made_plain_stays_a_module(libs, text):
    folder = libs(main=f"{text}\n", tabs__tabs=TABS)
    page = PAGE.format("main.js")
    assert without_modules(page, folder) == page
    assert not list(folder.rglob("*.plain.js"))


@pytest.mark.parametrize("address", ["https://example.org/a.js", "//example.org/a.js", "gone.js", ""])
def test_what_is_no_file_of_the_site_is_left_alone(tmp_path, address):
    page = f'<script type="module" src="{address}"></script><script type="module">1</script>'
    assert without_modules(page, tmp_path) == page
