"""Nothing of what either renderer puts into a page may reach for another host."""

import pytest

from poppybook.site.html.foreign import drop_foreign, drop_foreign_rules

# The heads of pages with a table, a widget and a "$" pair, as each renderer writes them (shortened).
QUARTO = """<head><meta charset="utf-8">
<script src="https://cdnjs.cloudflare.com/ajax/libs/jquery/3.5.1/jquery.min.js" integrity="sha512-x"></script>\
<script src="../site_libs/quarto-nav/quarto-nav.js"></script>
<link href="../index.html" rel="prev">
<script src="https://cdnjs.cloudflare.com/ajax/libs/require.js/2.3.6/require.min.js"></script>
<script type="application/javascript">define('jquery', [],function() {return window.jQuery;})</script>
<script src="https://cdn.jsdelivr.net/npm/@jupyter-widgets/html-manager@*/dist/embed-amd.js"></script>
<script type="application/vnd.jupyter.widget-state+json">{"state":{}}</script>
<script src="https://cdnjs.cloudflare.com/polyfill/v3/polyfill.min.js?features=es6"></script>
<script src="https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-chtml-full.js" type="text/javascript"></script>
</head>"""
EMBEDDED = """<head><meta charset="utf-8">\
<link rel="stylesheet" href="https://cdn.jsdelivr.net/npm/katex@0.16.11/dist/katex.min.css">\
<script src="https://cdn.jsdelivr.net/npm/katex@0.16.11/dist/katex.min.js" defer></script>\
<link rel="preconnect" href="//fonts.gstatic.com">\
<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">\
<style>@import url("https://fonts.googleapis.com/css2?family=Inter");body{color:red}</style>\
<script src="site_libs/smalldocs.js" defer></script></head>"""


@pytest.mark.parametrize("page", [QUARTO, EMBEDDED], ids=["quarto", "embedded"])
def test_foreign_scripts_fonts_and_their_helpers_go(page):
    clean = drop_foreign(page)
    for name in ("jquery", "require", "widget", "polyfill", "mathjax", "katex", "fonts.g"):
        assert name not in clean.lower()
    assert drop_foreign(clean) == clean


def test_what_is_the_sites_own_stays():
    assert '<script src="../site_libs/quarto-nav/quarto-nav.js"></script>' in drop_foreign(QUARTO)
    assert '<link href="../index.html" rel="prev">' in drop_foreign(QUARTO)
    kept = drop_foreign(EMBEDDED)
    assert "<style>body{color:red}</style>" in kept
    assert 'rel="license"' in kept, "a link that only points asks for nothing"


def test_style_sheets_lose_only_what_they_would_fetch():
    css = (
        '@import url(https://fonts.googleapis.com/css?family=Lato);@import "own.css";'
        "@font-face{font-family:A;src:url(//x.org/a.woff)}@font-face{font-family:B;src:url(b.woff)}"
        'a{background:url("data:image/svg+xml,http://www.w3.org/2000/svg")}'
    )
    assert drop_foreign_rules(css) == (
        '@import "own.css";@font-face{font-family:B;src:url(b.woff)}'
        'a{background:url("data:image/svg+xml,http://www.w3.org/2000/svg")}'
    )
