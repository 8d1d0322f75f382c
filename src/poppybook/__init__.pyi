# What editors and type checkers see of the package; the names are imported when first used (see __init__.py).
from poppybook.charts.choice import choice as choice
from poppybook.charts.cited import numbers as numbers
from poppybook.charts.display import chart as chart
from poppybook.charts.event_list import event_list as event_list
from poppybook.charts.marks import (
    bar_marker as bar_marker,
)
from poppybook.charts.marks import (
    end_labels as end_labels,
)
from poppybook.charts.marks import (
    figure as figure,
)
from poppybook.charts.marks import (
    mark_event as mark_event,
)
from poppybook.charts.marks import (
    panels as panels,
)
from poppybook.charts.marks import (
    period_bars as period_bars,
)
from poppybook.charts.marks import (
    range_bars as range_bars,
)
from poppybook.charts.marks import (
    runs as runs,
)
from poppybook.charts.marks import (
    unit as unit,
)
from poppybook.charts.outlines import outlines as outlines
from poppybook.charts.theme import colour as colour
from poppybook.charts.theme import line as line
from poppybook.charts.theme import marker as marker
from poppybook.charts.theme import tint as tint
from poppybook.dataset.indexed import indexed as indexed
from poppybook.dataset.queries import (
    cbp as cbp,
)
from poppybook.dataset.queries import (
    compare as compare,
)
from poppybook.dataset.queries import (
    dictionary as dictionary,
)
from poppybook.dataset.queries import (
    distinct as distinct,
)
from poppybook.dataset.queries import (
    events as events,
)
from poppybook.dataset.queries import (
    in_time as in_time,
)
from poppybook.dataset.queries import (
    long as long,
)
from poppybook.dataset.queries import (
    observations as observations,
)
from poppybook.dataset.queries import (
    one as one,
)
from poppybook.dataset.queries import (
    wide as wide,
)
from poppybook.dataset.routes import routes as routes
from poppybook.dataset.store import Dataset as Dataset
from poppybook.dataset.store import load as load
from poppybook.dataset.units import convert as convert
from poppybook.explore.widgets import (
    border as border,
)
from poppybook.explore.widgets import (
    browse as browse,
)
from poppybook.explore.widgets import (
    flow_map as flow_map,
)
from poppybook.explore.widgets import (
    side_by_side as side_by_side,
)
from poppybook.explore.widgets import (
    timeline as timeline,
)
from poppybook.faults import DataError as DataError
from poppybook.faults import Fault as Fault
from poppybook.teaching.answers import checks as checks
from poppybook.teaching.answers import expect as expect
from poppybook.teaching.answers import fresh as fresh
from poppybook.teaching.quiz import quiz as quiz
