"""A Plotly figure as plain JSON values: lists, strings, finite numbers, the same bytes on every machine.

Plotly keeps arrays as numpy arrays or as base64 (`bdata`); a reader of the stored notebook, a diff and our own
script want lists. Numbers keep ten significant digits, which no published number here exceeds; the rest is noise
of binary arithmetic.
"""

import base64
import math
from datetime import date, datetime

import numpy as np
import pandas as pd

DIGITS = 10


def plain(value):
    """`value` with every array a list, every date an ISO string, every number clean; missing values are None."""
    if isinstance(value, dict):
        if "bdata" in value:
            return plain(_decoded(value))
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray | pd.Series | pd.Index):
        return [plain(item) for item in value.tolist()] if value.dtype.kind not in "Mm" else _dates(value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return scalar(value)


def scalar(value):
    """One value as plain JSON."""
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return number(float(value))
    if isinstance(value, np.datetime64):
        value = pd.Timestamp(value)
    if isinstance(value, datetime):
        text = value.isoformat()
        return text.removesuffix("T00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a chart cannot hold a value of type {type(value).__name__}: {value!r}")


def number(value: float):
    """A float rounded to ten significant digits, whole numbers as int, NaN and infinities as None."""
    if not math.isfinite(value):
        return None
    rounded = float(f"{value:.{DIGITS}g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 1e15 else rounded


def _dates(values) -> list:
    return [scalar(item) for item in pd.DatetimeIndex(np.asarray(values).ravel())]


def _decoded(packed: dict) -> np.ndarray:
    array = np.frombuffer(base64.b64decode(packed["bdata"]), dtype=packed["dtype"])
    shape = packed.get("shape")
    return array.reshape([int(n) for n in str(shape).split(",")]) if shape else array
