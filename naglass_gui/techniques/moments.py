"""When measurements were made, as their files say it; every maker writes dates in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

DATES = ("%Y-%m-%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%m-%d-%Y", "%d-%m-%Y", "%Y/%m/%d", "%b. %d, %Y", "%b %d, %Y")
TIMES = ("%H:%M:%S", "%H:%M:%S.%f", "%H:%M", "%I:%M:%S %p")
MEASURED = ("measured", "date")
"""Names under which readers keep it among the metadata."""


def moments(texts: Sequence[str]) -> tuple[datetime, ...] | None:
    """The moments that several files of one kind tell; None where one of them tells none.

    All are read in the same way. Where day and month could be exchanged, the reading with the shorter span is taken: a
    series is measured within days.
    """
    return _moments(tuple(texts))


@lru_cache(maxsize=128)  # an Arrhenius plot asks in every frame of a drag
def _moments(texts: tuple[str, ...]) -> tuple[datetime, ...] | None:
    cleaned = [_cleaned(text) for text in texts]
    if not cleaned or not all(cleaned):
        return None
    readings = [found for day in DATES if (found := _read(cleaned, day)) is not None]
    return min(readings, key=lambda found: max(found) - min(found), default=None)


def _cleaned(text: str) -> str:
    """The beginning, of a text that names an end too, with single spaces."""
    beginning = re.split(r"\s+to\s+|;", text.strip())[0]
    return re.sub(r"[T\s]+(?=\d{1,2}:)", " ", re.sub(r"\s+", " ", beginning))


def _read(texts: Sequence[str], day: str) -> tuple[datetime, ...] | None:
    found = [_one(text, day) for text in texts]
    known = tuple(moment for moment in found if moment is not None)
    return known if len(known) == len(found) else None


def _one(text: str, day: str) -> datetime | None:
    for time in TIMES:
        try:
            return datetime.strptime(text, f"{day} {time}")
        except ValueError:
            continue
    return None
