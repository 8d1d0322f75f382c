"""In which order and in which pieces a run is handed to the workers, and what it has collected.

A piece stays with one worker, so that what its tests share is made once. It is a file, and where one view of the site
after the other is looked at, a view. Whoever has done a piece takes the next: the long ones come first.
"""

import re

import pytest
from xdist.scheduler import LoadScopeScheduling

COLLECTED = pytest.StashKey[set]()  # the files with a test, before any is deselected
# What takes longest, longest first: a worker that begins one of them late would work on alone.
LONGEST = [
    "tests/proof/test_setups.py",
    "tests/proof/test_commands_end.py",
    "tests/proof/test_every_view.py",
    "tests/teaching/test_grading.py",
    "tests/browser/test_every_page.py",
    "tests/browser/test_in_a_browser.py",
    "tests/browser/",
    "tests/checking/test_bad_input.py",
    "tests/checking/test_rules.py",
    "tests/checking/",
    "tests/cli/",
    "tests/run/",
    "tests/site/",
    "tests/update/",
    "tests/teaching/",
    "tests/widgets/",
    "notebooks/",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    def place(item):
        return next((at for at, long in enumerate(LONGEST) if item.nodeid.startswith(long)), len(LONGEST))

    config.stash[COLLECTED] = {item.nodeid.partition("::")[0] for item in items}
    items.sort(key=place)  # files stay whole, and their tests in order


class ByPiece(LoadScopeScheduling):
    def _split_scope(self, nodeid):
        file, _, test = nodeid.partition("::")
        return file + "".join(re.findall(r"(?:light|dark) (?:desk|phone)", test))


def pytest_xdist_make_scheduler(config, log):
    return ByPiece(config, log)
