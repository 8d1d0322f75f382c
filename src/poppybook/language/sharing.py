"""What a chart says on a page of the site beyond its own texts: reading, the live chart, linking, embedding, citing."""

from . import BOOK, until

SHARING = {
    "link": "Link to this chart",
    "embed": "Embed and cite",
    "embed help": "Paste this into a page of your own:",
    "cite help": "Cite as:",
    "APA": "APA:",
    "BibTeX": "BibTeX:",
    "back": "Back to the chart",
}

# What assets/charts.js and charts-live.js say. It travels in the page; {braces} are filled by the script.
SCRIPT = {
    "reader": "{title}. Chart. Arrow keys read the values, left and right along a series, up and down between series.",
    "live reader": "{title}. Interactive chart. Arrow keys read the values, plus and minus zoom, zero zooms out, "
    "H hides or shows the series, A shows all.",
    "chart": "chart",
    "hint": "Arrow keys read the values",
    "source": "Source: {publisher}",
    "explore": "Explore this chart",
    "loading": "Loading…",
    "coming": "The interactive chart is loading. The picture can be read meanwhile.",
    "picture": "Back to the picture",
    "live": "Interactive chart. Drag to zoom, double-click to zoom out.",
    "live touch": "Interactive chart. Tap to read, zoom with the buttons above it.",
    "hidden": "{series} is hidden",
    "shown": "{series} is shown",
    "failed": "The interactive chart could not be loaded. The picture, the table and the downloads hold the same data.",
    "png": "picture (PNG)",
    "png failed": "This browser could not make the PNG. The SVG download is the same picture.",
    "copy": "Copy",
    "copied": "Copied",
    "copy failed": "Press Ctrl+C to copy",
    "link copied": "Link copied, with what the chart shows now",
    "link here": "The link is in the address bar",
}


def cite(title: str, last: str, version: str) -> str:
    """How to cite a chart in running text."""
    reach = f" {until(last, '')}" if last else ""
    edition = f", data version {version}" if version else ""
    return f"“{title}”, {BOOK}{edition}.{reach} CC BY 4.0."
