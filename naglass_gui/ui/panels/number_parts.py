"""A value with its uncertainty cut into the parts a table lines up: whole, fraction, error and power of ten."""

from __future__ import annotations

from dataclasses import dataclass

from naglass_gui.core.quantity import format_value


@dataclass(frozen=True, slots=True)
class NumberParts:
    """What stands before the decimal point, from it on, behind the ±, and the power of ten all of it is in."""

    whole: str
    fraction: str = ""
    error: str = ""
    power: str = ""

    def __str__(self) -> str:
        body = self.whole + self.fraction
        if self.error:
            body = f"{body} ± {self.error}"
            return f"({body}) × {self.power}" if self.power else body
        return f"{body} × {self.power}" if self.power else body


FIGURES = 4  # of a value without an error


def number_parts(
    value: float, stderr: float | None = None, *, digits_of: float | None = None, trim: bool = False
) -> NumberParts:
    """The parts of a value as papers print it, two figures of its error.

    Args:
        value: the number.
        stderr: its standard error, or None.
        digits_of: an error that decides the number of digits without being shown, so that a dragged value keeps its length.
        trim: leave out zeros at the end of a value without an error, as for one that was typed.
    """
    text = format_value(value, stderr if stderr is not None else digits_of, significant=6 if trim else FIGURES)
    body, _, power = text.partition(" × ")
    number, _, error = body.strip("()").partition(" ± ")
    whole, point, fraction = number.partition(".")
    if trim:
        fraction = fraction.rstrip("0")
        point = point if fraction else ""
    return NumberParts(whole, point + fraction, error if stderr is not None else "", power)
