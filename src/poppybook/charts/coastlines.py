"""Coasts and borders for maps drawn in plain axes: a few lines, so that a map asks nothing of any server."""

import json
from functools import cache
from importlib.resources import files

import numpy as np

from poppybook.book.nearest import Unknown
from poppybook.dataset.arguments import need_text

KINDS = ("coasts", "borders")


def outlines(region: str, kind: str = "coasts") -> tuple[np.ndarray, np.ndarray]:
    """Give longitudes and latitudes of a region's lines, with NaN between one and the next.

    Natural Earth, public domain; outlines.json says how the lines were made.

    Parameters
    ----------
    region : str
        "north-america" or "asia".
    kind : str, optional
        "coasts", or "borders": those between Canada, the United States and Mexico only.

    Returns
    -------
    tuple of two arrays
        Longitudes and latitudes.

    Raises
    ------
    TypeError, LookupError
        For another region or kind.

    Examples
    --------
    >>> lons, lats = pb.charts.outlines("north-america", "borders")
    >>> len(lons) == len(lats)
    True
    """
    need_text("region", region)
    need_text("kind", kind)
    regions = _stored()
    known = [name for name, entry in regions.items() if isinstance(entry, dict)]
    if region not in known or kind not in KINDS:
        raise Unknown(f"no {kind!r} of {region!r}; there are {' and '.join(KINDS)} of {' and '.join(known)}")
    lons, lats = [], []
    for line in regions[region][kind]:
        lons += [*(lon for lon, _ in line), np.nan]
        lats += [*(lat for _, lat in line), np.nan]
    return np.array(lons), np.array(lats)


@cache
def _stored() -> dict:
    return json.loads(files("poppybook.charts").joinpath("outlines.json").read_text(encoding="utf-8"))
