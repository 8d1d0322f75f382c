"""What holds for every test: one rendered site and one browser for all (see support/); the long files first; and no
silent skips: with POPPYBOOK_NO_SKIPS set (as in .ci/run) a test that would skip fails instead."""

import os
import shutil
import signal

import hypothesis
import pytest
from commands import poppybook, typed  # noqa: F401, fixtures for all folders
from order import pytest_collection_modifyitems, pytest_xdist_make_scheduler  # noqa: F401, hooks
from rendered import charts_of, open_page, open_window, site  # noqa: F401, fixtures for all folders
from small_book import book, book_template  # noqa: F401
from walk import walked  # noqa: F401

# Tests assert behaviour, not seconds: a busy machine must not fail one.
hypothesis.settings.register_profile("book", deadline=None)
hypothesis.settings.load_profile("book")
# A shell makes what it starts in the background deaf to Ctrl-C, which all that this run starts would inherit.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if os.environ.get("POPPYBOOK_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"{item.nodeid}: nothing may be skipped here. {reason}"
    return report


def pytest_terminal_summary(terminalreporter):
    for report in terminalreporter.stats.get("passed", []):
        for name, said in report.user_properties:
            if name == "told":  # what was tried depends on what this machine has: record_property("told", …)
                terminalreporter.line(said)
    if not shutil.which("quarto"):
        terminalreporter.line("No Quarto on this machine: only the embedded renderer's pages were looked at.")


# Debian's headless edition first: the same engine without the windows around it, twice as fast from page to page.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
# Without these the browser itself looks for updates and certificates on the network.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """Chromium, headless. Skips, and says so, where there is none."""
    if not CHROMIUM:
        pytest.skip(
            "no Chromium on this machine: install the package `chromium` to test the pages in a browser"
        )
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()
