"""The recipes that write files work in a folder of any name."""

import json
from pathlib import Path

import pytest
from odd_names import ODD

COOKBOOK = Path(__file__).parents[2] / "notebooks" / "cookbook.ipynb"
CODE = [
    "".join(cell["source"])
    for cell in json.loads(COOKBOOK.read_text(encoding="utf-8"))["cells"]
    if cell["cell_type"] == "code"
]
WRITES = [code for code in CODE if "folder" in code]


@pytest.mark.parametrize("name", ["O'Neil", *ODD])
def test_recipes_write_into_a_temporary_folder_of_any_name(name, tmp_path, monkeypatch):
    odd = tmp_path / name
    odd.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(odd))
    known = {}
    assert len(WRITES) > 1 and WRITES[0].startswith("folder = Path(tempfile.mkdtemp())")
    for code in (CODE[0], *WRITES):
        exec(compile(code, "cookbook", "exec"), known)
    assert len(known["answer"]) == 4
    assert len(list(odd.rglob("*.parquet"))) == 2
