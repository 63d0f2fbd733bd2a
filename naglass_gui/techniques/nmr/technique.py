"""NMR as a technique of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.project import Analysis, Derived, Id, Measurement, Specimen, new_id
from naglass_gui.techniques.intervals import FittedProblem
from naglass_gui.techniques.nmr.components import BASELINES, SHARED, completed
from naglass_gui.techniques.nmr.fit import AMPLITUDES, fit_lines, fitted_problem
from naglass_gui.techniques.nmr.joint import joint, with_shared
from naglass_gui.techniques.nmr.links import with_link
from naglass_gui.techniques.nmr.processing import process
from naglass_gui.techniques.nmr.processing_subtraction import SUBTRACT, companions
from naglass_gui.techniques.nmr.quantities import fitted_quantities
from naglass_gui.techniques.nmr.roles import with_nuclei
from naglass_gui.techniques.nmr.spectrum import larmor_in, nucleus_of, steps_of
from naglass_gui.techniques.nmr.text import parse_lines
from naglass_gui.techniques.technique import Choice, FitInputs, FitOutcome, Progress, no_progress


class Nmr:
    """Nuclear magnetic resonance: lines fitted to a spectrum, and the amounts behind them.

    The lines are the analysis' components (see components.py for the names of their parameters); without any, a fit finds them.
    Regions are in ppm. Options of an analysis: the `choices`; `processing`, a chain of steps (see processing.py); `nucleus`
    and `larmor_frequency` (MHz) where the file does not tell; those of roles.py; `derive_flip_angle` (degrees) or
    `derive_pulse_90` (us), `derive_sodium_per_tantalum`, `derive_formula` and `derive_standard` (see absolute.py), and `derive_corrections`, any of "satellites" and "saturation".
    """

    name = "nmr"
    title = "NMR"
    choices: tuple[Choice, ...] = (
        Choice("weight", "Weights", ("unit",), "unit"),
        Choice("baseline", "Baseline", BASELINES, "constant"),
        Choice("amplitudes", "Amplitudes", AMPLITUDES, "positive"),
        Choice("shared", "Shared in a joint fit", SHARED, "all"),
        Choice("process", "Phases", ("stored", "auto"), "stored"),
    )

    def new_analysis(self, measurement: Measurement, arrays: Mapping[str, Array]) -> Analysis:
        """The analysis a fresh measurement starts with: no lines yet, a fit finds them."""
        analysis = Analysis(id=new_id(), name=measurement.name, technique=self.name, sources=(measurement.id,))
        nucleus = nucleus_of(dict(measurement.metadata), analysis)
        options: list[tuple[str, str | float]] = [(choice.name, choice.default) for choice in self.choices]
        options.append(("nucleus", nucleus.name if nucleus else ""))
        larmor = larmor_in(dict(measurement.metadata))
        if larmor is not None:
            options.append(("larmor_frequency", larmor))
        return replace(analysis, options=tuple(options))

    def with_model(self, analysis: Analysis, model: str) -> Analysis:
        """The analysis with the lines of a text like "pv@-11.2:380Hz, NaCl=pv@7:300Hz" (see text.py) instead of its own.

        Raises:
            InputError: the text describes no lines.
        """
        larmor = analysis.option("larmor_frequency")
        typed = float(larmor) if isinstance(larmor, int | float) and not isinstance(larmor, bool) else None
        lines = replace(analysis, components=parse_lines(model, typed), parameters=())
        return completed(lines, max(len(analysis.sources), 1))

    def fit(self, inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
        """Fit the analysis' lines; see `fit_lines`."""
        return fit_lines(inputs, progress)

    def fitted_problems(self, inputs: FitInputs) -> tuple[FittedProblem, ...]:
        """The current fit as least squares, for intervals beyond the linear error."""
        return (fitted_problem(inputs),)

    def derive(self, analysis: Analysis, specimens: tuple[Specimen | None, ...]) -> tuple[Derived, ...]:
        """Shares, mole ratios, x, widths without the apodization, absolute intensities; () without a fit."""
        return fitted_quantities(analysis, specimens)

    def axis(self, measurement: Measurement, arrays: Mapping[str, Array], analysis: Analysis) -> Array:
        """The axis that regions are in: shifts in ppm, also where the measurement holds a free induction decay.

        Raises:
            InputError: the measurement holds no NMR signal, or its processing makes no sense.
        """
        columns = {c.name: arrays[c.array.digest] for c in measurement.channels}
        # What is subtracted does not move the axis, and is not at hand here.
        chain = tuple(step for step in steps_of(measurement, analysis) if step[0] != SUBTRACT)
        shift, _ = process(columns, dict(measurement.metadata), chain)
        return np.asarray(shift)

    def companions(self, analysis: Analysis) -> tuple[Id, ...]:
        """Measurements that its processing subtracts."""
        return companions(analysis)

    def with_shared(self, analysis: Analysis, shared: str | Sequence[str]) -> Analysis:
        """The analysis with what its spectra share in a joint fit. Raises InputError for what cannot be shared."""
        return with_shared(analysis, shared)

    def with_link(self, analysis: Analysis, parameter: str, link: str) -> Analysis:
        """The analysis with a parameter linked, both in flat names or by the names of lines: "NaCl.area", "0.5*Na2O.area".

        Raises:
            InputError: no such parameter, an unknown name, or links in a circle.
        """
        return with_link(analysis, parameter, link)

    def joint(self, pairs: Sequence[tuple[Measurement, Analysis]], shared: str | Sequence[str] = "all") -> Analysis:
        """A new analysis of several spectra together; see joint.py."""
        return joint(pairs, shared)

    def with_nuclei(self, analysis: Analysis, nuclei: tuple[float, ...]) -> Analysis:
        """The analysis with the nuclei per formula unit of its lines. Raises InputError for another number of them."""
        return with_nuclei(analysis, nuclei)
