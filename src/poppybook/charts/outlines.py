"""Coasts and borders for maps drawn in plain axes: a few lines, so that a map asks nothing of any server."""

import json
from functools import cache
from importlib.resources import files

import numpy as np

from poppybook.book.nearest import Unknown
from poppybook.dataset.arguments import need_text

KINDS = ("coasts", "borders")


def outlines(region: str, kind: str = "coasts") -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes of a region's lines, one after the other with NaN between two of them.

    region: `north-america` or `asia`. kind: `coasts`, or `borders` (those between Canada, the United States and
    Mexico only). Natural Earth, public domain; outlines.json says how the lines were made. Raises LookupError for
    another region or kind.
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
