"""Facts about single series stand in the tables: no code, template or script names a series."""

import ast
import re
from pathlib import Path

from poppybook.dataset.store import load

BOOK = Path(__file__).parents[2]
SOURCE = BOOK / "src" / "poppybook"


def without_examples(path):
    """The text of a module without its docstrings' examples, which run on the book's own series."""
    text = left = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            said = ast.get_source_segment(text, node.body[0])
            before, example, _ = said.partition(">>>")
            left = left.replace(said, before) if example else left
    return left


def test_no_code_names_a_series():
    names = sorted(load(BOOK / "data").series["series_id"], key=len, reverse=True)
    one_of = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, names))})(?![\w-])")
    assert one_of.search("the series poppy-ha-us-mex@2017")
    texts = {path: without_examples(path) for path in SOURCE.rglob("*.py")}
    others = [*SOURCE.rglob("*.j2"), *(BOOK / "assets").rglob("*.js")]
    texts |= {path: path.read_text("utf-8") for path in others if not path.name.startswith("plotly")}
    assert len(texts) > 200
    found = {path.relative_to(BOOK).as_posix(): set(one_of.findall(text)) for path, text in texts.items()}
    assert {name: ids for name, ids in found.items() if ids} == {}


def test_no_meaning_is_read_from_the_words_of_an_id():
    """Endings such as -growth, -rate or -month are names; the columns kind, of and by say what they mean."""
    word = re.compile(r"""["']-(growth|share|total|rate|predicted|month|kg|lb)["']""")
    assert word.search("""series.endswith('-growth')""")
    found = [path.name for path in SOURCE.rglob("*.py") if word.search(path.read_text("utf-8"))]
    assert found == []
