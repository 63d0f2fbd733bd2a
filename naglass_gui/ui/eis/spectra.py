"""The spectra a tab shows, as the plots need them: numbers, what of them is fitted, model, pellet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.arrays import ArrayStore
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Specimen
from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.eis.handles import Handle, handles
from naglass_gui.techniques.eis.impedance import impedance
from naglass_gui.techniques.eis.leads import Leads, ShortCircuit, lead_notes
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.eis.syntax import parse_circuit
from naglass_gui.ui.eis.frames import Extent, arcs
from naglass_gui.ui.panels.parameter_rows import linked_values
from naglass_gui.ui.tabs.chosen import Kept, Subject, subjects

TECHNIQUE = "eis"
Real = NDArray[np.float64]
Complex = NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class Spectrum:
    """One measurement as it is shown.

    Attributes:
        measurement: what was measured.
        analysis: what is fitted to it, None where there is none.
        specimen: its pellet.
        frequency: in Hz, in the file's order, shape (m,).
        z: in ohm.
        used: inside a region and not masked.
        masked: left out by hand.
        circuit: of the analysis; None without one, or where its text makes no sense.
        temperature: in degC, None where it is not known.
        lead_notes: what is doubtful about what was subtracted from z, as sentences.
    """

    measurement: Measurement
    analysis: Analysis | None
    specimen: Specimen | None
    frequency: Real
    z: Complex
    used: NDArray[np.bool_]
    masked: NDArray[np.bool_]
    circuit: Circuit | None
    temperature: float | None
    lead_notes: tuple[str, ...] = ()

    @property
    def id(self) -> Id:
        """Of its measurement."""
        return self.measurement.id

    @cached_property
    def geometry(self) -> Geometry | None:
        """Of the pellet, None while a size is missing."""
        return Geometry.of(self.specimen)

    @property
    def has_fit(self) -> bool:
        """Whether its model was ever fitted; before that its values are only rough."""
        return self.analysis is not None and self.analysis.fit is not None

    @cached_property
    def outside(self) -> NDArray[np.bool_]:
        """Points outside every region that are not masked."""
        return ~self.used & ~self.masked

    @cached_property
    def values(self) -> list[float] | None:
        """The circuit's parameter values in its order, links followed; None where one is missing or not finite."""
        if self.circuit is None or self.analysis is None:
            return None
        by_name = linked_values(self.analysis.parameters)
        values = [by_name.get(name, float("nan")) for name in self.circuit.names]
        return values if np.isfinite(values).all() else None

    @cached_property
    def first_look(self) -> Extent | None:
        """What is seen of it first, in ohm: its arcs."""
        return arcs(self.frequency, self.z)

    @cached_property
    def tops(self) -> dict[int, tuple[Handle, complex]]:
        """The top of each arc by its number: its handle, and Z of the whole circuit in ohm at its frequency."""
        if self.circuit is None or self.analysis is None or self.values is None:
            return {}
        found = handles(self.circuit, self.analysis.parameters, 1.0, 1.0)
        tops = [h for h in found if h.kind == "top" and h.frequency]
        z = impedance(self.circuit, np.array([h.frequency for h in tops], dtype=float), self.values)
        return {h.number: (h, complex(there)) for h, there in zip(tops, z, strict=True)}


class Spectra:
    """Makes spectra from the project, and makes anew only those whose parts changed."""

    def __init__(self, store: ArrayStore) -> None:
        self._store = store
        self._made = Kept(self._spectrum)

    def of(self, project: Project, ids: Sequence[Id]) -> tuple[Spectrum, ...]:
        """The impedance spectra among what is selected (measurements, analyses, samples), each once, in the tree's order."""
        chosen = subjects(project, ids, TECHNIQUE)
        shorts = _shorts(project, chosen)
        return self._made.of(
            (s.measurement.id, (s.measurement, s.analysis, s.specimen, shorts.get(Leads.of(s.analysis).short)))
            for s in chosen
        )

    def _spectrum(
        self,
        measurement: Measurement,
        analysis: Analysis | None,
        specimen: Specimen | None,
        short: Measurement | None,
    ) -> Spectrum:
        sweep, notes = self._sweep(measurement, analysis, short)
        masked = np.zeros(len(sweep.frequency), dtype=bool)
        if analysis is not None:
            masked[[m.index for m in analysis.masked if 0 <= m.index < len(masked)]] = True
        condition = measurement.condition("temperature")
        return Spectrum(
            measurement=measurement,
            analysis=analysis,
            specimen=specimen,
            frequency=sweep.frequency,
            z=sweep.z,
            used=sweep.used,
            masked=masked,
            circuit=_circuit(analysis),
            temperature=None if condition is None else condition.quantity.to("degC").value,
            lead_notes=notes,
        )

    def _sweep(
        self, measurement: Measurement, analysis: Analysis | None, short: Measurement | None
    ) -> tuple[Sweep, tuple[str, ...]]:
        """The sweep without its leads, and what is doubtful about that; as measured where they cannot be subtracted."""
        frequency, real, imaginary = (
            self._store.get(measurement.channel(name).array) for name in ("frequency", "z_real", "z_imag")
        )
        try:
            taken = ShortCircuit.needed(analysis, (short,) if short else (), self._store.get)
            sweep = Sweep.of(frequency, real, imaginary, analysis, taken)
        except InputError as fault:
            if Leads.of(analysis).kind == "none":
                raise
            bare = replace(analysis, options=()) if analysis is not None else None
            return Sweep.of(frequency, real, imaginary, bare), (fault.sentence,)
        good = sweep.sensible
        return sweep, () if taken is None else lead_notes(sweep.frequency[good], sweep.z[good], taken)


def _shorts(project: Project, chosen: Sequence[Subject]) -> dict[Id, Measurement]:
    """The short circuits that these subtract, by id."""
    wanted = {Leads.of(s.analysis).short for s in chosen} - {""}
    return {m.id: m for m in project.measurements() if m.id in wanted} if wanted else {}


def _circuit(analysis: Analysis | None) -> Circuit | None:
    return None if analysis is None or not analysis.model else _parsed(analysis.model)


@lru_cache(maxsize=256)
def _parsed(model: str) -> Circuit | None:
    try:
        return parse_circuit(model)
    except InputError:
        return None  # a model of an absent plug-in, or damaged: shown as text, fitted by nobody
