"""Read a number as text prints it, compare it with a published value, and print another value in the same form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .prose_grammar import MONTH, NUMERAL, SCALES, SMALL, TENS, TIMES, YEAR

MINUS = "\N{MINUS SIGN}"
_WORD = "|".join([*SMALL, *TENS, "an?", *SCALES])
_NUMBER = re.compile(
    rf"(?P<digits>{NUMERAL})(?:[ -](?P<scale>{'|'.join(SCALES)})\b)?"
    rf"|\b(?P<words>(?:{_WORD})(?:[- ](?:{_WORD}))*)\b",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(
    rf"\b\d{{1,2}} {MONTH}(?: \d{{4}})?|\b{MONTH} \d{{1,2}}\b(?:, \d{{4}})?|\b(?:FY|in |of ){YEAR}\b|{MONTH} {YEAR}"
    rf"|\b(?:\d+|{_WORD})[ -](?:{TIMES})\b",
    re.IGNORECASE,
)
_ABOVE = re.compile(r"\b(over|more than|above|at least)\s*$", re.IGNORECASE)
_BELOW = re.compile(r"\b(under|less than|fewer than|below|almost|nearly|up to|at most)\s*$", re.IGNORECASE)

# Units as text prints them: (pattern, what the published unit contains, how many of the published base it holds).
_UNITS = [
    (r"hectares?|ha\b", "hectares", 1),
    (r"acres?", "acres", 1),
    (r"tonnes?|metric tons?", "kilogram-mass", 1000),
    (r"kilograms?|kilos?|kg\b", "kilogram-mass", 1),
    (r"milligrams?|mg\b", "kilogram-mass", 1e-6),
    (r"(?<!kilo)(?<!milli)grams?", "kilogram-mass", 0.001),
    (r"pounds?|lb\b", "pounds", 1),
    (r"percent|per cent|%", "percent", 1),
    (r"pesos?", "pesos", 1),
    (r"dollars?|\$", "dollars", 1),
]
_MASS = {
    "metric tons": 1000.0,
    "kilograms": 1.0,
    "grams": 0.001,
    "milligrams": 1e-6,
    "milligrams per pill": 1e-6,
}


@dataclass(frozen=True)
class Said:
    """A number as printed: its `value`, the size of its last digit (`step`), where it stands in the text, whether the
    words before it put the value above (+1) or below (−1) it, the unit printed after it with its size, or None."""

    value: float
    step: float
    start: int
    end: int
    side: int
    unit: tuple[str, float] | None
    scaled: bool


def numbers_in(text: str) -> list[Said]:
    """The numbers of a link's words, in order; dates, years and stretches of time in it are none."""
    shown = _NO_NUMBER.sub(lambda found: " " * len(found[0]), text)
    found = []
    for match in _NUMBER.finditer(shown):
        read = _digits(match) if match["digits"] else _words(match["words"])
        if read is None:
            continue
        value, step, scaled = read
        before = shown[: match.start()].rstrip("\\$ ")
        side = 1 if _ABOVE.search(before) else -1 if _BELOW.search(before) else 0
        unit = _unit(shown[: match.start()][-2:], shown[match.end() :])
        found.append(Said(value, step, *match.span(), side, unit, scaled))
    # A unit behind the last number of a range holds for the first, too.
    last = next((one.unit for one in reversed(found) if one.unit), None)
    return [one if one.unit else replace(one, unit=last) for one in found]


def agrees(numbers: list[Said], published: list[tuple[float, str]]) -> bool:
    """Whether printed numbers are these published values, one for one."""
    return len(numbers) == len(published) and all(
        _agrees(one, value, unit) for one, (value, unit) in zip(numbers, published, strict=True)
    )


def reprinted(text: str, published: list[tuple[float, str]]) -> str | None:
    """The words of a link with new values in the form of the old ones: decimals, separators, sign, scale, words.

    None when a value cannot be said in that form.
    """
    numbers = numbers_in(text)
    if len(numbers) != len(published):
        return None
    for one, (value, unit) in reversed(list(zip(numbers, published, strict=True))):
        factor = _factor(one, unit)
        new = None if factor is None else _printed(text[one.start : one.end], value * factor, one)
        if new is None:
            return None
        text = text[: one.start] + new + text[one.end :]
    return text if agrees(numbers_in(text), published) else None


def _digits(match: re.Match) -> tuple[float, float, bool]:
    digits = match["digits"].replace(",", "").replace(MINUS, "-")
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    decimals = len(digits.partition(".")[2])
    return float(digits) * scale, scale * 10.0**-decimals, bool(match["scale"])


def _words(text: str) -> tuple[float, float, bool] | None:
    """`two and a half` is not a number here; `a hundred` is 100 to the hundred, `twenty-five` 25 to the one."""
    total, part, step, scaled = 0, 0, 1, False
    for word in re.split(r"[- ]", text.lower()):
        if word in SCALES:
            part, step, scaled = max(part, 1) * SCALES[word], SCALES[word], True
            if SCALES[word] >= 1000:
                total, part = total + part, 0
        elif word in ("a", "an"):
            part = max(part, 0)
        else:
            part += SMALL.get(word, TENS.get(word, 0))
            step = 1
    known = re.sub(r"\ban?\b[- ]?", "", text.lower()).strip()
    return (float(total + part), float(step), scaled) if known else None


def _unit(before: str, after: str) -> tuple[str, float] | None:
    if "$" in before:
        return ("dollars", 1)
    for pattern, name, size in _UNITS:
        if re.match(rf"\s?(?:US )?(?:{pattern})", after, re.IGNORECASE):
            return (name, size)
    return None


def _factor(one: Said, unit: str) -> float | None:
    """What a published value is multiplied with to compare it with the printed one; None for another unit."""
    size = next((SCALES[word] for word in unit.split() if word in SCALES), 1)
    if one.unit and one.unit[0] == "kilogram-mass":
        base = unit.partition(" per ")[0]  # `16.1 kilograms` may stand for kilograms per hectare
        return _MASS[base] / one.unit[1] if base in _MASS else None
    if one.unit and one.unit[0] not in unit:
        return None
    return size if size > 1 and (one.scaled or one.value >= size) else 1


def _agrees(one: Said, value: float, unit: str) -> bool:
    factor = _factor(one, unit)
    if factor is None:
        return False
    wanted = value * factor
    near = abs(one.value - wanted) <= one.step / 2 + 1e-9 * max(1.0, abs(wanted))
    return near and (one.side == 0 or (wanted - one.value) * one.side >= -1e-9)


def _printed(old: str, value: float, one: Said) -> str | None:
    if re.search(r"\d", old):
        digits = re.match(NUMERAL, old)[0]
        decimals = len(digits.partition(".")[2])
        scale = one.step * 10**decimals
        commas = "," in digits or abs(one.value) < 1000
        new = f"{value / scale:{',' if commas else ''}.{decimals}f}"
        minus = MINUS if MINUS in digits or "-" not in digits else "-"
        return new.replace("-", minus) + old[len(digits) :]
    count = round(value / one.step)
    words = {number: word for word, number in (SMALL | TENS).items()}
    if count not in words or count == 0:
        return None
    scale = next((word for word, size in SCALES.items() if size == one.step), "")
    new = " ".join(part for part in (words[count], scale) if part)
    return new.capitalize() if old[0].isupper() else new
