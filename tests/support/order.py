"""In which order the files of a run are handed to the workers, and what the run has collected."""

import pytest

COLLECTED = pytest.StashKey[set]()  # the files with a test, before any is deselected
# The files that take longest, longest first: a worker that begins one of them late would work on alone.
LONGEST = [
    "tests/proof/test_setups.py",
    "tests/proof/test_commands_end.py",
    "tests/proof/test_every_view.py",
    "tests/teaching/test_grading.py",
    "tests/browser/",
    "tests/explore/test_in_jupyter.py",
    "tests/teaching/",
    "notebooks/",
]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    def place(item):
        return next((at for at, long in enumerate(LONGEST) if item.nodeid.startswith(long)), len(LONGEST))

    config.stash[COLLECTED] = {item.nodeid.partition("::")[0] for item in items}
    items.sort(key=place)  # files stay whole, and their tests in order
