"""The labels of the arcs: "R1 298.4 ± 0.9 Ω", and below what it stands for."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF

from naglass_gui.core.fingerprint import is_stale
from naglass_gui.core.project import FittedParameter
from naglass_gui.core.symbols import symbol
from naglass_gui.techniques.eis.derived import analysis_resistances
from naglass_gui.ui.eis.shown import Shown
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.panels.prefixes import with_prefix
from naglass_gui.ui.plots.labels import Label, Obstacles
from naglass_gui.ui.plots.plot import LABELS
from naglass_gui.ui.plots.view import View

NEAR = 40  # pixels outside the frame at which what a label names still counts as in sight


class ArcLabels:
    """Labels by the number of their arc."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._labels: dict[int, Label] = {}

    def write(self, texts: Mapping[int, str]) -> None:
        """Show these texts and no others."""
        for number in set(self._labels) - set(texts):
            label = self._labels.pop(number)
            scene = label.scene()
            if scene is not None:
                scene.removeItem(label)
        for number, text in texts.items():
            if number not in self._labels:
                self._labels[number] = Label(self._view, LABELS)
            self._labels[number].set_text(text)

    def place(self, anchors: Mapping[int, QPointF], obstacles: Obstacles, moving: bool = False) -> None:
        """Put each label near what it names, where it hides nothing; those of things out of sight are hidden."""
        frame = self._view.mapping().frame
        for number, label in self._labels.items():
            anchor = anchors.get(number)
            inside = anchor is not None and frame.adjusted(-NEAR, -NEAR, NEAR, NEAR).contains(anchor)
            label.setVisible(inside)
            if inside and anchor is not None:
                label.put(anchor, frame, obstacles, moving)

    def __getitem__(self, number: int) -> Label:
        return self._labels[number]


def label_texts(
    shown: Shown, spectrum: Spectrum, names: Mapping[int, str], second: Mapping[int, str]
) -> dict[int, str]:
    """What the labels of these resistances say.

    Args:
        shown: gives the units.
        spectrum: whose analysis holds the resistances.
        names: of the resistances, by the number of the label.
        second: the second line where it is not the role of the resistance.
    """
    analysis = spectrum.analysis
    if analysis is None:
        return {}
    roles = {r.name: r.role for r in analysis_resistances(analysis, spectrum.specimen)}
    errors, by = _errors(spectrum), shown.factor(spectrum)
    texts = {}
    for number, name in names.items():
        fitted = errors.get(name)
        stderr = fitted.stderr * by if fitted is not None and fitted.stderr is not None else None
        size = with_prefix(analysis.parameter(name).value * by, stderr, shown.scale, significant=4)
        below = second.get(number) or roles.get(name, "")
        texts[number] = f"{symbol(name)} {size}\n{below}" if below else f"{symbol(name)} {size}"
    return texts


def _errors(spectrum: Spectrum) -> dict[str, FittedParameter]:
    """The fitted parameters, where the values shown are still theirs."""
    analysis = spectrum.analysis
    if analysis is None or analysis.fit is None:
        return {}
    fitted = {p.name: p for p in analysis.fit.parameters}
    # Asked first as it costs nothing, and is the answer at every frame of a drag.
    moved = any(p.name in fitted and p.value != fitted[p.name].value for p in analysis.parameters)
    return {} if moved or is_stale(analysis, (spectrum.measurement,)) else fitted
