# The public names and where they live: read by editors, type checkers and the package itself (book/lazy.py).
from poppybook import charts as charts
from poppybook import pages as pages
from poppybook import teach as teach
from poppybook.book.faults import DataError as DataError
from poppybook.book.faults import Fault as Fault
from poppybook.dataset.dataset import Dataset as Dataset
from poppybook.dataset.frames import drop_repeats as drop_repeats
from poppybook.dataset.frames import to_long as to_long
from poppybook.dataset.frames import to_wide as to_wide
from poppybook.dataset.frames import with_dates as with_dates
from poppybook.dataset.store import load as load
from poppybook.widgets.filters import border as border
from poppybook.widgets.filters import flow_map as flow_map
from poppybook.widgets.filters import timeline as timeline
from poppybook.widgets.widgets import browse as browse
from poppybook.widgets.widgets import side_by_side as side_by_side
