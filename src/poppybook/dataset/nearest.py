"""Answer a name that is not there with the names that come nearest."""

import difflib
from collections.abc import Iterable


def unknown(what: str, name: str, names: Iterable[str]) -> LookupError:
    """The error for a name that is not among the names: says which are nearest, or all when they are few."""
    names = sorted({str(each) for each in names})
    near = difflib.get_close_matches(str(name), names, n=3, cutoff=0.5)
    if not near:
        near = [each for each in names if str(name).lower() in each.lower()][:3]
    if near:
        return LookupError(f"there is no {what} {name!r}. Nearest: {', '.join(near)}")
    few = f" There are {', '.join(names)}" if len(names) <= 12 else ""
    return LookupError(f"there is no {what} {name!r}.{few}")
