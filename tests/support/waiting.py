"""What a page does, it does a moment later than it is asked to: a test waits for it, however long it takes.

`expect(locator).to_…` waits for what a thing shows, `expect(page)` and `at` for the address, `until` for all else.
"""

import re

from playwright.sync_api import expect

PATIENCE = 300_000  # ms that a page may take to do what it is asked; a busy machine must not fail a test
expect.set_options(timeout=PATIENCE)


def at(page, end):
    """Wait until the page's address ends so."""
    expect(page).to_have_url(re.compile(re.escape(end) + "$"))


def until(page, comes_true, what="what was waited for"):
    """Wait until a function finds what it looks for, such as a request or a complaint of the page."""
    for _ in range(PATIENCE // 50):
        if comes_true():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"this never came true: {what}")


def waits(page):
    """In place of Playwright's own, which has the page evaluate a text: its content security policy forbids that."""
    return lambda expression, arg=None: until(page, lambda: page.evaluate(expression, arg), expression)
