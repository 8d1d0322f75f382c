# The public names and where they live: read by editors, type checkers and the package itself (book/lazy.py).
from poppybook.pages.choice import choose_chart as choose_chart
from poppybook.pages.cited import list_numbers as list_numbers
from poppybook.pages.event_list import list_events as list_events
from poppybook.pages.how_we_know import findings as findings
