"""Which parameters spectra share that are fitted together."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QCheckBox, QWidget

from naglass_gui.core.project import Analysis
from naglass_gui.techniques.nmr import SHAPES
from naglass_gui.ui.dialogs.form import FormDialog
from naglass_gui.ui.panels.label import label

TITLES = {
    "position": "Positions",
    "width": "Widths",
    "gauss": "Gaussian widths",
    "lorentz": "Lorentzian widths",
    "mixing": "Lorentzian shares",
    "cq": "Couplings C_Q",
    "eta": "Asymmetries η",
    "sigma": "Distributions of the coupling σ",
    "epsilon": "Distributions about the tensor ε",
}
SHOWN_NAMES = 6


class JointDialog(FormDialog):
    """Asks what is shared; areas and baseline are each spectrum's own.

    Args:
        names: of the spectra.
        analysis: whose lines are fitted.
        shared: what is ticked at first; None for everything.
        accept: the words on the button.
    """

    def __init__(
        self,
        names: Sequence[str],
        analysis: Analysis,
        shared: Collection[str] | None = None,
        accept: str = "Fit together",
        parent: QWidget | None = None,
    ) -> None:
        listed = ", ".join(names[:SHOWN_NAMES]) + (
            f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
        )
        count = len(analysis.components)
        lines = "1 line" if count == 1 else f"{count} lines"
        super().__init__(
            "Fit together", f"{listed}: one fit of {lines}. What do all spectra have in common?", accept, parent
        )
        self.boxes: dict[str, QCheckBox] = {}
        for own in shareable(analysis):
            box = QCheckBox(TITLES.get(own, own))
            box.setChecked(shared is None or own in shared)
            self.grid.add_wide(box)
            self.boxes[own] = box
        self.grid.add_wide(label("Areas and the baseline are each spectrum's own.", "muted", wrap=True))

    @property
    def shared(self) -> tuple[str, ...]:
        """Own names of what is shared."""
        return tuple(own for own, box in self.boxes.items() if box.isChecked())


def shareable(analysis: Analysis) -> tuple[str, ...]:
    """Own names of what lines of these kinds may share between spectra."""
    kinds = [SHAPES[c.kind] for c in analysis.components if c.kind in SHAPES]
    return tuple(dict.fromkeys(p.name for shape in kinds for p in shape.parameters))
