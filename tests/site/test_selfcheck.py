import pytest

from poppybook.site.selfcheck import site_faults

PAGE = '<html><head></head><body><h1 id="top-of">x</h1>{}</body></html>'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "index.html").write_text(PAGE.format('<a href="notebooks/a.html#s@2017">a</a>'))
    (tmp_path / "notebooks" / "a.html").write_text(PAGE.format('<p id="s@2017"></p><img src="../pic.svg">'))
    (tmp_path / "pic.svg").write_text("<svg/>")
    return tmp_path


def put(site, html):
    (site / "index.html").write_text(PAGE.format(html))
    return site_faults(site)


def test_a_sound_site_has_no_faults(site):
    assert site_faults(site) == []


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//img.example/x.png">',
        '<img src="pic.svg" srcset="pic.svg 1x, https://img.example/2.png 2x">',
        '<link rel="stylesheet" href="http://css.example/x.css">',
        '<link href="https://x.example/i.png" rel="shortcut icon">',
        '<link rel="preconnect" href="https://fonts.example">',
        '<iframe src="https://video.example"></iframe>',
        '<form action="https://forms.example"></form>',
        '<svg><use xlink:href="https://svg.example/x.svg#a"/></svg>',
        '<p style="background:url(https://img.example/x.png)">',
        '<style>@import "https://css.example/x.css";</style>',
        "<style>@font-face{src:url('//fonts.example/x.woff')}</style>",
        '<script>const s=document.createElement("script"); s.src = "https://x.example/a.js"</script>',
        '<script>fetch("https://x.example/data.json")</script>',
        '<script type="module">import x from "https://x.example/m.js"</script>',
    ],
)
def test_whatever_would_ask_another_host_is_a_fault(site, html):
    (fault,) = put(site, html)
    assert "asks another host for" in fault
    assert ".example" in fault
    assert fault.startswith("index.html: ")


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://www.unodc.org/report.pdf">a source</a>',
        '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">',
        '<a href="mailto:x@y.example">mail</a><a href="#">up</a><a href="">here</a><a href="#top">up</a>',
        '<img src="data:image/png;base64,AAAA"><svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<a href="notebooks/a.html#s%402017">escaped</a><a href="#top-of">up</a>',
        '<script type="application/json">{"s.src = ":"https://x.example"}</script>',
        "<!-- <img src='https://img.example/x.png'> -->",
        "<textarea><img src='https://img.example/x.png'></textarea>",
    ],
)
def test_what_asks_for_nothing_passes(site, html):
    assert put(site, html) == []


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<a href="gone.html">x</a>', "gone.html leads to no file"),
        ('<img src="gone.svg">', "gone.svg leads to no file"),
        ('<a href="notebooks/a.html#s@2018">x</a>', "#s@2018 leads to a place that the page does not have"),
        ('<a href="#gone">x</a>', "#gone leads to a place"),
        ('<a href="notebooks/">x</a>', "notebooks/ leads to no file"),
        ('<a href="/index.html">x</a>', "starts at the top of the server"),
        ('<a href="../../../../../etc/hostname">x</a>', "leads"),
    ],
)
def test_links_that_lead_nowhere_are_faults(site, html, words):
    (fault,) = put(site, html)
    assert words in fault


def test_style_sheets_and_scripts_are_judged_too(site):
    (site / "x.css").write_text("@import url(https://css.example/x.css); a{background:url(gone.png)}")
    (site / "x.js").write_text('document.head.append(Object.assign(s, {})); s.src="https://x.example/a.js"')
    assert site_faults(site) == [
        "x.css: asks another host for https://css.example/x.css",
        "x.css: gone.png leads to no file of the site",
        "x.js: a script asks another host for https://x.example/a.js",
    ]
