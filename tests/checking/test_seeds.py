"""Claims are tied to their sentences: whatever moves is named. The texts here are made up; the real ones are not in the
book."""

import csv
import hashlib
import shutil
from pathlib import Path

import pytest

from poppybook.checking import seeds

BOOK = Path(__file__).parents[2]

BLOCKS = (
    "A heading\n\nIn the U.S. Dr. A. Example counted 3 fields. “Four more!” 5 were empty…  Done. "
    "then it\u00a0went on.\nA second line\n \n[Notes] follow. *One note. Another one.\n"
)
LINES = "First line. Second sentence.\nSecond line? Yes.\n"


def test_sentences_end_where_the_rules_say():
    assert seeds.sentences(BLOCKS) == [
        ["A heading"],
        [
            "In the U.S. Dr. A. Example counted 3 fields.",
            "“Four more!”",
            "5 were empty…",
            "Done. then it went on.",
            "A second line",
        ],
        ["[Notes] follow.", "*One note.", "Another one."],
    ]


def test_a_text_without_blank_lines_has_a_paragraph_a_line():
    assert seeds.sentences(LINES) == [["First line.", "Second sentence."], ["Second line?", "Yes."]]


def test_white_space_does_not_change_a_fingerprint():
    assert seeds.fingerprint("One \n two\u00a0three ") == seeds.fingerprint("One two three")


@pytest.fixture
def ledger(book, tmp_path):
    """A book whose ledger holds three claims of one made-up document, and the folder with its text."""
    shutil.copytree(BOOK / "data", book.root / "data")
    claims = book.root / "data" / "claims.csv"
    with claims.open(encoding="utf-8", newline="") as stream:
        header, first, *_ = csv.reader(stream)
    rows = []
    for number, (paragraph, sentence, text) in enumerate(
        [(1, 1, "A heading"), (2, 2, "“Four more!”"), (3, 1, "[Notes] follow.")], 1
    ):
        row = dict(zip(header, first, strict=True)) | {"claim_id": f"x-{number}", "derived_from": ""}
        row |= {"paragraph": paragraph, "sentence": sentence, "sentence_sha256": seeds.fingerprint(text)}
        rows.append(row)
    write_rows(claims, header, rows)
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "whatever.txt").write_text(BLOCKS, encoding="utf-8")
    write_card(book.root, rows[0]["source_id"], 3)
    return book.root, claims, texts


def write_rows(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_card(root, source_id, claims):
    sha256 = hashlib.sha256(BLOCKS.encode()).hexdigest()
    cells = {
        "Card": f"`{source_id}`",
        "Claims in the ledger": claims,
        "SHA-256 of the text read": f"`{sha256}`",
    }
    (root / "seeds").mkdir(exist_ok=True)
    table = "".join(f"| {name} | {value} |\n" for name, value in cells.items())
    (root / "seeds" / f"{source_id}.md").write_text(f"# A document\n\n| | |\n|---|---|\n{table}")


def spoil(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_every_claim_found_is_no_fault(ledger):
    root, _, texts = ledger
    assert seeds.card_faults(root) == []
    assert seeds.text_faults(root, texts) == (3, 3, [])


def test_a_wrong_fingerprint_is_named_with_file_row_claim_and_place(ledger):
    root, claims, texts = ledger
    spoil(claims, seeds.fingerprint("“Four more!”"), seeds.fingerprint("Five more!"))
    matching, _, (fault,) = seeds.text_faults(root, texts)
    assert matching == 2
    assert (fault.file, fault.row, fault.column) == ("claims.csv", 3, "sentence_sha256")
    assert fault.value == "x-2: seed-insightcrime-2017, paragraph 2, sentence 2"
    assert "Another sentence stands there" in fault.remedy


def test_a_sentence_that_stands_elsewhere_is_found(ledger):
    root, claims, texts = ledger
    spoil(claims, "x-3,seed-insightcrime-2017,3,1,", "x-3,seed-insightcrime-2017,3,9,")
    (fault,) = seeds.text_faults(root, texts)[2]
    assert fault.remedy == "That sentence stands in paragraph 3, sentence 1: correct the place"


def test_another_version_of_a_text_is_not_taken_for_it(ledger):
    root, _, texts = ledger
    spoil(texts / "whatever.txt", "3 fields", "4 fields")
    matching, _, (fault,) = seeds.text_faults(root, texts)
    assert matching == 0
    assert (fault.file, fault.rule) == ("seeds/seed-insightcrime-2017.md", seeds.KNOWN)


def test_a_card_that_counts_wrongly_or_is_missing_is_named(ledger):
    root, _, _ = ledger
    write_card(root, "seed-insightcrime-2017", 4)
    (fault,) = seeds.card_faults(root)
    assert (fault.file, fault.value, fault.rule) == ("seeds/seed-insightcrime-2017.md", "4", seeds.COUNT)
    (root / "seeds" / "seed-insightcrime-2017.md").unlink()
    (fault,) = seeds.card_faults(root)
    assert (fault.file, fault.value, fault.rule) == ("claims.csv", "seed-insightcrime-2017", seeds.EVERY)


def test_a_card_without_its_rows_is_named(ledger):
    root, _, _ = ledger
    (root / "seeds" / "seed-other-2020.md").write_text("# No table here\n")
    (fault,) = seeds.card_faults(root)
    assert (fault.file, fault.rule) == ("seeds/seed-other-2020.md", seeds.CARD)


def test_the_command_names_the_claim_and_says_what_it_skipped(ledger, poppybook, monkeypatch):
    root, claims, texts = ledger
    shutil.rmtree(root / "figures")  # its one chart is not of these data
    monkeypatch.setattr("poppybook.checking.check.check", lambda _: [])  # a data check takes its time
    spoil(claims, seeds.fingerprint("A heading"), seeds.fingerprint("Another heading"))
    done = poppybook("check", "--seeds", str(texts), cwd=root)
    assert done.returncode == 1
    assert "2 of 3 claims stand where the ledger says" in done.stdout
    assert "row 2, column sentence_sha256" in done.stdout
    assert "x-1: seed-insightcrime-2017, paragraph 1, sentence 1" in done.stdout
    skipped = poppybook("check", "--seeds", "no/such/folder", cwd=root)
    assert (
        f"Skipped the texts of the founding documents: there is no folder {Path('no/such/folder')}."
        in skipped.stdout
    )
    (texts / "whatever.txt").unlink()
    assert "holds no .txt file" in poppybook("check", "--seeds", str(texts), cwd=root).stdout


def test_the_real_cards_agree_with_the_real_ledger():
    assert seeds.card_faults(BOOK) == []
