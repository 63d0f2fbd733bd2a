"""What a person does in the EIS tab, as named steps of the document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any

from naglass_gui.core import edits
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Channel, Id, Measurement, Project, evolve
from naglass_gui.core.quantity import Quantity
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.editing import Carried, renamed
from naglass_gui.ui.document import Document
from naglass_gui.ui.eis.live_fit import LiveFit
from naglass_gui.ui.eis.region_drag import RegionDrag
from naglass_gui.ui.eis.spectra import Spectrum
from naglass_gui.ui.services import Services

FLIP = "flip_z_imag"  # the reader's option, so that a verification from the raw file turns the sign round too


class Editing:
    """Makes the steps. A value that makes no sense is refused in the message strip, and nothing has changed."""

    def __init__(self, document: Document, services: Services, live: LiveFit) -> None:
        self._document = document
        self._services = services
        self._live = live

    def step(self, text: str, edit: Callable[..., Project], *arguments: Any, **keywords: Any) -> bool:
        """One step; True when it was made."""
        try:
            self._document.apply(text, edit, *arguments, **keywords)
        except InputError as fault:
            self._document.drop_preview()
            self._services.messages.show(fault.sentence, "warning")
            return False
        return True

    # -- parameters and circuit ------------------------------------------------------------------------------------

    def parameter(self, analysis: Analysis, text: str, name: str, changes: dict[str, Any], live: bool) -> None:
        """Change one parameter; `live` while its value still moves."""
        if live:
            self.move({name: changes["value"]}, analysis)
        else:
            self._live.finish()
            self.step(text, edits.set_parameter, analysis.id, name, **changes)

    def move(self, values: dict[str, float], analysis: Analysis) -> None:
        """Show parameters at other values while the mouse moves them."""
        held = dict(values)
        self._live.show(analysis.id, lambda p: edits.set_values(p, analysis.id, held), held)

    def settle(self, text: str) -> None:
        """Make one step of what a drag shows."""
        self._live.finish()
        self._document.commit_preview(text)

    def give_up(self) -> None:
        """Go back to before the drag."""
        self._live.finish()
        self._document.drop_preview()

    def circuit(self, analysis: Analysis, text: str, carried: Carried) -> None:
        """Another circuit; parameters that come through keep what was set on them."""

        def change(old: Analysis) -> Analysis:
            return EIS.with_model(replace(old, parameters=renamed(old.parameters, carried)), text)

        self.step(f"Change the circuit to {text}", evolve, ("analyses", analysis.id), change)

    def same_circuit(self, source: Analysis, targets: Sequence[Analysis]) -> None:
        """Take one analysis' circuit, regions and options over to others."""
        self.step(
            f"Use {source.model} for {len(targets)} spectra", edits.copy_model, source.id, [a.id for a in targets]
        )

    # -- pellet and conditions -------------------------------------------------------------------------------------

    def sizes(self, measurement: Measurement, text: str, sizes: dict[str, Any], live: bool) -> None:
        """Change the pellet of a measurement."""
        if live:
            self._document.preview(edits.set_sizes, measurement.id, **sizes)
        else:
            self.step(text, edits.set_sizes, measurement.id, **sizes)

    def temperature(self, measurement: Measurement, text: str, quantity: Quantity | None, live: bool) -> None:
        """Change the temperature of a measurement."""
        if live:
            self._document.preview(edits.set_condition, (measurement.id,), "temperature", quantity)
        else:
            self.step(text, edits.set_condition, (measurement.id,), "temperature", quantity)

    # -- what is fitted --------------------------------------------------------------------------------------------

    def region(self, analysis: Analysis, drag: RegionDrag) -> None:
        """Follow a region that is drawn or moved, and make one step of it at the end."""
        if drag.phase == "cancel":
            self.give_up()
        elif drag.phase == "finish":
            self._live.finish()
            if drag.empty:
                self._document.drop_preview()
            elif drag.region is None:
                self.step("Add a fit region", edits.add_region, analysis.id, drag.low, drag.high)
            else:
                self.step("Move the fit region", edits.set_region, analysis.id, drag.region, drag.low, drag.high)
        elif drag.region is not None and not drag.empty:
            id, low, high = drag.region, drag.low, drag.high
            self._live.show(analysis.id, lambda p: edits.set_region(p, analysis.id, id, low, high))

    def remove_region(self, analysis: Analysis, region: Id) -> None:
        """Fit what a region held back out again."""
        self.step("Remove the fit region", edits.remove_region, analysis.id, region)

    def fit_everything(self, analysis: Analysis) -> None:
        """Take all regions away."""
        self.step("Fit all frequencies", edits.clear_regions, analysis.id)

    def toggle_masks(self, spectrum: Spectrum, indices: Collection[int], reason: str = "") -> None:
        """Leave points out of the fit, or take them back in when all of them were out."""
        if spectrum.analysis is None or not indices:
            return
        taken_back = all(spectrum.masked[i] for i in indices)
        points = "a point" if len(indices) == 1 else f"{len(indices)} points"
        text = f"Take {points} back in" if taken_back else f"Mask {points}"
        self.step(text, edits.toggle_masks, spectrum.analysis.id, tuple(indices), reason)

    def mask(self, spectrum: Spectrum, indices: Collection[int], reason: str) -> None:
        """Leave points out for a reason; where they are out already only the reason changes."""
        if spectrum.analysis is not None and indices:
            points = "a point" if len(indices) == 1 else f"{len(indices)} points"
            text = f"Mask {points}: {reason}" if reason else f"Mask {points}"
            self.step(text, edits.mask_points, spectrum.analysis.id, tuple(indices), True, reason)

    def unmask_all(self, spectrum: Spectrum) -> None:
        """Take every point back in."""
        if spectrum.analysis is not None:
            indices = tuple(m.index for m in spectrum.analysis.masked)
            self.step("Take all points back in", edits.mask_points, spectrum.analysis.id, indices, False)

    def flip_sign(self, measurement: Measurement) -> None:
        """Turn the sign of Im Z round, as an instrument with the other convention wrote it."""
        channel = measurement.channel("z_imag")
        turned = self._document.store.put(-self._document.store.get(channel.array))
        self.step("Turn the sign of Im Z round", _with_imaginary, measurement.id, replace(channel, array=turned))


def _with_imaginary(project: Project, measurement: Id, channel: Channel) -> Project:
    def change(old: Measurement) -> Measurement:
        was_flipped = (FLIP, "true") in old.provenance.options
        options = tuple(o for o in old.provenance.options if o[0] != FLIP)
        options = options if was_flipped else (*options, (FLIP, "true"))
        channels = tuple(channel if c.name == channel.name else c for c in old.channels)
        return replace(old, channels=channels, provenance=replace(old.provenance, options=options))

    sample = project.sample_of(measurement)
    return evolve(project, ("samples", sample.id, "measurements", measurement), change)
