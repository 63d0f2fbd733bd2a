"""What the modes for phase and baseline share: the spectrum before the step that is set, and that step in the chain."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from naglass_gui.core.arrays import gather
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.core.project import evolve
from naglass_gui.techniques import companions_of
from naglass_gui.techniques.nmr.partway import PartWay, part_way
from naglass_gui.techniques.nmr.processing import Steps
from naglass_gui.techniques.nmr.processing_steps import SLOW
from naglass_gui.techniques.nmr.spectrum import steps_of
from naglass_gui.ui.nmr.editing import with_processing
from naglass_gui.ui.nmr.mode import Mode
from naglass_gui.ui.nmr.spectra import MOST_POINTS
from naglass_gui.ui.plots.layer import StillLayer
from naglass_gui.ui.plots.plot import DATA

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab


class PartWayMode(Mode):
    """Works on the spectrum as it is before one step of the chain.

    Attributes:
        part: that spectrum; None while it is not known.
        scale: by what its intensities are divided, as long as the mode is on.
    """

    def __init__(self, tab: NmrTab) -> None:
        super().__init__(tab)
        self.layer = StillLayer(tab.plots.spectrum.view, DATA + 1)
        self.part: PartWay | None = None
        self.scale = 1.0
        self._key: tuple[Any, ...] = ()
        self._automatic = False

    # -- for a mode ------------------------------------------------------------------------------------------------

    def place_in(self, chain: Steps) -> tuple[int, bool]:
        """After how many steps the spectrum is wanted, and whether automatic phases are wanted with it."""
        raise NotImplementedError

    def take(self) -> None:
        """The spectrum is there, or the step has changed."""
        raise NotImplementedError

    def refused(self) -> None:
        """It cannot be had; the sentence is said, and the mode ends."""

    @property
    def chain(self) -> Steps:
        """The steps of the current spectrum, as the history has them."""
        current, analysis = self.tab.current, self.tab.analysis
        return steps_of(current.measurement, analysis) if current is not None and analysis is not None else ()

    def make(self, text: str, chain: Steps, merge: str = "") -> None:
        """One step of the document; those in a row with one merge key are one."""
        current, analysis = self.tab.current, self.tab.analysis
        if current is None or analysis is None:
            return
        made = with_processing(analysis, chain, current.place)
        project = evolve(self.tab.document.committed, ("analyses", analysis.id), lambda old: made)
        self.tab.document.push(text, project, merge)

    def show(self, chain: Steps) -> None:
        """Preview a chain."""
        current, analysis = self.tab.current, self.tab.analysis
        if current is None or analysis is None:
            return
        made = with_processing(analysis, chain, current.place)
        self.tab.document.preview(lambda project: evolve(project, ("analyses", analysis.id), lambda old: made))

    # -- as a mode -------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Ask for the spectrum."""
        signal = self.tab.current.signal if self.tab.current is not None else None
        self.part, self._key = None, ()
        self.scale = signal.scale if signal is not None else 0.0
        self.follow()

    def follow(self) -> None:
        """Ask for it again where the steps before have changed."""
        current = self.tab.current
        if current is None or self.tab.analysis is None:
            return
        chain = self.chain
        place, automatic = self.place_in(chain)
        later = tuple(step for step in chain[place:] if step[0] == "reference")
        key = (current.measurement, chain[:place], later)
        lacking = automatic and (self.part is None or self.part.automatic is None)
        if key != self._key or (lacking and not self._automatic):
            self._key, self._automatic = key, automatic
            self.ask(place, automatic)
        elif self.part is not None:
            self.take()

    def end(self) -> None:
        """Take everything off the plot."""
        self.part, self._key = None, ()
        self.layer.show_drawables([])

    def ask(self, place: int, automatic: bool) -> None:
        """Ask for the spectrum after so many steps; a child makes it where that takes long."""
        current, analysis, key, chain = self.tab.current, self.tab.analysis, self._key, self.chain
        assert current is not None and analysis is not None
        measurement, store = current.measurement, self.tab.document.store
        companions = companions_of(self.tab.document.committed, analysis)
        arrays = gather(store, (c.array for m in (measurement, *companions) for c in m.channels))
        arguments = (measurement, arrays, chain, place, companions, automatic)
        size = max((math.prod(c.array.shape) for c in measurement.channels), default=0)
        if size > MOST_POINTS or automatic or any(step[0] in SLOW for step in chain[:place]):
            self.tab.services.jobs.call(
                f"Process {measurement.name}",
                part_way,
                arguments,
                lambda part: self._arrive(key, part),
                lambda error: self._refuse(key, error),
            )
            return
        try:
            self._arrive(key, part_way(*arguments))
        except InputError as fault:
            self._refuse(key, fault)

    def _arrive(self, key: tuple[Any, ...], part: PartWay) -> None:
        if key is not self._key:
            return
        self.part = part
        if self.scale == 0.0:
            self.scale = float(abs(part.values).max()) or 1.0
        self._automatic = False
        self.take()

    def _refuse(self, key: tuple[Any, ...], error: Exception) -> None:
        if key is self._key:
            self.refused()
            self.tab.services.messages.show(
                error.sentence if isinstance(error, NaGlassError) else str(error), "warning"
            )
            self.ended.emit()
