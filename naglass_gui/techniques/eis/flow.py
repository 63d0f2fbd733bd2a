"""How a correction of one spectrum of a series goes on to its neighbours: which, in what order, and what they are asked.

What was corrected goes along: the circuit and the fitted region to the neighbours that had the same as this one had, and the
values to all. What a neighbour has of its own stays, as do its masks. It goes on in both directions, and ends before a
neighbour with another circuit, whose values say nothing here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Fit, Measurement, Project, Region
from naglass_gui.techniques.eis.editing import with_circuit
from naglass_gui.techniques.eis.law import Whole
from naglass_gui.techniques.eis.syntax import boukamp, parse_circuit, without_values

TECHNIQUE = "eis"
MOVED = 1e-3
"""Relative change of a value from which on a fit counts as another one than that before."""


@dataclass(frozen=True, slots=True, eq=False)
class Flow:
    """Where a correction goes on to.

    Attributes:
        colder, hotter: the neighbours as they are to be fitted, the nearest first.
    """

    colder: tuple[Analysis, ...] = ()
    hotter: tuple[Analysis, ...] = ()

    @property
    def all(self) -> tuple[Analysis, ...]:
        """All of them."""
        return (*self.colder, *self.hotter)


def flow_of(project: Project, analysis: Analysis) -> Flow:
    """Where the current fit of an analysis can go on to; nowhere without one, or without fitted neighbours."""
    here = kelvin_of(project, analysis)
    if here is None or analysis.fit is None:
        return Flow()
    chains: tuple[list[Analysis], list[Analysis]] = ([], [])
    members = sorted(series_of(project, analysis), key=lambda pair: abs(pair[0] - here))
    ended = [False, False]
    for kelvin, member in members:
        side = int(kelvin >= here)
        asked = _asked(analysis, member)
        ended[side] = ended[side] or asked is None
        if asked is not None and not ended[side]:
            chains[side].append(asked)
    return Flow(tuple(chains[0]), tuple(chains[1]))


def is_correction(analysis: Analysis) -> bool:
    """Whether the current fit was made by hand after another one, and is not the same."""
    fit, before = analysis.fit, fit_before(analysis)
    if fit is None or before is None or fit.note:
        return False
    if _question(fit) != _question(before) or fit.model != before.model:
        return True
    values = {p.name: p.value for p in before.parameters}
    return any(abs(p.value - values.get(p.name, 0.0)) > MOVED * abs(p.value) for p in fit.parameters)


def open_flow(project: Project, analysis: Analysis) -> Flow:
    """Where a correction can go on to and has not yet: its neighbours' fits are older than it."""
    if not is_correction(analysis):
        return Flow()
    flow, now = flow_of(project, analysis), analysis.fit
    older = [n for n in flow.all if n.fit is not None and now is not None and n.fit.created < now.created]
    return flow if older else Flow()


def fit_before(analysis: Analysis) -> Fit | None:
    """The fit of the same spectrum by itself that was made before the current one."""
    place = next((k for k, f in enumerate(analysis.fits) if f.id == analysis.current), 0)
    return next((f for f in reversed(analysis.fits[:place]) if Whole.of(f) is None), None)


def series_of(project: Project, analysis: Analysis) -> Iterator[tuple[float, Analysis]]:
    """The fitted spectra of the same pellet with their temperatures in K, without the analysis itself."""
    measured = {m.id: m for m in project.measurements()}
    own = measured.get(analysis.sources[0])
    if own is None or own.specimen is None:
        return
    seen = {own.id}
    for other in project.analyses:
        measurement = measured.get(other.sources[0]) if other.technique == TECHNIQUE else None
        if measurement is None or measurement.id in seen or measurement.specimen != own.specimen or other.fit is None:
            continue
        kelvin = _kelvin(measurement)
        if kelvin is not None:
            seen.add(measurement.id)
            yield kelvin, other


def kelvin_of(project: Project, analysis: Analysis) -> float | None:
    """The temperature in K of what an analysis is of; None where it is not known."""
    measurement = next((m for m in project.measurements() if m.id in analysis.sources[:1]), None)
    return None if measurement is None else _kelvin(measurement)


def _kelvin(measurement: Measurement) -> float | None:
    found = measurement.condition("temperature")
    return None if found is None else found.quantity.to("K").value


def _asked(source: Analysis, member: Analysis) -> Analysis | None:
    """A neighbour as it is to be fitted; None where it has a circuit of its own."""
    before = fit_before(source)
    alike = _circuit(member.model) == _circuit(source.model)
    if not alike and (before is None or _circuit(member.model) != _circuit(before.model)):
        return None
    old_regions = before.setup.regions if before is not None and before.setup is not None else source.regions
    asked = member if alike else with_circuit(member, parse_circuit(source.model))
    if _spans(member.regions) == _spans(old_regions):
        asked = replace(asked, regions=source.regions)
    return asked


def _question(fit: Fit) -> object:
    """What a fit was asked, without the values it started from."""
    if fit.setup is None:
        return None
    held = tuple((p.name, p.vary, p.minimum, p.maximum, p.link) for p in fit.setup.parameters)
    masked = tuple(m.index for m in fit.setup.masked)
    options = tuple(o for o in fit.setup.options if not o[0].startswith(("view_", "derive_")))
    return held, masked, options, _spans(fit.setup.regions)


def _spans(regions: tuple[Region, ...]) -> tuple[tuple[float, float], ...]:
    return tuple((r.low, r.high) for r in regions)


def _circuit(model: str) -> str:
    try:
        return boukamp(without_values(parse_circuit(model)))
    except InputError:
        return model
