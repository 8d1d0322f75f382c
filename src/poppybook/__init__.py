"""The data book's toolbox: load the dataset, ask it, draw from it.

    import poppybook as pb
    data = pb.load()
    pb.one(data, "poppy-ha-us-mex")

The names below are imported when first used, so that `import poppybook` itself costs nothing.
"""

from importlib import import_module

_HOME = {
    "load": "dataset.store",
    "Dataset": "dataset.store",
    "one": "dataset.queries",
    "compare": "dataset.queries",
    "distinct": "dataset.queries",
    "events": "dataset.queries",
    "observations": "dataset.queries",
    "wide": "dataset.queries",
    "long": "dataset.queries",
    "cbp": "dataset.queries",
    "in_time": "dataset.queries",
    "dictionary": "dataset.queries",
    "convert": "dataset.units",
    "indexed": "dataset.indexed",
    "routes": "dataset.routes",
    "browse": "widgets.widgets",
    "side_by_side": "widgets.widgets",
    "timeline": "widgets.widgets",
    "flow_map": "widgets.widgets",
    "border": "widgets.widgets",
    "chart": "charts.display",
    "numbers": "pages.cited",
    "choice": "pages.choice",
    "event_list": "pages.event_list",
    "figure": "charts.marks",
    "panels": "charts.panels",
    "unit": "charts.marks",
    "outlines": "charts.outlines",
    "end_labels": "charts.marks",
    "mark_event": "charts.marks",
    "period_bars": "charts.marks",
    "range_bars": "charts.marks",
    "runs": "charts.marks",
    "bar_marker": "charts.marks",
    "line": "charts.theme",
    "marker": "charts.theme",
    "colour": "charts.theme",
    "tint": "charts.theme",
    "checks": "teaching.answers",
    "expect": "teaching.answers",
    "fresh": "teaching.answers",
    "quiz": "pages.quiz",
    "DataError": "book.faults",
    "Fault": "book.faults",
}

__all__ = list(_HOME)


def __getattr__(name):
    if name not in _HOME:
        raise AttributeError(f"module 'poppybook' has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted([*globals(), *_HOME])
