"""What a person does in the EIS tab, as named steps of the document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from naglass_gui.core import edits
from naglass_gui.core.project import Analysis, Channel, Id, Measurement, Project, evolve
from naglass_gui.techniques.eis import EIS
from naglass_gui.techniques.eis.drt_peaks import StartingCircuit
from naglass_gui.techniques.eis.editing import Carried, renamed
from naglass_gui.techniques.eis.leads import keep_leads, subtract_cell, subtract_short
from naglass_gui.techniques.eis.suggestion_words import Ranked
from naglass_gui.ui.document import Document
from naglass_gui.ui.eis.region_drag import RegionDrag
from naglass_gui.ui.fits import with_fit
from naglass_gui.ui.live_fit import LiveFit
from naglass_gui.ui.services import Services
from naglass_gui.ui.steps import Steps

FLIP = "flip_z_imag"  # the reader's option, so that a verification from the raw file turns the sign round too


class Editing(Steps):
    """Makes the steps. While something is dragged, the other parameters may be fitted along."""

    def __init__(self, document: Document, services: Services, live: LiveFit) -> None:
        super().__init__(document, services)
        self._live = live

    # -- parameters and circuit ------------------------------------------------------------------------------------

    def parameter(self, analysis: Analysis, text: str, name: str, changes: dict[str, Any], live: bool) -> None:
        """Change one parameter; `live` while its value still moves."""
        if live:
            self.move({name: changes["value"]}, analysis)
        else:
            self._live.finish()
            super().parameter(analysis, text, name, changes, live)

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
        super().give_up()

    def circuit(self, analysis: Analysis, text: str, carried: Carried) -> None:
        """Another circuit; parameters that come through keep what was set on them."""

        def change(old: Analysis) -> Analysis:
            return EIS.with_model(replace(old, parameters=renamed(old.parameters, carried)), text)

        self.step(f"Change the circuit to {text}", evolve, ("analyses", analysis.id), change)

    def start_from(self, analysis: Analysis, start: StartingCircuit) -> None:
        """Take the circuit that the relaxation times suggest, with their values."""

        def change(old: Analysis) -> Analysis:
            fresh = EIS.with_model(replace(old, parameters=()), start.text)
            begun = tuple(replace(p, value=start.values.get(p.name, p.value)) for p in fresh.parameters)
            return replace(fresh, parameters=begun)

        self.step(f"Start from the relaxation times: {start.text}", evolve, ("analyses", analysis.id), change)

    def use_suggestion(self, analysis: Analysis, ranked: Ranked) -> None:
        """Use a suggested circuit with its fit."""
        outcome, store = ranked.candidate.outcome, self._document.store

        def change(project: Project) -> Project:
            fitted = outcome.analysis
            project = evolve(
                project,
                ("analyses", analysis.id),
                lambda a: replace(a, model=fitted.model, parameters=fitted.parameters),
            )
            return with_fit(project, analysis.id, outcome, store)

        self.step(f"Use the suggested {ranked.candidate.rung.text}", change)

    def relaxation(self, analysis: Analysis, name: str, value: Any, live: bool) -> None:
        """Change how the relaxation times are computed."""
        text = "Smooth the relaxation times" if name == "strength" else "Change what stands in series"
        self.follow(live, text, edits.set_option, analysis.id, f"view_drt_{name}", value)

    def region(self, analysis: Analysis, drag: RegionDrag) -> None:
        """Follow a region that is drawn or moved, and make one step of it at the end."""
        gone = drag.region is not None and all(drag.region != region.id for region in analysis.regions)
        if drag.phase == "cancel" or gone:  # taken away by a key while the mouse still holds it
            self.give_up()
        elif drag.phase == "finish":
            self._live.finish()
            if drag.empty:
                self._document.drop_preview()
            elif drag.region is None:
                self.add_region(analysis, drag.low, drag.high)
            else:
                self.move_region(analysis, drag.region, drag.low, drag.high, live=False)
        elif drag.region is not None and not drag.empty:
            id, low, high = drag.region, drag.low, drag.high
            self._live.show(analysis.id, lambda p: edits.set_region(p, analysis.id, id, low, high))

    def mask_each(self, points: Mapping[Id, Sequence[int]], reason: str) -> None:
        """Leave points of several analyses out, as one step."""
        count = sum(map(len, points.values()))
        where = "1 spectrum" if len(points) == 1 else f"{len(points)} spectra"
        self.step(f"Mask {count} {'point' if count == 1 else 'points'} of {where}", _mask_each, dict(points), reason)

    def leads(self, analyses: Sequence[Analysis], kind: str, short: Id = "") -> None:
        """Take "none", the typed leads of the "cell" or a "short" circuit off the data of these."""
        ids = tuple(a.id for a in analyses)
        where = f" from {len(ids)} spectra" if len(ids) > 1 else ""
        if not ids:
            return
        if kind == "cell":
            self.step(f"Subtract the typed leads{where}", subtract_cell, ids)
        elif kind == "short":
            self.step(f"Subtract a short circuit{where}", subtract_short, ids, short)
        else:
            self.step("Leave the data as measured", keep_leads, ids)

    def flip_sign(self, measurement: Measurement) -> None:
        """Turn the sign of Im Z round, as an instrument with the other convention wrote it."""
        channel = measurement.channel("z_imag")
        turned = self._document.store.put(-self._document.store.get(channel.array))
        self.step("Turn the sign of Im Z round", _with_imaginary, measurement.id, replace(channel, array=turned))


def _mask_each(project: Project, points: Mapping[Id, Sequence[int]], reason: str) -> Project:
    for analysis, indices in points.items():
        project = edits.mask_points(project, analysis, indices, True, reason)
    return project


def _with_imaginary(project: Project, measurement: Id, channel: Channel) -> Project:
    def change(old: Measurement) -> Measurement:
        was_flipped = (FLIP, "true") in old.provenance.options
        options = tuple(o for o in old.provenance.options if o[0] != FLIP)
        options = options if was_flipped else (*options, (FLIP, "true"))
        channels = tuple(channel if c.name == channel.name else c for c in old.channels)
        return replace(old, channels=channels, provenance=replace(old.provenance, options=options))

    sample = project.sample_of(measurement)
    return evolve(project, ("samples", sample.id, "measurements", measurement), change)
