"""What the site's search says."""

# Kind → its heading over what was found. In this order they are listed where they fit equally well.
KINDS = {
    "pages": "Pages and sections",
    "charts": "Charts",
    "terms": "Terms",
    "series": "Series",
    "events": "Events",
    "claims": "Claims tested",
    "corrections": "Corrections",
    "tables": "Official tables",
    "sources": "Sources",
    "functions": "Python",
}

NAME = "Search"
# In every page: what is said before the index is there, and when it does not come.
FIELD = {
    "name": NAME,
    "close": "Close the search",
    "wait": "Loading the index …",
    "failed": "The search index could not be loaded, so nothing was searched. Reload the page. "
    "Until then, the contents lead to every page, and the pages list what the book holds.",
}
# With the index.
RESULTS = {
    "none": "Nothing in the book has all of these words. Try fewer words, or another spelling.",
    "one": "1 result",
    "many": "{count} results",
    "more": "{kind}: show more ({left} left)",
}
