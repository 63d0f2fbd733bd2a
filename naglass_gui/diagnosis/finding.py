"""One line of the report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Rank = Literal["ok", "note", "blocked"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found.

    Attributes:
        rank: "ok"; "note" for what hinders but stops nothing; "blocked".
        text: a sentence; of a hindrance also what to do.
    """

    rank: Rank
    text: str

    def __str__(self) -> str:
        return f"{self.rank}: {' '.join(self.text.split())}"


@dataclass(frozen=True, slots=True)
class Doing:
    """What a probe is about to try: named in the report when the process ends over it."""

    what: str


Findings = Iterator[Finding | Doing]


def ok(text: str) -> Finding:
    """Nothing hinders here."""
    return Finding("ok", text)


def note(text: str) -> Finding:
    """Something hinders, but everything works."""
    return Finding("note", text)


def blocked(text: str) -> Finding:
    """Something does not work."""
    return Finding("blocked", text)
