"""What a person changes on an analysis in any tab, as named steps of the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from naglass_gui.core import edits
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Id, Measurement, Project, Specimen, new_id
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services


class Steps:
    """Makes the steps. A value that makes no sense is refused in the message strip, and nothing has changed.

    Where a step has `live`, the change is only shown while that is true (the mouse still moves), and made when it is not.
    """

    def __init__(self, document: Document, services: Services) -> None:
        self._document = document
        self._services = services

    def step(self, text: str, edit: Callable[..., Project], *arguments: Any, **keywords: Any) -> bool:
        """One step; True when it was made."""
        try:
            self._document.apply(text, edit, *arguments, **keywords)
        except InputError as fault:
            self._document.drop_preview()
            self._services.messages.show(fault.sentence, "warning")
            return False
        return True

    def follow(self, live: bool, text: str, edit: Callable[..., Project], *arguments: Any, **keywords: Any) -> None:
        """Show an edit while something is dragged, and make one step of it at the end."""
        if live:
            self._document.preview(edit, *arguments, **keywords)
        else:
            self.step(text, edit, *arguments, **keywords)

    def give_up(self) -> None:
        """Go back to before the drag."""
        self._document.drop_preview()

    # -- model -----------------------------------------------------------------------------------------------------

    def parameter(self, analysis: Analysis, text: str, name: str, changes: dict[str, Any], live: bool) -> None:
        """Change one parameter, also one of a line."""
        if live:
            self._document.preview(edits.set_values, analysis.id, {name: changes["value"]})
        else:
            self.step(text, edits.set_parameter, analysis.id, name, **changes)

    def option(self, analysis: Analysis, text: str, name: str, value: Any) -> None:
        """Change an option."""
        self.step(text, edits.set_option, analysis.id, name, value)

    def copy_model(self, text: str, source: Analysis, targets: Sequence[Analysis]) -> None:
        """Take one analysis' model, regions and options over to others."""
        self.step(text, edits.copy_model, source.id, [a.id for a in targets])

    def restore_fit(self, analysis: Analysis, fit: Id) -> None:
        """Show an earlier fit again."""
        self.step("Show an earlier fit", edits.restore_fit, analysis.id, fit)

    def remove_fit(self, analysis: Analysis, fit: Id) -> None:
        """Take a fit out of the history."""
        self.step("Remove a fit", edits.remove_fit, analysis.id, fit)

    # -- what is fitted --------------------------------------------------------------------------------------------

    def add_region(self, analysis: Analysis, low: float, high: float) -> None:
        """Fit this span, beside those that are fitted already."""
        self.step("Add a fit region", edits.add_region, analysis.id, low, high)

    def move_region(self, analysis: Analysis, region: Id, low: float, high: float, live: bool) -> None:
        """Move an end of a fitted region."""
        self.follow(live, "Move the fit region", edits.set_region, analysis.id, region, low, high)

    def remove_region(self, analysis: Analysis, region: Id) -> None:
        """Take a region away."""
        self.step("Remove the fit region", edits.remove_region, analysis.id, region)

    def clear_regions(self, analysis: Analysis, text: str) -> None:
        """Take all regions away, so that everything is fitted."""
        self.step(text, edits.clear_regions, analysis.id)

    def toggle_masks(self, analysis: Analysis, indices: Collection[int], reason: str = "") -> None:
        """Leave points out of the fit, or take them back in when all of them were out."""
        if indices:
            taken_back = set(indices) <= {m.index for m in analysis.masked}
            text = f"Take {_points(indices)} back in" if taken_back else f"Mask {_points(indices)}"
            self.step(text, edits.toggle_masks, analysis.id, tuple(indices), reason)

    def mask(self, analysis: Analysis, indices: Collection[int], reason: str) -> None:
        """Leave points out for a reason; where they are out already only the reason changes."""
        if indices:
            text = f"Mask {_points(indices)}: {reason}" if reason else f"Mask {_points(indices)}"
            self.step(text, edits.mask_points, analysis.id, tuple(indices), True, reason)

    def unmask_all(self, analysis: Analysis) -> None:
        """Take every point back in."""
        indices = tuple(m.index for m in analysis.masked)
        self.step("Take all points back in", edits.mask_points, analysis.id, indices, False)

    # -- specimen and conditions -----------------------------------------------------------------------------------

    def sizes(self, measurement: Measurement, text: str, sizes: dict[str, Any], live: bool) -> None:
        """Change the pellet of a measurement."""
        self.follow(live, text, edits.set_sizes, measurement.id, **sizes)

    def new_pellet(self, measurement: Measurement) -> None:
        """Let a measurement have a pellet of its own."""
        sample = self._document.committed.sample_of(measurement.id)
        made = Specimen(new_id(), edits.free_name("Pellet", sample.specimens))
        self.step("Make a new pellet", edits.assign_specimen, (measurement.id,), made)

    def use_pellet(self, measurement: Measurement, pellet: Id) -> None:
        """Say that a measurement was made on another pellet of its sample."""
        self.step("Choose another pellet", edits.assign_specimen, (measurement.id,), pellet)

    def condition(self, measurement: Measurement, text: str, name: str, quantity: Quantity | None, live: bool) -> None:
        """Change a condition of a measurement, e.g. its "temperature"."""
        self.follow(live, text, edits.set_condition, (measurement.id,), name, quantity)


def _points(indices: Collection[int]) -> str:
    return "a point" if len(indices) == 1 else f"{len(indices)} points"
