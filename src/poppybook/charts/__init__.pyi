# The public names and where they live: read by editors, type checkers and the package itself (book/lazy.py).
from poppybook.charts.bars import bar_marker as bar_marker
from poppybook.charts.bars import range_bars as range_bars
from poppybook.charts.coastlines import outlines as outlines
from poppybook.charts.display import chart as chart
from poppybook.charts.marks import add_periods as add_periods
from poppybook.charts.marks import add_runs as add_runs
from poppybook.charts.marks import label_ends as label_ends
from poppybook.charts.marks import label_unit as label_unit
from poppybook.charts.marks import mark_event as mark_event
from poppybook.charts.small_multiples import panels as panels
from poppybook.charts.template import figure as figure
from poppybook.charts.theme import colour as colour
from poppybook.charts.theme import line as line
from poppybook.charts.theme import marker as marker
from poppybook.charts.theme import tint as tint
