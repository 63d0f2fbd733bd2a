"""What is said of each circuit of the ladder: how it differs from the one suggested, and what that does to AICc."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from naglass_gui.techniques.eis.ladder import Rung, Tail
from naglass_gui.techniques.eis.suggestion import EVEN, Candidate, chosen, ladder
from naglass_gui.techniques.technique import FitInputs, Progress, no_progress

SHOWN = 6
_ORDINALS = ("first", "second", "third")
_COUNTS = ("no", "one", "two", "three")
_TAIL_WORDS: dict[Tail, str] = {
    "": "nothing behind the arcs",
    "Q": "a spike",
    "W": "a Warburg element",
    "Wo": "diffusion to a blocking end",
    "Ws": "diffusion to a transmissive end",
}


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A circuit of the ladder as it is shown.

    Attributes:
        candidate: with its fit.
        difference: AICc less that of the one suggested; of the lowest, where none is.
        reason: one sentence or two.
        suggested: whether it is the one.
    """

    candidate: Candidate
    difference: float
    reason: str
    suggested: bool


def ranked(candidates: tuple[Candidate, ...], most: int = SHOWN) -> tuple[Ranked, ...]:
    """The circuits worth showing: the one suggested first, then the others from the lowest AICc.

    Of those refused only what is lower than the suggestion comes along, and the one with an arc more: they are why a person
    may wonder.
    """
    best = chosen(candidates)
    if best is None:
        lowest = candidates[0].aicc
        return tuple(Ranked(c, c.aicc - lowest, _alone(c), False) for c in candidates[:most])
    larger = replace(best.rung, arcs=best.rung.arcs + 1)
    others = [c for c in candidates if c is not best and (not c.refused or c.aicc < best.aicc or c.rung == larger)]
    shown = _near(others, most - 1)
    return (
        Ranked(best, 0.0, _why(best, candidates), True),
        *(Ranked(c, c.aicc - best.aicc, against(c, best), False) for c in shown),
    )


def _near(others: list[Candidate], most: int) -> list[Candidate]:
    """At most two that are refused, so that they do not crowd out what can be used."""
    refused = sorted((c for c in others if c.refused), key=lambda c: c.rung.arcs)[:2]
    rest = [c for c in others if not c.refused]
    return sorted([*refused, *rest[: most - len(refused)]], key=lambda c: c.aicc)


def _alone(candidate: Candidate) -> str:
    return f"Refused. {candidate.refused}"


def _why(best: Candidate, candidates: Sequence[Candidate]) -> str:
    """Why the suggested one is: what a smaller one lacks, and what a larger one does not gain."""
    said = []
    smaller = _smaller(best, candidates)
    if smaller is not None:
        part = _part(best.rung, smaller.rung)
        said.append(f"Without {part} AICc rises by {_number(smaller.aicc - best.aicc)}.")
    lower = [c for c in candidates if c.aicc < best.aicc - EVEN and not c.refused]
    even = [c for c in candidates if abs(c.aicc - best.aicc) <= EVEN and c is not best and not c.refused]
    if even and not lower:
        said.append("The simplest of those that describe the data alike.")
    elif not said:
        said.append("The lowest AICc of all that the data determine.")
    return " ".join(said)


def _smaller(best: Candidate, candidates: Sequence[Candidate]) -> Candidate | None:
    """The best of those with an arc less, or without the L where there is no arc."""
    rung = best.rung
    fewer = [c for c in candidates if c.rung.arcs == rung.arcs - 1 and c.rung.tail == rung.tail]
    if not fewer and rung.inductance:
        fewer = [c for c in candidates if c.rung == replace(rung, inductance=False)]
    return min(fewer, key=lambda c: c.aicc, default=None)


def _part(rung: Rung, smaller: Rung) -> str:
    if rung.arcs > smaller.arcs:
        return f"the {_ORDINALS[rung.arcs - 1]} arc" if rung.arcs > 1 else "the arc"
    return "the inductance of the cables"


def against(candidate: Candidate, best: Candidate) -> str:
    """How a circuit differs from the suggested one, what AICc says, and why it is refused or kept behind.

    "A second arc lowers AICc by 84, but the error of R2 is over 100 %."
    """
    differences = _differences(candidate.rung, best.rung)
    what, many = _listed(differences), len(differences) > 1 or differences[0].split()[0] in _COUNTS[2:]
    gap = candidate.aicc - best.aicc
    if not candidate.refused and abs(gap) <= EVEN:
        verdict = "the data do not ask for it" if candidate.size > best.size else "it describes the data as well"
        return f"{what} {'change' if many else 'changes'} AICc by {_number(gap)}: {verdict}."
    verb = ("lower" if gap < 0 else "raise") + ("" if many else "s")
    change = f"{what} {verb} AICc by {_number(abs(gap))}"
    return f"{change}, but {_small(candidate.refused)}." if candidate.refused else f"{change}."


def _differences(rung: Rung, other: Rung) -> list[str]:
    """What one circuit has that another has not: ["a second arc", "no series R"]."""
    said: list[str] = []
    if rung.arcs > other.arcs:
        more = rung.arcs - other.arcs
        said.append(f"a {_ORDINALS[rung.arcs - 1]} arc" if more == 1 and rung.arcs > 1 else _arcs(more))
    elif rung.arcs < other.arcs:
        fewer = other.arcs - rung.arcs
        said.append("one arc less" if fewer == 1 else f"{_COUNTS[fewer]} arcs less")
    if rung.tail != other.tail:
        said.append(_TAIL_WORDS[rung.tail] + (f" instead of {_TAIL_WORDS[other.tail]}" if other.tail else ""))
    if rung.resistance != other.resistance:
        said.append("a series R" if rung.resistance else "no series R")
    if rung.inductance != other.inductance:
        said.append("the inductance of the cables" if rung.inductance else "no inductance")
    return said


def _arcs(count: int) -> str:
    return "an arc" if count == 1 else f"{_COUNTS[count]} more arcs"


def _listed(said: list[str]) -> str:
    text = " and ".join(said) if len(said) < 3 else f"{', '.join(said[:-1])} and {said[-1]}"
    return text[:1].upper() + text[1:]


def _number(value: float) -> str:
    size = f"{value:.1f}" if abs(value) < 10 else f"{value:.0f}"
    return size.replace("-", "−")


def _small(sentence: str) -> str:
    """What a warning found, to go on with, without its remedy: names of parameters keep their capital."""
    found = sentence.split(": ", 1)[0].rstrip(".")
    first = found.split(" ", 1)[0]
    return found if any(c.isdigit() for c in first) else found[:1].lower() + found[1:]


def suggest(inputs: FitInputs, progress: Progress = no_progress) -> tuple[Ranked, ...]:
    """The circuits worth showing for a sweep; raises as `ladder` does."""
    return ranked(ladder(inputs, progress))
