"""T1 of every component of every fitted series of a project, as one table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from naglass_gui.core.project import Id, Project
from naglass_gui.techniques.nmr.spectrum import larmor_in
from naglass_gui.techniques.relaxation.forms import FORMS
from naglass_gui.techniques.relaxation.quantities import curve_labels, curves_of, time_of


@dataclass(frozen=True, slots=True)
class Component:
    """One T1.

    Attributes:
        analysis: whose fit it is of.
        sample, series: their names.
        label: window or line.
        number: of the curve, from 1.
        celsius: temperature; None where it is not known.
        larmor: in MHz; None where it is not known.
        t1, error: in s; T2 or T1rho of a decay.
        model: its name.
    """

    analysis: Id
    sample: str
    series: str
    label: str
    number: int
    celsius: float | None
    larmor: float | None
    t1: float
    error: float | None
    model: str

    @property
    def symbol(self) -> str:
        """Which time it is: "T₁", "T₂" or "T₁ρ"."""
        return FORMS[self.model].symbol if self.model in FORMS else "T₁"


def components_of(project: Project, only: Collection[Id] | None = None) -> tuple[Component, ...]:
    """Every relaxation time of fitted series, in the tree's order.

    Args:
        project: what is looked at.
        only: ids of measurements or analyses; None takes all.
    """
    found: list[Component] = []
    for sample in project.samples:
        for measurement in sample.measurements:
            for analysis in project.analyses:
                fit = analysis.fit
                mine = analysis.technique == "relaxation" and measurement.id in analysis.sources
                if not mine or fit is None or (only is not None and not {measurement.id, analysis.id} & set(only)):
                    continue
                condition = measurement.condition("temperature")
                typed = analysis.option("larmor_frequency")
                larmor = float(typed) if isinstance(typed, int | float) else larmor_in(dict(measurement.metadata))
                labels = curve_labels(fit)
                for number in range(1, curves_of(fit) + 1):
                    t1 = time_of(fit, number)
                    if t1 is not None:
                        found.append(
                            Component(
                                analysis.id,
                                sample.name,
                                measurement.name,
                                labels[number - 1],
                                number,
                                None if condition is None else condition.quantity.to("degC").value,
                                larmor,
                                t1.value,
                                t1.stderr,
                                fit.model,
                            )
                        )
    return tuple(found)
