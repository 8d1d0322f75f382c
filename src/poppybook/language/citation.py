"""How to cite: the book's data, a chart, a number. APA style and BibTeX, from the same facts.

No access date is written: a citation names the version of the data, and a version does not change. The reader adds the
address, which the book does not know while it has no public one.
"""

import re

from poppybook import language as words

AUTHORS = "The Poppy to Precursor authors"
LICENCE = "CC BY 4.0"


def apa_chart(title: str, year: str, version: str, url: str = "") -> str:
    """A chart in APA style: `The … authors. (2026). Poppy area [Chart]. In Poppy to Precursor (data version 1.0.0).`"""
    return _sentence(f"{AUTHORS}. ({year}). {title} [Chart]. In {words.BOOK} (data version {version}).", url)


def bibtex_chart(chart_id: str, title: str, year: str, version: str, url: str = "") -> str:
    """A chart as a BibTeX entry whose key is `poppy-to-precursor:<chart id>`."""
    return _entry(chart_id, f"{{{_tex(title)}}} [chart]", AUTHORS, year, version, url, "")


def apa_number(
    number: str, document: str, publisher: str, date: str, year: str, version: str, url: str = ""
) -> str:
    """A number in APA style, its publisher first: who published it, in which document, quoted from this book."""
    said = f"{publisher}. ({date or 'n.d.'}). {document}: {number}."
    return _sentence(f"{said} Quoted from {AUTHORS} ({year}), {words.BOOK} (data version {version}).", url)


def bibtex_number(
    observation_id: str,
    number: str,
    document: str,
    publisher: str,
    date: str,
    year: str,
    version: str,
    url: str = "",
) -> str:
    """A number as a BibTeX entry whose author is its publisher; the note says where it was quoted from."""
    quoted = f"Quoted from {AUTHORS} ({year}), {words.BOOK}"
    return _entry(
        observation_id,
        f"{{{_tex(document)}}}: {_tex(number)}",
        publisher,
        date[:4] or year,
        version,
        url,
        quoted,
    )


def _sentence(text: str, url: str) -> str:
    return f"{text} {url}".strip()


def _entry(key: str, title: str, author: str, year: str, version: str, url: str, note: str) -> str:
    fields = {
        "author": f"{{{_tex(author)}}}",
        "title": title,
        "year": year,
        "howpublished": f"{words.BOOK}, data version {version}",
        "url": url,
        "note": ". ".join(part for part in (_tex(note), LICENCE) if part),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{poppy-to-precursor:{_key(key)},", *lines, "}"])


def _tex(text: str) -> str:
    """Text in which nothing is a command to TeX."""
    return (
        re.sub(r"([&%$#_{}])", r"\\\1", text)
        .replace("~", r"\textasciitilde{}")
        .replace("^", r"\textasciicircum{}")
    )


def _key(text: str) -> str:
    """Part of a BibTeX key: no comma, brace, quote, `@`, `~` or white space."""
    return re.sub(r"[^A-Za-z0-9.:-]+", ":", text)
