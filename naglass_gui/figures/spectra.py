"""What an impedance figure shows of each source: the points, the fit at them, and the fit as a smooth curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Fit, Id, Measurement, Project, Specimen
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.eis.impedance import impedance
from naglass_gui.techniques.eis.leads import Leads, ShortCircuit, without_leads
from naglass_gui.techniques.eis.syntax import parse_circuit

POINTS_PER_DECADE = 60


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """One measured spectrum and its fit, in the figure's unit.

    Attributes:
        label: for the legend: the temperature where it is known and tells the spectra apart, else the name.
        temperature: in degC, or None.
        frequency: in Hz, shape (m,); z: shape (m,); included: whether a point was fitted, shape (m,).
        fit_z: the fit at the points, shape (m,), empty without a fit.
        curve_frequency, curve_z: the fit as a smooth curve.
        model: the circuit's text, "" without a fit.
        resistance: of the electrolyte by the fit, or None.
        unit: "ohm", "ohm cm" or "ohm cm^2".
        factor: by which ohms were multiplied.
        geometry: of the pellet, None while a size is missing.
    """

    label: str
    temperature: float | None
    frequency: Array
    z: Array
    included: Array
    fit_z: Array
    curve_frequency: Array
    curve_z: Array
    model: str
    resistance: float | None
    unit: str
    factor: float = 1.0
    geometry: Geometry | None = None

    @property
    def z_ohm(self) -> Array:
        """The points in ohm, shape (m,)."""
        return self.z / self.factor

    @property
    def curve_ohm(self) -> Array:
        """The smooth curve in ohm."""
        return self.curve_z / self.factor


def spectra(project: Project, sources: Sequence[Id], arrays: Mapping[str, Array], unit: str = "ohm") -> list[Spectrum]:
    """The spectra behind these measurements and analyses.

    Args:
        project: where they are.
        sources: ids of measurements (shown with their first analysis) or of analyses.
        arrays: their arrays, by digest.
        unit: of Z; "ohm cm" and "ohm cm^2" need the sizes of every pellet.

    Raises:
        InputError: a specific unit where sizes are missing.
    """
    known = {a.id: a for a in project.analyses}
    shown, names = [], []
    for source in sources:
        analysis = known.get(source) or next((a for a in project.analyses_of(source) if a.technique == "eis"), None)
        measurement = project.measurement(analysis.sources[0] if analysis is not None else source)
        short = ShortCircuit.needed(analysis, project.measurements(), lambda ref: arrays[ref.digest])
        shown.append(_spectrum(measurement, analysis, project.specimen_of(measurement.id), arrays, unit, short))
        names.append(measurement.name)
    if len({s.label for s in shown}) < len(shown):  # at one temperature it tells nothing
        return [replace(s, label=name) for s, name in zip(shown, names, strict=True)]
    return shown


def _spectrum(
    measurement: Measurement,
    analysis: Analysis | None,
    pellet: Specimen | None,
    arrays: Mapping[str, Array],
    unit: str,
    short: ShortCircuit | None,
) -> Spectrum:
    frequency, real, imaginary = (
        arrays[measurement.channel(name).array.digest] for name in ("frequency", "z_real", "z_imag")
    )
    factor = specific_factor(pellet, unit, measurement.name)
    fit = analysis.fit if analysis is not None else None
    curve_frequency, curve = _smooth(fit, frequency) if fit is not None else (np.empty(0), np.empty(0, complex))
    condition = measurement.condition("temperature")
    temperature = None if condition is None else condition.quantity.to("degC").value
    total = fit.quantity("R_total") if fit is not None else None
    return Spectrum(
        label=measurement.name if temperature is None else f"{temperature:g} °C".replace("-", "−"),
        temperature=temperature,
        frequency=frequency,
        z=factor * without_leads(frequency, real + 1j * imaginary, Leads.of(analysis), short),
        included=included_points(frequency, analysis),
        fit_z=factor * _at_points(fit, frequency) if fit is not None else np.empty(0, complex),
        curve_frequency=curve_frequency,
        curve_z=factor * curve,
        model=fit.model if fit is not None else "",
        resistance=factor * total.value if total is not None else None,
        unit=unit,
        factor=factor,
        geometry=Geometry.of(pellet),
    )


def included_points(frequency: Array, analysis: Analysis | None) -> Array:
    """Whether each point is fitted: inside a region and not masked, shape (m,)."""
    included = np.ones(frequency.shape, bool)
    if analysis is None:
        return included
    if analysis.regions:
        included = np.any([(frequency >= r.low) & (frequency <= r.high) for r in analysis.regions], axis=0)
    included[[m.index for m in analysis.masked if m.index < included.size]] = False
    return included


def specific_factor(pellet: Specimen | None, unit: str, name: str) -> float:
    """What turns ohm into the unit: A/L for ohm cm, A for ohm cm^2. Raises InputError where a size is missing."""
    if unit == "ohm":
        return 1.0
    area = thickness = None
    if pellet is not None:
        if pellet.area is not None:
            area = pellet.area.to("cm^2").value
        elif pellet.diameter is not None:
            area = np.pi / 4 * pellet.diameter.to("cm").value ** 2
        thickness = None if pellet.thickness is None else pellet.thickness.to("cm").value
    if area is None or (unit == "ohm cm" and thickness is None):
        raise InputError(f"{name}: type the pellet's thickness and diameter to show it in {unit}.")
    return area / thickness if unit == "ohm cm" and thickness is not None else area


def _at_points(fit: Fit, frequency: Array) -> Array:
    circuit = parse_circuit(fit.model)
    values = {p.name: p.value for p in fit.parameters}
    return impedance(circuit, frequency, [values[name] for name in circuit.names])


def _smooth(fit: Fit, frequency: Array) -> tuple[Array, Array]:
    low, high = np.log10(frequency.min()), np.log10(frequency.max())
    dense = np.logspace(high, low, max(2, int((high - low) * POINTS_PER_DECADE)))
    return dense, _at_points(fit, dense)
