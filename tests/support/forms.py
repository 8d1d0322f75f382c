"""A form of `poppybook add` that somebody has filled in."""

from poppybook.update import form

# The template as somebody has filled it in.
PLAIN = form.TEMPLATE
for _, old, new in (
    ("id", "my-series", "own-series"),
    ("title", "My series, Mexico", "Own series, Mexico"),
    ("definition", "What is counted or estimated.", "Whatever is counted."),
    ("publisher", "Who publishes the numbers", "Who prints them"),
    ("caveat", "What the series cannot say.", "Invented."),
    ("source", "publisher-2026", "printer-2026"),
    ("source title", "Title as printed", "Title of the print"),
    ("source publisher", "Who published the document", "The printer"),
    ("address", "example.org/report", "example.org/print"),
    ("first row", "2024,100,,,reported,Table 1,", "2024,100,,,reported,Table 7,"),
    ("second row", "Table 1,Provisional", "Table 7,Provisional"),
):
    assert old in PLAIN
    PLAIN = PLAIN.replace(old, new)
