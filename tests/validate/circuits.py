"""Simulated spectra of known circuits, from a glass at 25 C to three arcs, for the suggestion of a circuit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.techniques.eis.suggestion import chosen, ladder
from tests.techniques.eis.spectra import inputs, synthetic

Real = NDArray[np.float64]
Complex = NDArray[np.complex128]
Values = dict[str, float]

NOISE = 0.01
SPECTRA, LEAST_RIGHT = 200, 0.90
FREQUENCY: Real = np.logspace(np.log10(5e6), -1, 78)


@dataclass(frozen=True)
class Family:
    """Spectra of one circuit, with values drawn as pellets and cells have them."""

    circuit: str
    what: str
    draw: Callable[[np.random.Generator], Values]


def _log(generator: np.random.Generator, low: float, high: float) -> float:
    return float(np.exp(generator.uniform(np.log(low), np.log(high))))


def _arcs(generator: np.random.Generator, tops: list[float], resistances: list[float]) -> Values:
    """Depressed arcs with these top frequencies in Hz."""
    values: Values = {}
    for k, (top, resistance) in enumerate(zip(tops, resistances, strict=True), 1):
        n = float(generator.uniform(0.8, 0.98))
        values |= {f"R{k}": resistance, f"Y{k}": (2 * np.pi * top) ** -n / resistance, f"n{k}": n}
    return values


def _tops(generator: np.random.Generator, count: int, lowest: float, highest: float) -> list[float]:
    """Top frequencies at least one and a half decades apart, the highest first."""
    while True:
        tops = sorted((_log(generator, lowest, highest) for _ in range(count)), reverse=True)
        if all(a / b >= 10**1.5 for a, b in zip(tops[:-1], tops[1:], strict=True)):
            return tops


def _alike(generator: np.random.Generator, count: int, first: float) -> list[float]:
    """Resistances within a factor of four of the first."""
    return [first] + [first * _log(generator, 0.25, 4.0) for _ in range(count - 1)]


def _spike(generator: np.random.Generator, number: int, below: float, resistance: float) -> Values:
    """A blocking electrode whose |Z| passes that of the electrolyte between 1 Hz and a decade and a half below `below` Hz."""
    corner, n = _log(generator, 1.0, max(below / 30, 1.5)), float(generator.uniform(0.82, 0.95))
    return {f"Y{number}": (2 * np.pi * corner) ** -n / resistance, f"n{number}": n}


def glass(generator: np.random.Generator) -> Values:
    """A good glass at 25 C: 4 mS/cm, its arc far above the band, cables of half a microhenry."""
    resistance = _log(generator, 30, 300)
    return {"L1": _log(generator, 3e-7, 1.5e-6), "R0": resistance, **_spike(generator, 1, 3e4, resistance)}


def cold_glass(generator: np.random.Generator) -> Values:
    """The same some hundred kelvins colder, without an arc in the band yet."""
    resistance = _log(generator, 1e3, 1e5)
    return {"R0": resistance, **_spike(generator, 1, 1e4, resistance)}


def bulk(arcs: int, series: bool, spike: bool) -> Callable[[np.random.Generator], Values]:
    """Arcs, with a resistance before them and a spike behind them or without."""

    def draw(generator: np.random.Generator) -> Values:
        first = _log(generator, 1e2, 1e6)
        tops = _tops(generator, arcs, 3e1 if spike else 3e-1, 1e6)
        values = _arcs(generator, tops, _alike(generator, arcs, first))
        whole = sum(values[f"R{k + 1}"] for k in range(arcs))
        if series:
            values["R0"] = first * _log(generator, 0.1, 1.0)
        if spike:
            values |= _spike(generator, arcs + 1, tops[-1], whole)
        return values

    return draw


def diffusion(tail: str) -> Callable[[np.random.Generator], Values]:
    """An arc and diffusion behind it: without an end (W), to a blocking (Wo) or to a transmissive end (Ws)."""

    def draw(generator: np.random.Generator) -> Values:
        first = _log(generator, 1e1, 1e4)
        top = _log(generator, 1e3, 1e5)
        values = {"R0": first * _log(generator, 0.1, 1.0), **_arcs(generator, [top], [first])}
        size = first * _log(generator, 0.5, 4.0)
        corner = _log(generator, 1.0, 10.0)
        if tail == "W":
            return values | {"Y2": 1.0 / (size * np.sqrt(2 * np.pi * corner))}
        return values | {"R2": size, "t2": 1.0 / (2 * np.pi * corner), "n2": 0.5}

    return draw


FAMILIES = (
    Family("LRQ", "glass at 25 °C", glass),
    Family("RQ", "cold glass", cold_glass),
    Family("(RQ)Q", "one whole arc and spike", bulk(1, series=False, spike=True)),
    Family("R(RQ)Q", "one arc and spike", bulk(1, series=True, spike=True)),
    Family("(RQ)(RQ)Q", "bulk, grain boundary, spike", bulk(2, series=False, spike=True)),
    Family("R(RQ)", "one arc", bulk(1, series=True, spike=False)),
    Family("R(RQ)(RQ)", "two arcs", bulk(2, series=True, spike=False)),
    Family("R(RQ)(RQ)(RQ)", "three arcs", bulk(3, series=True, spike=False)),
    Family("R(RQ)W", "arc and Warburg", diffusion("W")),
    Family("R(RQ)Wo", "arc and blocked diffusion", diffusion("Wo")),
    Family("R(RQ)Ws", "arc and diffusion to a sink", diffusion("Ws")),
)


def spectrum(seed: int) -> tuple[Family, Complex]:
    """The family of a seed (each in turn) and its noisy impedance in ohm at `FREQUENCY`."""
    generator = np.random.default_rng(seed)
    family = FAMILIES[seed % len(FAMILIES)]
    return family, synthetic(family.circuit, family.draw(generator), FREQUENCY, NOISE, seed)


@dataclass(frozen=True)
class Trial:
    """What was suggested for one spectrum ("" where nothing was), and whether its fit has a warning of rank reject."""

    true: str
    suggested: str
    rejected: bool

    @property
    def right(self) -> bool:
        """Whether the circuit is that of the simulation."""
        return self.suggested == self.true


def trial(seed: int) -> Trial:
    """The suggestion for the spectrum of a seed, from nothing but its points."""
    family, z = spectrum(seed)
    best = chosen(ladder(inputs(FREQUENCY, z)))
    if best is None:
        return Trial(family.circuit, "", False)
    rejected = any(warning.rank == "reject" for warning in best.fit.warnings)
    return Trial(family.circuit, best.rung.text, rejected)
