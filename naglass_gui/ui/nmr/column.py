"""The right column of the NMR tab: lines, composition, warnings, parameters, fits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from naglass_gui.core.doubt import doubt_of
from naglass_gui.core.project import Analysis, Component, Derived, Fit
from naglass_gui.core.quantity import format_value
from naglass_gui.core.table import Cell, Head
from naglass_gui.techniques.nmr import NMR, SHAPES, all_parameters, own_values
from naglass_gui.techniques.nmr.advice import current_warnings
from naglass_gui.techniques.nmr.components import flat_name, number_of
from naglass_gui.techniques.nmr.lines import voigt_width
from naglass_gui.techniques.nmr.links import link_from_words
from naglass_gui.techniques.nmr.quantities import current_quantities
from naglass_gui.techniques.nmr.roles import is_sideband, sidebands_of
from naglass_gui.ui.dialogs.link_parameter import ReadLink
from naglass_gui.ui.nmr.amounts import AmountsPanel
from naglass_gui.ui.nmr.composition import CompositionPanel, composition_words
from naglass_gui.ui.nmr.curves import colour_of, values_of
from naglass_gui.ui.nmr.spectra import Spectrum
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.components_table import ComponentRow, ComponentsTable
from naglass_gui.ui.panels.fit_history import FitHistory
from naglass_gui.ui.panels.options_panel import OptionsPanel
from naglass_gui.ui.panels.page import Page
from naglass_gui.ui.panels.parameter_table import ParameterTable
from naglass_gui.ui.panels.remedies import RemedyWords
from naglass_gui.ui.panels.warnings_panel import WarningsPanel
from naglass_gui.ui.services import Services

NARROWEST, USUAL, WIDEST = 388, 396, 480
REMEDIES = {"correct": "Correct for {}", "sidebands": "Add sidebands"}
HEADS = (
    Head("δ", "ppm", True),
    Head("width", "Hz", True),
    Head("own", "Hz", True),
    Head("L", "", True),
    Head("share", "%", True),
)
"""Own: the width without what the apodization adds."""
CHOICES = tuple(choice for choice in NMR.choices if choice.name in ("baseline", "amplitudes"))
_MIXING = {"gauss": 0.0, "lorentz": 1.0}


class Column(Page):
    """Shows the current spectrum's lines and results. What is wanted is said by the panels themselves.

    Attributes:
        lines, composition, warnings, parameters, amounts, options, fits: the panels.
    """

    def __init__(self, services: Services) -> None:
        super().__init__(NARROWEST, USUAL, WIDEST)
        self.lines = ComponentsTable(
            HEADS,
            services,
            "No line yet: F5 finds them, a double click on the spectrum adds one.",
            spare=("L", "own", "width"),
        )
        self.lines.setProperty("help_page", "nmr")
        self.composition = CompositionPanel()
        self.warnings = WarningsPanel(RemedyWords(REMEDIES))
        self.amounts = AmountsPanel()
        self.parameters = ParameterTable(services)
        self.options = OptionsPanel(CHOICES)
        self.fits = FitHistory(services)
        self.parameters_card = Card("Parameters", self.parameters)
        self.amounts_card = Card("Amounts", self.amounts)
        self.add(
            Card("Lines", self.lines),
            Card("Composition", self.composition),
            self.warnings,
            self.parameters_card,
            self.amounts_card,
            Card("Fits", self.fits, self.options),
        )

    def show_spectrum(self, spectrum: Spectrum | None) -> None:
        """Show a spectrum's analysis, or nothing. Cheap enough for every frame of a drag."""
        whole, analysis = (spectrum.analysis, spectrum.alone) if spectrum else (None, None)
        fit, stale = (analysis.fit if analysis else None), spectrum is not None and spectrum.stale
        known = spectrum.signal.figures if spectrum is not None and spectrum.signal is not None else {}
        derived = _derived(analysis, fit, stale, known)
        doubt = doubt_of(fit)
        self.lines.show_rows(rows_of(analysis, None if stale else fit, derived))
        self.composition.show_words(composition_words(analysis, derived), stale=stale, doubt=doubt)
        self.warnings.show_warnings(current_warnings(analysis) if analysis is not None and not stale else ())
        # The table shows what an analysis calls its own; here that is everything, the lines' first.
        flat = replace(whole, parameters=all_parameters(whole)) if whole is not None else None
        self.parameters.show_analysis(flat)
        self.parameters.read_link = _reader(spectrum)
        self.amounts.show_analysis(whole, spectrum.specimen if spectrum else None, derived)
        self.amounts_card.setVisible(whole is not None and bool(whole.components))
        self.parameters_card.setVisible(flat is not None and bool(flat.parameters))
        self.options.show_analysis(whole)
        self.fits.show_analysis(whole)


def _reader(spectrum: Spectrum | None) -> ReadLink | None:
    """How links are typed that call lines by their names."""
    if spectrum is None or spectrum.analysis is None:
        return None
    larmor = spectrum.signal.larmor if spectrum.signal is not None else None
    return partial(link_from_words, components=spectrum.analysis.components, larmor=larmor)


def _derived(
    analysis: Analysis | None, fit: Fit | None, stale: bool, known: Mapping[str, float]
) -> tuple[Derived, ...]:
    if analysis is None:
        return ()
    if fit is not None and not stale:
        return fit.derived
    return current_quantities(analysis, values_of(analysis), known)


def rows_of(analysis: Analysis | None, fit: Fit | None, derived: tuple[Derived, ...]) -> tuple[ComponentRow, ...]:
    """The table of lines: shift, full width with and without the apodization, Lorentzian share, share; errors where fitted."""
    if analysis is None:
        return ()
    errors = {p.name: p.stderr for p in fit.parameters} if fit else {}
    known, doubt = {d.name: d for d in derived}, doubt_of(fit)
    remark = "" if doubt is None else doubt.short
    return tuple(
        _row(component, errors, known, remark, len(sidebands_of(analysis, component)))
        for component in analysis.components
        if not is_sideband(analysis, component)
    )


def _row(
    component: Component, errors: dict[str, float | None], known: dict[str, Derived], remark: str, sidebands: int
) -> ComponentRow:
    number, values = number_of(component), own_values(component)
    kind = SHAPES[component.kind].title if component.kind in SHAPES else component.kind
    beside = f"; its share holds that of {sidebands} spinning sidebands" if sidebands else ""

    def cell(own: str) -> Cell:
        return Cell(values.get(own), errors.get(flat_name(own, number)))

    share, own = known.get(f"share_{number}"), known.get(f"natural_{number}")
    mixing = _MIXING.get(component.kind, values.get("mixing"))
    return ComponentRow(
        component.id,
        component.name,
        colour_of(component),
        (
            cell("position"),
            _width(component, values, known.get(f"width_{number}"), cell("width")),
            Cell(own.value, own.stderr) if own else Cell(None),
            "–" if mixing is None else f"{mixing:.2f}",
            Cell(share.value, share.stderr, remark=remark) if share else Cell(None),
        ),
        component.hidden,
        f"Line {number}: {kind}{beside}{_own_width(own)}",
    )


def _own_width(own: Derived | None) -> str:
    return (
        "" if own is None else f"; {format_value(own.value, own.stderr, significant=4)} Hz wide without the apodization"
    )


def _width(component: Component, values: dict[str, float], derived: Derived | None, own: Cell) -> Cell:
    if derived is not None:
        return Cell(derived.value, derived.stderr)
    if component.kind == "voigt":
        return Cell(voigt_width(values["gauss"], values["lorentz"]))
    return own
