"""What holds for every test: with POPPYBOOK_NO_SKIPS set (as in .ci/run) a test that would skip fails instead."""

import os

import hypothesis
import pytest

# Tests assert behaviour, not seconds: a busy machine must not fail one.
hypothesis.settings.register_profile("book", deadline=None)
hypothesis.settings.load_profile("book")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if os.environ.get("POPPYBOOK_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"{item.nodeid}: nothing may be skipped here. {reason}"
    return report
