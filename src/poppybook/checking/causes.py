"""One cause behind many faults: a spreadsheet program has saved a table anew."""

import re
from collections.abc import Sequence

from poppybook.book.faults import Fault
from poppybook.dataset import columns, reading

SAVED_ANEW = (
    "Likely cause of these: a spreadsheet program saved {file} anew. Take it back (git restore data/{file}) and edit "
    "it with LibreOffice Calc: open with comma as separator and every column as text, save with “Edit filter settings” "
    "as Unicode (UTF-8) with comma, quoting text only where needed; or use a text editor. Excel always changes dates "
    "and marks."
)
# What such programs leave behind: rules of form, and cells in their own way of writing.
_TRACES = {reading.NO_BOM, reading.LINE_ENDS, reading.DELIMITER, reading.BLANK, reading.UTF8}
_CELLS = {
    columns.BOOLEAN: re.compile(r"TRUE|FALSE|WAHR|FALSCH|VERDADERO|FALSO", re.IGNORECASE),
    columns.DATE: re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}.*|\d{5}"),
    columns.NUMBER: re.compile(r"-?[\d.]*,\d+|\d[.,]?\d*E[+-]\d+", re.IGNORECASE),
}


def likely_cause(faults: Sequence[Fault]) -> str:
    """A sentence on what is behind the faults of one file; "" when each stands for itself."""
    traces = set()
    for fault in faults:
        shape = _CELLS.get(fault.rule)
        if fault.rule in _TRACES or (shape and fault.value and shape.fullmatch(fault.value)):
            traces.add(fault.rule)
    file = faults[0].file if faults else ""
    return SAVED_ANEW.format(file=file) if len(traces) > 1 and file.endswith(".csv") else ""
