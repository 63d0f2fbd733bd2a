"""A temperature written in a file's name, its title or its notes: "-25C", "140deg", "_25 °C_", "298K"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from naglass_gui.core.quantity import Quantity

_PATTERN = re.compile(
    r"""
    (?P<sign>(?<![^\s_(\[,;=:\-−–+])[-−–+]   # a sign only after a separator: "s04147-140deg" is plus 140
      |(?<![A-Za-z])(?:minus|neg|m)[ _]?)?
    (?<![\d.,])(?P<number>\d{1,4}(?:[.,]\d{1,2})?)
    [ _]?(?P<unit>[°º]\s?C|(?i:deg)(?:rees?)?\.?(?:[ _]?[Cc](?:elsius)?)?|grad|oC|C(?:elsius)?|K)
    (?![A-Za-z0-9])(?!/\d)(?![ _-]{0,2}(?i:rate))
    """,
    re.VERBOSE,
)
_HYPHEN_BEFORE = re.compile(r"[A-Za-z0-9][-−–]$")
_CYCLED = re.compile(r"(?i)rate|charg|cycl|GCPL|GITT|CCCV")


def temperature_in(text: str, *, short: bool = False) -> tuple[Quantity | None, str]:
    """The temperature a text names, and a sentence of doubt where it could be read in two ways.

    A hyphen right after a letter or digit is a separator. "0.1C" is the rate of a battery test and no temperature; "5C" may
    be either, and counts only where `short` says so and nothing surer is named. A bare K must lie between 150 and 1500.

    Args:
        text: a file name without extension, a title or notes.
        short: whether a single digit and a bare C count, as in the names of a temperature series.

    Returns:
        The temperature (None when there is none, or more than one) and the doubt (empty when there is none).
    """
    sure: dict[Quantity, re.Match[str]] = {}
    unsure: dict[Quantity, re.Match[str]] = {}
    for match in _PATTERN.finditer(text):
        quantity = _quantity(match)
        if quantity is not None:
            (unsure if _may_be_a_rate(match) else sure)[quantity] = match
    counts = short and not _CYCLED.search(text)
    found = sure or (unsure if counts else {})
    if len(found) > 1:
        listed = ", ".join(str(q) for q in found)
        return None, f"Several temperatures are named ({listed}): type the one of the measurement."
    if not found:
        return None, ""
    quantity, match = next(iter(found.items()))
    if not sure:
        return quantity, f"“{match[0]}” was taken as {quantity}, not as a charging rate: check the temperature."
    if quantity.unit == "degC" and 0 < quantity.value <= 80 and _HYPHEN_BEFORE.search(text[: match.start()]):
        return (
            quantity,
            f"The hyphen before {quantity} was taken as a separator, not as a minus: check the temperature.",
        )
    return quantity, ""


def _may_be_a_rate(match: re.Match[str]) -> bool:
    """Whether it is "5C": a single digit other than 0, no sign, a bare C."""
    return match["unit"] == "C" and not match["sign"] and len(match["number"]) == 1 and match["number"] != "0"


_FIELD = re.compile(
    r"""(?<![A-Za-z])(?:[Tt]emp(?:erature|eratur)?|T)\b[ ]?
    (?:[\[(/][ ]?(?P<before>°?\s?C|deg\s?C|K)[ ]?[\])]?)?
    \s?[:=,;\t]\s{0,3}(?P<number>[-−+]?\d{1,4}(?:\.\d{1,4})?)[ ]?(?P<after>°?\s?C|deg\s?C|K)?(?![A-Za-z0-9])""",
    re.VERBOSE,
)
_MOST_LINES, _MOST_CHARACTERS = 200, 500


def header_temperature(lines: Sequence[str]) -> Quantity | None:
    """The temperature among the lines above a table: a field with its unit ("Temperature (K): 298"), else as in a title."""
    texts = [line[:_MOST_CHARACTERS] for line in lines[:_MOST_LINES]]
    for text in texts:
        field = _FIELD.search(text)
        unit = field and (field["before"] or field["after"])
        if field and unit:
            value = float(field["number"].replace("−", "-"))
            kelvin = unit == "K"
            if (0 < value <= 2300) if kelvin else (-273.15 < value <= 2000):
                return Quantity(value, None, "K" if kelvin else "degC")
    return temperature_in("\n".join(texts))[0]


def _quantity(match: re.Match[str]) -> Quantity | None:
    number = match["number"]
    value = float(number.replace(",", "."))
    sign = match["sign"] or ""
    if match["unit"] == "K":
        return Quantity(value, None, "K") if not sign and 150 <= value <= 1500 else None
    if match["unit"] == "C" and not sign and re.fullmatch(r"\d[.,]\d+", number):
        return None
    if sign and not sign.startswith("+"):
        value = -value
    return Quantity(value, None, "degC") if -273.15 < value <= 2000 else None
