"""NMR: line shapes, their fit to spectra, and the amounts and composition that follow.

Lines from text and back: `parse_lines`, `print_lines`; edits of an analysis: `with_line`, `with_sidebands`, `with_nuclei`. Kinds of
line: `SHAPES`. The technique: `NMR`. From a free induction decay to a spectrum: the module `processing`.
"""

from naglass_gui.techniques.nmr.advice import advice
from naglass_gui.techniques.nmr.components import (
    all_parameters,
    completed,
    own_values,
    with_line,
    with_parameters,
    with_sidebands,
    with_values,
)
from naglass_gui.techniques.nmr.fit import fit_lines, fitted_curves
from naglass_gui.techniques.nmr.quantities import fitted_quantities, formula
from naglass_gui.techniques.nmr.roles import ROLES, with_nuclei
from naglass_gui.techniques.nmr.search import find_lines
from naglass_gui.techniques.nmr.shapes import SHAPES
from naglass_gui.techniques.nmr.spectrum import Spectrum
from naglass_gui.techniques.nmr.technique import Nmr
from naglass_gui.techniques.nmr.text import parse_lines, print_lines

NMR = Nmr()
"""The technique."""

__all__ = [
    "NMR",
    "ROLES",
    "SHAPES",
    "Nmr",
    "Spectrum",
    "advice",
    "all_parameters",
    "completed",
    "find_lines",
    "fit_lines",
    "fitted_curves",
    "fitted_quantities",
    "formula",
    "own_values",
    "parse_lines",
    "print_lines",
    "with_line",
    "with_nuclei",
    "with_parameters",
    "with_sidebands",
    "with_values",
]
