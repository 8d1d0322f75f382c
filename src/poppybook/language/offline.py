"""The page at the top of the offline edition that says what to open."""

START = {
    "file": "open-this-page.html",
    "title": "Poppy to Precursor, offline edition",
    "open": "Open the book",
    "text": "Everything works from this folder, without a connection: charts, search, tables and downloads. "
    "Unpack the whole archive first; a book opened inside it has no pictures.",
}
