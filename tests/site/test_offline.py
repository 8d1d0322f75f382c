"""The offline edition: one archive, whole, the same bytes every time."""

import re
import zipfile

import pytest

from poppybook.language.offline import START
from poppybook.site.offline import FOLDER, NAME, write_offline
from poppybook.site.render import tree_hash


def test_the_archive_holds_the_site_and_says_what_to_open(book, poppybook, tmp_path):
    assert poppybook("site", "--renderer", "embedded", cwd=book.root).returncode == 0
    before = tree_hash(book.site)
    path = write_offline(book, tmp_path / "out")
    assert path.name == f"{NAME}.zip" and [one.name for one in path.parent.iterdir()] == [path.name]
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names[0] == START["file"] and all(name.startswith(f"{FOLDER}/") for name in names[1:])
        link = re.search(r'<a href="([^"]+)"', archive.read(START["file"]).decode())
        assert link[1] in names
        site = {name.removeprefix(f"{FOLDER}/") for name in names[1:]}
    files = {path.relative_to(book.site).as_posix() for path in book.site.rglob("*") if path.is_file()}
    assert site == files
    assert tree_hash(book.site) == before, "the site itself is left as it is"


@pytest.mark.proof
def test_the_same_book_gives_the_same_bytes(book, tmp_path):
    assert (
        write_offline(book, tmp_path / "one").read_bytes()
        == write_offline(book, tmp_path / "two").read_bytes()
    )


def test_a_book_with_a_fault_leaves_no_archive(book, poppybook, tmp_path):
    page = book.root / "index.qmd"
    page.write_text(page.read_text() + "\n[a link](#nowhere)\n")
    done = poppybook("offline", "--out", str(tmp_path / "out"), cwd=book.root)
    assert done.returncode == 1
    assert "#nowhere leads to a place" in done.stderr
    assert not list((tmp_path / "out").iterdir())
