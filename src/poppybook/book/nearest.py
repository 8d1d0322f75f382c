"""Answer a name that is not there with the names that come nearest."""

import difflib
from collections.abc import Iterable

from .finding import plain


def near(name: str, names: Iterable[str], most: int = 3, cutoff: float = 0.5) -> list[str]:
    """The names that come nearest to one that somebody typed: without regard to case, accents and kinds of dash."""
    folded: dict[str, list[str]] = {}
    for each in sorted({str(one) for one in names}):
        folded.setdefault(plain(each), []).append(each)
    close = difflib.get_close_matches(plain(str(name)), folded, n=most, cutoff=cutoff)
    return [each for one in close for each in folded[one]][:most]


class Unknown(LookupError):
    """A name that is not there. A notebook shows the sentence alone: the way through this package says nothing."""

    def _render_traceback_(self) -> list[str]:
        return [f"LookupError: {self}"]


def unknown(what: str, name: str, names: Iterable[str]) -> LookupError:
    """The error for a name that is not among the names: says which are nearest, or all when they are few."""
    names = sorted({str(each) for each in names})
    found = near(name, names)
    if not found:
        found = [each for each in names if plain(str(name)) in plain(each)][:3]
    if found:
        return Unknown(f"there is no {what} {name!r}. Nearest: {', '.join(found)}")
    few = f" There are {', '.join(names)}" if len(names) <= 12 else ""
    return Unknown(f"there is no {what} {name!r}.{few}")
