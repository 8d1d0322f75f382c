"""How long a reader on a slow phone waits: our theme pages beside the same charts shown the stock way.

Stock means: the chapter's text and the same Plotly figures as notebook outputs of Plotly's own page renderer,
rendered with the same renderer and no finishing pass. What such a page would load from other hosts (plotly.js) is
served from the same machine, what it loads for nothing (MathJax, require.js, jQuery) is left out: both favour the
stock side.

Profile: 1.6 Mbit/s down, 150 ms round trip, a processor four times slower; files are sent gzipped. Loads of the two
sides alternate and medians are compared. The tap comes one second after the first chart has been scrolled to.
"""

import copy
import functools
import gzip
import http.server
import json
import mimetypes
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from .copies import BOOK, copy_of_book

THEMES = ("heroin-production", "fentanyl-seizures", "cooperation-timeline", "supply-chain")
PLOTLY = "application/vnd.plotly.v1+json"
ROUNDS = 3
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
DOWN, UP, LATENCY, SLOWER = 1.6e6 / 8, 750e3 / 8, 150, 4
PHONE = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
TEXT = ("text/", "application/javascript", "application/json", "image/svg")
FOREIGN = re.compile(
    r'<script[^>]*src="https?://[^"]*(?:mathjax|require|jquery)[^"]*"[^>]*></script>', re.IGNORECASE
)
CDN = re.compile(r'<script[^>]*src="https://cdn\.plot\.ly/[^"]*"[^>]*></script>')
# Counts what the browser itself reports. A chart is in place once its drawing stands in the page and the page has been
# painted; it is looked up without asking for its size, since that would make the browser lay out what it leaves for
# later. That the drawing can be seen is looked at afterwards, when it is scrolled to (`tapped`).
WATCH = """
window.pbTimes = { chart: null, blocked: 0, shift: 0 };
const each = (type, count) =>
  new PerformanceObserver((list) => list.getEntries().forEach(count)).observe({ type, buffered: true });
each("longtask", (task) => { pbTimes.blocked += Math.max(0, task.duration - 50); });
each("layout-shift", (move) => { pbTimes.shift += move.hadRecentInput ? 0 : move.value; });
const look = (now) => {
  if (document.querySelector("figure.pb-chart .pb-picture svg, .js-plotly-plot svg.main-svg")) pbTimes.chart = now;
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""
ANSWER = {
    "ours": "document.querySelector('.pb-tip:not([hidden])')?.textContent.match(/\\d/)",
    "stock": "[...document.querySelectorAll('.hoverlayer')].some((node) => /\\d/.test(node.textContent))",
}
CHART = {
    "ours": "figure.pb-chart .pb-picture",
    "stock": ".js-plotly-plot .nsewdrag, .js-plotly-plot .main-svg",
}


class Gzipped(http.server.SimpleHTTPRequestHandler):
    """Serves a folder as a web host does: text gzipped, kept alive, silent."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return self.send_error(404)
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        body, zipped = path.read_bytes(), kind.startswith(TEXT)
        body = gzip.compress(body, 6) if zipped else body
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve(folder: Path) -> str:
    """Serve a folder on this machine; returns its address."""
    handler = functools.partial(Gzipped, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


def stock_book(folder: Path) -> Path:
    """A book of the four chapters as Plotly and the renderer make them by themselves."""
    import plotly.graph_objects as go
    import plotly.io as pio

    (folder / "notebooks").mkdir(parents=True)
    pages = "".join(f"    - notebooks/{name}.ipynb\n" for name in THEMES)
    (folder / "_quarto.yml").write_text(
        f"project:\n  type: website\n  render:\n    - index.qmd\n{pages}website:\n  title: Stock\n"
        f"  sidebar:\n    contents: auto\nformat:\n  html:\n    theme: default\n    toc: true\n",
        encoding="utf-8",
    )
    (folder / "index.qmd").write_text("---\ntitle: Stock\n---\n\nThe stock book.\n", encoding="utf-8")
    for name in THEMES:
        notebook = json.loads((BOOK / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            for output in cell.get("outputs", []):
                spec = output.get("data", {}).get(PLOTLY)
                if spec:
                    plain = copy.deepcopy({"data": spec["data"], "layout": spec["layout"]})
                    plain["layout"].pop("meta", None)
                    html = pio.to_html(
                        go.Figure(plain, skip_invalid=True), include_plotlyjs="cdn", full_html=False
                    )
                    output["data"] = {"text/html": html}
        path = folder / "notebooks" / f"{name}.ipynb"
        path.write_text(json.dumps(notebook, ensure_ascii=False), encoding="utf-8")
    return folder


def render_stock(folder: Path, renderer: str) -> Path:
    """Render the stock book and let it find plotly.js on the same host."""
    command = {
        "quarto": ["quarto", "render", "--quiet", "--no-execute"],
        "embedded": [sys.executable, "-m", "smalldocs.cli", "render", "--quiet"],
    }[renderer]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    site = folder / "_site"
    import plotly

    shutil.copyfile(Path(plotly.__file__).parent / "package_data" / "plotly.min.js", site / "plotly.min.js")
    for page in site.rglob("*.html"):
        text = FOREIGN.sub("", page.read_text(encoding="utf-8"))
        first, *others = CDN.split(text)
        if others:  # Plotly writes the tag with every figure; a browser loads it once all the same
            text = first + '<script src="../plotly.min.js"></script>' + "".join(others)
        page.write_text(text, encoding="utf-8")
    return site


def our_site(folder: Path, renderer: str, data: Path | None = None) -> Path:
    """The book as `poppybook site` makes it, with other `data` when they are given."""
    copy_of_book(folder)
    if data:
        shutil.rmtree(folder / "data")
        shutil.copytree(data, folder / "data")
    command = [sys.executable, "-m", "poppybook.cli", "site", "--renderer", renderer]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "_site"


def load(browser, address: str, side: str) -> dict:
    """One visit: what was measured, in seconds, bytes and counts."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(WATCH)
    client = context.new_cdp_session(page)
    # Without a buffer: the browser would decode each file once more to keep it for whoever watches.
    client.send("Network.enable", {"maxTotalBufferSize": 0, "maxResourceBufferSize": 0})
    limits = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    client.send("Network.emulateNetworkConditions", limits)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    seen = {"bytes": 0, "requests": 0, "hosts": set()}

    def finished(event):
        seen["bytes"] += event.get("encodedDataLength", 0)

    def asked(event):
        if event["request"]["url"].startswith("http"):  # what stands in the page itself (data:) is no request
            seen["requests"] += 1
            seen["hosts"].add(event["request"]["url"].split("/")[2])

    client.on("Network.loadingFinished", finished)
    client.on("Network.requestWillBeSent", asked)
    page.goto(address, wait_until="load", timeout=180_000)
    page.wait_for_function("pbTimes.chart !== null", timeout=180_000)
    page.wait_for_timeout(4_000)  # late work still counts as blocking
    times = page.evaluate(
        "({...pbTimes, paint: performance.getEntriesByName('first-contentful-paint')[0].startTime})"
    )
    result = {
        "first paint": times["paint"] / 1000,
        "first chart in place": max(times["chart"], times["paint"]) / 1000,
        "blocked": times["blocked"] / 1000,
        "shift": times["shift"],
        "MB": seen["bytes"] / 1e6,
        "requests": seen["requests"],
        "other hosts": len(seen["hosts"]) - 1,
    }
    result["tap answered"] = tapped(page, side)
    result["plotly ready"] = woken(page) if side == "ours" else None
    context.close()
    return result


def tapped(page, side: str) -> float:
    """Seconds from a tap on the first chart to a value on the screen."""
    chart = page.locator(CHART[side]).first
    chart.scroll_into_view_if_needed()
    page.wait_for_timeout(1_000)
    box = chart.bounding_box()
    if box["width"] < 200 or box["height"] < 100:
        raise SystemExit(f"{page.url}: the first chart of {side} cannot be seen: {box}")
    page.evaluate(
        """(answered) => {
          addEventListener("pointerdown", () => { window.pbTapped ??= performance.now(); }, { capture: true });
          const wait = () => {
            if (eval(answered) && window.pbTapped) window.pbAnswered = performance.now();
            else setTimeout(wait, 5);
          };
          wait();
        }""",
        ANSWER[side],
    )
    for share in (0.5, 0.6, 0.4, 0.7):  # where there is no mark under the finger, a reader taps again
        page.touchscreen.tap(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.6)
        try:
            page.wait_for_function("window.pbAnswered !== undefined", timeout=5_000)
        except Exception:
            continue
        return page.evaluate("(window.pbAnswered - window.pbTapped) / 1000")
    return float("nan")


# Resolves when the chart's button is no longer busy: the live chart is drawn and answers.
LIVE = """() => new Promise((done) => {
  const button = document.querySelector(".pb-explore");
  new MutationObserver(() => {
    if (button.hasAttribute("aria-busy")) return;
    const library = performance.getEntriesByType("resource").find(({ name }) => name.includes("/assets/plotly"));
    done((performance.now() - library.responseEnd) / 1000);
  }).observe(button, { attributeFilter: ["aria-busy"] });
  button.click();
})"""


def woken(page) -> float:
    """Seconds from the last byte of plotly.js to a live chart. The page itself looks at the clock: to be asked all the
    time whether it is ready would keep it busy."""
    seconds = page.evaluate(LIVE)
    assert page.locator(".js-plotly-plot .main-svg").first.is_visible()
    return seconds


TAPPED = """() => document.querySelector(".pb-search-open")
  .addEventListener("click", () => { window.pbTapped = performance.now(); })"""
# Resolves when the first results of a letter are painted.
LETTER = """(letter) => new Promise((done) => {
  const field = document.querySelector(".pb-search input"), begin = performance.now();
  new MutationObserver((_, watch) => {
    if (!document.querySelector(".pb-found a")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done((performance.now() - begin) / 1000)));
  }).observe(document.querySelector(".pb-found"), { childList: true, subtree: true });
  field.value = letter;
  field.dispatchEvent(new Event("input"));
})"""


def searched(browser, address: str) -> dict:
    """Seconds until the index is there after a tap on the search, and from the first letter to the first results."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    limits = {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    client.send("Network.emulateNetworkConditions", limits)
    client.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load", timeout=180_000)
    page.evaluate(TAPPED)
    page.locator(".pb-search-open").tap()
    there = page.wait_for_function(
        "window.pbSearchIndex && (performance.now() - pbTapped) / 1000", timeout=180_000
    )
    seconds = {"search: index there after the tap": there.json_value()}
    page.wait_for_timeout(2_000)  # it is made ready in the meantime, as while a reader looks for the keys
    seconds["search: first results after the first letter"] = page.evaluate(LETTER, "g")
    context.close()
    return seconds


def search_lines(site: Path) -> list[str]:
    """Lines on the first search on a slow phone: the stock side has no such index, so ours stands alone."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    root = serve(site)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        visits = [searched(browser, f"{root}notebooks/glossary.html") for _ in range(ROUNDS)]
        browser.close()
    lines = []
    for what in visits[0]:
        times = [one[what] for one in visits]
        lines.append(f"| {what} | {statistics.median(times):.3g} ({max(times):.3g}) | | |")
    return lines


def compare(renderer: str) -> list[str]:
    """Lines of the table for one renderer: medians over the four chapters and all rounds."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, BROWSERS)))
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with tempfile.TemporaryDirectory() as work:
        print(f"pages, {renderer}: rendering both sides", file=sys.stderr)
        stock = serve(render_stock(stock_book(Path(work) / "stock"), renderer))
        ours_folder = our_site(Path(work) / "ours", renderer)
        ours = serve(ours_folder)
        search = search_lines(ours_folder)
        visits = {"ours": [], "stock": []}
        with sync_playwright() as playwright:
            for number in range(ROUNDS):
                for name in THEMES:
                    print(f"pages, {renderer}: round {number + 1} of {ROUNDS}, {name}", file=sys.stderr)
                    for side, root in (("ours", ours), ("stock", stock)):
                        browser = playwright.chromium.launch(executable_path=chromium, args=quiet)
                        visits[side].append(load(browser, f"{root}notebooks/{name}.html", side))
                        browser.close()
    lines = []
    for what in visits["ours"][0]:
        mine, theirs = (
            [visit[what] for visit in visits[side] if visit[what] is not None] for side in ("ours", "stock")
        )
        a, b = statistics.median(mine), statistics.median(theirs) if theirs else None
        ratio = f"{b / a:.1f}" if b is not None and a else ""
        worst = max(mine)
        lines.append(f"| {what} | {a:.3g} ({worst:.3g}) | {'' if b is None else f'{b:.3g}'} | {ratio} |")
    return [
        f"\n{renderer}, median of four chapters × {ROUNDS} (in brackets our worst):\n",
        HEAD,
        "|---|---|---|---|",
        *lines,
        *search,
    ]


HEAD = "| s, MB or count | ours | stock | stock ÷ ours |"


def main() -> None:
    """Measure with every renderer on this machine and print the tables."""
    for renderer in ("embedded", *(["quarto"] if shutil.which("quarto") else [])):
        print("\n".join(compare(renderer)))


if __name__ == "__main__":
    main()
