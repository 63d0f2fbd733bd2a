"""The NMR tab: a spectrum with lines to be dragged, their shares and the composition that follows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QCheckBox

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Component, Id, Project
from naglass_gui.core.quantity import parse_number
from naglass_gui.techniques.nmr import SHAPES
from naglass_gui.techniques.nmr.components import own_in_each
from naglass_gui.techniques.nmr.handles import line_at
from naglass_gui.techniques.nmr.spectrum import steps_of
from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.document import Document
from naglass_gui.ui.live_fit import LiveFit
from naglass_gui.ui.nmr import words
from naglass_gui.ui.nmr.baseline_mode import BaselineMode
from naglass_gui.ui.nmr.chain import Chain
from naglass_gui.ui.nmr.column import Column
from naglass_gui.ui.nmr.curves import Evaluator
from naglass_gui.ui.nmr.editing import Editing
from naglass_gui.ui.nmr.gestures import Gestures
from naglass_gui.ui.nmr.joint_dialog import JointDialog, shareable
from naglass_gui.ui.nmr.measured import of_one_file, set_frequency
from naglass_gui.ui.nmr.measured_panel import MeasuredPanel
from naglass_gui.ui.nmr.mode import Modes
from naglass_gui.ui.nmr.phase_mode import PhaseMode
from naglass_gui.ui.nmr.plots_area import PlotsArea
from naglass_gui.ui.nmr.processing_card import ProcessingCard
from naglass_gui.ui.nmr.reference_mode import ReferenceMode
from naglass_gui.ui.nmr.spectra import TECHNIQUE, Signal, Spectra, Spectrum
from naglass_gui.ui.nmr.steps import Step
from naglass_gui.ui.nmr.subtract_dialog import SubtractDialog
from naglass_gui.ui.nmr.view_menu import ViewMenu
from naglass_gui.ui.panels.card import Card
from naglass_gui.ui.panels.label import label, quiet_button
from naglass_gui.ui.plots.gesture import cancel_drag
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs.foot import Foot
from naglass_gui.ui.tabs.showing import PLOTS, Part
from naglass_gui.ui.tabs.technique_tab import TechniqueTab

COLUMN_SHARE = 0.34  # of the tab's width, until a person moves the splitter
REACH = 24.0  # pixels from a double click within which the top of a new line is looked for
NEW_LINE = "pv"
MOST_SIDEBANDS = 12


class NmrTab(TechniqueTab[Spectrum]):
    """An NMR spectrum with its lines.

    Attributes:
        plots: spectrum and residual.
        column: the panels at the right.
        foot: the line below the plots.
        chain: the processing, above them.
    """

    technique = TECHNIQUE
    title = "NMR"
    help_page = "nmr"
    nothing_hint = words.NOTHING_HINT
    editing: Editing

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._spectra = Spectra(document.store, services.jobs, lambda: self.showing.gather())
        self._signal: Signal | None = None
        self.plots = PlotsArea(self.selection)
        self.column = Column(services)
        self.measured = MeasuredPanel()
        self.column.add(Card("Measurement", self.measured))
        self.chain = Chain()
        self.live_fit = LiveFit(document, services)
        self.editing = Editing(document, services, self.live_fit)
        self.foot = Foot()
        self.live_box = QCheckBox("Fit while dragging")
        self.live_box.setToolTip("Fit the other parameters while one is dragged")
        self.live_box.toggled.connect(self.live_fit.switch)
        self.foot.add(self.live_box)
        self.foot.add_button("Signals", "Show where the signals are", self.plots.first_look)
        self.foot.add_button("Whole spectrum", "Show all of it (A)", self.show_everything)
        self.modes = Modes(self, (PhaseMode(self), BaselineMode(self), ReferenceMode(self)))
        self.modes.changed.connect(lambda mode: self.hint.emit(self.plot_hint))
        self.modes_card = ProcessingCard(self.chain, self.modes)
        self.subtract_button = quiet_button("Subtract", "Take the empty rotor or another spectrum away")
        self.subtract_button.clicked.connect(lambda: self.ask_subtraction())
        self.modes_card.add_action(self.subtract_button)
        self.others_button, self._others_menu = self.foot.add_menu("Spectrum", "Another one of those that are shown")
        self._others_menu.aboutToShow.connect(self._list_others)
        self.view_menu = ViewMenu(self)
        self.gestures = Gestures(self)
        self.chain.edited.connect(self._process)
        self.chain.faulted.connect(lambda sentence: services.messages.show(sentence, "warning"))
        self.plots.canvas.home_wanted.connect(self.show_everything)
        self.plots.spectrum.view.moved.connect(lambda: self.showing.mark(Part.MODEL))
        self.assemble(
            self.plots,
            self.column,
            self.teaching(
                "NMR spectra belong here",
                "Drop experiment folders of Bruker or Varian, or JEOL, JCAMP-DX, CSDM and text files, on the window. Then "
                "press F5: the lines are found and fitted, and their shares and the composition appear.",
                "file.import",
            ),
            title="The NMR plots",
            content=self._spectrum_card(),
            above=[self.modes_card],
            below=self.foot,
            share=COLUMN_SHARE,
            deeds=self._own_deeds(),
        )

    def _spectrum_card(self) -> Card:
        self._fault = label("", "warning", wrap=True)
        self._larmor = quiet_button("Type the Larmor frequency…", "In MHz; it turns shifts in ppm into Hz")
        self._larmor.clicked.connect(self._ask_larmor)
        card = Card("Spectrum")
        card.add(self._fault)
        card.add(self._larmor)
        card.add(self.plots, 1)
        return card

    def _own_deeds(self) -> Sequence[Deed]:
        return (
            Deed(
                "Use these lines for all selected",
                lambda: self.copy_model("Use these lines for {} spectra"),
                lambda: self.has_others() and self.analysis and self.analysis.components,
            ),
            Deed("Fit the selected together…", self.ask_joint, self._can_join),
            Deed("What they share…", self.ask_shared, lambda: self.current is not None and self.current.joint),
            Deed("Use this intensity as the standard for all selected", self.use_as_standard, self._has_standard),
            Deed("Subtract another spectrum…", self.ask_subtraction, lambda: self.current and self.analysis),
            Deed("Use this processing for all selected", self.use_processing_for_all, self.has_others),
            *(
                Deed(
                    f"{mode.title} by mouse",
                    partial(self.modes.turn, mode),
                    lambda: self.current and self.analysis,
                    lambda mode=mode: self.modes.active is mode,  # type: ignore[misc]
                )
                for mode in self.modes.all
            ),
            Deed("Fit the whole spectrum", self.fit_everything, lambda: self.analysis and self.analysis.regions),
            Deed("Zoom to the signals", self.plots.first_look, lambda: self.current),
        )

    @property
    def plot_hint(self) -> str:  # type: ignore[override]
        """What the mouse does on the plot now."""
        return self.modes.active.hint if self.modes.active is not None else words.PLOT_HINT

    def cancel(self) -> bool:
        """End a running drag, else the mode; True when there was one."""
        return cancel_drag() or self.modes.leave()

    def retheme(self) -> None:
        """Follow the theme."""
        super().retheme()
        self.modes.redraw()

    # -- what is shown ---------------------------------------------------------------------------------------------

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Spectrum]:
        """The NMR spectra among what is selected; the current one is drawn."""
        return self._spectra.of(project, ids)

    def take(self, items: tuple[Spectrum, ...], current: Spectrum | None) -> Part:
        """Show the current one, or why that cannot be."""
        fault = current.fault if current is not None else None
        self._fault.setText(fault.sentence if fault is not None else "")
        self._fault.setVisible(fault is not None)
        self._larmor.setVisible(fault is not None and fault.field == "Larmor frequency")
        self.plots.stack.show(items, current, self.document.project)
        before, self._signal = self._signal, current.signal if current is not None else None
        if before is None and self._signal is not None:
            return Part.LOOK  # it came late, from a child: there was nothing to look at before
        return Part.MODEL if before is self._signal else PLOTS

    def draw(self, part: Part) -> None:
        """Draw what is out of date."""
        current = self.current
        if Part.DATA in part:
            self.plots.show_data(current)
        if Part.MODEL in part:
            self.plots.show_model(current)
        if Part.COLUMN in part:
            self.column.show_spectrum(current)
            held = of_one_file(self.document.project, current.measurement) if current is not None else ()
            self.measured.show_spectrum(current, held)
            self.others_button.setVisible(len(self.showing.items) > 1)
            self.foot.show_note(
                words.note(current, 1 if self.plots.stack.placed else len(self.showing.items))
                if current is not None
                else ""
            )
            if current is not None and current.analysis is not None:
                self.chain.show_steps_of(current.measurement, current.analysis)

    def look(self) -> None:
        """Go to the signals; on the new view the curves are other ones, and so is the residual's range."""
        self.plots.first_look()
        self.redraw_now()
        self.plots.follow_residual()

    def settled(self, refitted: bool) -> None:
        """Range the residual of another fit anew."""
        if refitted:
            self.plots.follow_residual()

    def figure_sources(self) -> Sequence[Id]:
        """The spectra shown, or the joint analysis that they are of."""
        current = self.current
        return (
            [current.analysis.id]
            if current is not None and current.joint and current.analysis
            else super().figure_sources()
        )

    # -- lines -----------------------------------------------------------------------------------------------------

    def add_line_at(self, place: QPointF) -> None:
        """Add a line where a person points, as high and wide as the data there."""
        analysis, signal = self.analysis, self.current.signal if self.current else None
        alone = self.current.alone if self.current else None
        if analysis is None or signal is None or alone is None:
            return
        mapping = self.plots.spectrum.view.mapping()
        low, high = float(signal.shift[0]), float(signal.shift[-1])
        shift, rest = signal.shift, signal.intensity
        curves = Evaluator().curves(signal, alone, low, high)
        if curves is not None:
            shift, rest = curves.shift, curves.data - curves.total
        reach = REACH / abs(mapping.x_scale)
        values = line_at(shift, rest, signal.larmor, mapping.data_x(place.x()), reach)
        values["area"] *= signal.scale
        last = analysis.components[-1].kind if analysis.components else NEW_LINE
        kind = last if last in SHAPES and not SHAPES[last].quadrupolar else NEW_LINE
        added = self.editing.add_line(analysis, kind, values)
        if added is not None:
            self.redraw_now()
            self.plots.handles.choose(added)

    def ask_sidebands(self, line: Component) -> None:
        """Ask how many spinning sidebands a line has at each side, and add them."""
        signal = self.current.signal if self.current is not None else None
        if self.analysis is None or signal is None:
            return
        rate = signal.mas_rate
        if rate is None:
            rate = self._asked("Spinning sidebands", "Spinning rate in Hz, which the file does not give", "25000")
        count = None if rate is None else self._asked("Spinning sidebands", f"At each side of {line.name}", "1")
        if rate is None or count is None:
            return
        if not (rate > 0 and 1 <= count <= MOST_SIDEBANDS and count == int(count)):
            self.services.messages.show(f"A line may have 1 to {MOST_SIDEBANDS} sidebands at each side.", "warning")
            return
        self.editing.add_sidebands(self.analysis, [line.id], int(count), rate, signal.larmor)

    def fit_everything(self) -> None:
        """Take all regions away."""
        self.on_analysis(self.editing.clear_regions, "Fit the whole spectrum")

    def _list_others(self) -> None:
        self._others_menu.clear()
        for item in self.showing.items:
            action = self._others_menu.addAction(item.measurement.name)
            action.setCheckable(True)
            action.setChecked(item is self.current)
            action.triggered.connect(lambda _checked=False, id=item.id: self.make_current(id))

    # -- several spectra -------------------------------------------------------------------------------------------

    def _can_join(self) -> bool:
        items = self.showing.items
        return len(items) > 1 and bool(self.analysis and self.analysis.components) and not any(i.joint for i in items)

    def ask_joint(self) -> None:
        """Ask what the spectra selected share, and fit the current one's lines to all of them at once."""
        current = self.current
        if current is None or self.analysis is None:
            return
        others = [s for s in self.showing.others if s.analysis is not None]
        dialog = JointDialog([s.measurement.name for s in (current, *others)], self.analysis, parent=self.window())
        if self.services.ask.run(dialog):
            pairs = [(current.measurement, self.analysis), *((s.measurement, s.analysis) for s in others if s.analysis)]
            made = self.editing.join(pairs, dialog.shared)
            if made is not None:
                self.services.select([made.id])
                self.fitting.fit(made)
        dialog.deleteLater()

    def ask_shared(self) -> None:
        """Ask anew what the spectra of a joint fit share."""
        analysis = self.analysis
        if analysis is None:
            return
        shared = [
            own
            for own in shareable(analysis)
            if not any(own in own_in_each(c.kind, analysis) for c in analysis.components)
        ]
        names = [s.measurement.name for s in self.showing.items]
        dialog = JointDialog(names, analysis, shared, "Share", self.window())
        if self.services.ask.run(dialog):
            self.editing.option(analysis, "Share other parameters", "shared", dialog.shared)
        dialog.deleteLater()

    def _has_standard(self) -> bool:
        return self.has_others() and self._standard() is not None

    def _standard(self) -> float | None:
        """The intensity of a mole of nuclei in the current spectrum; None where it is not known."""
        alone = self.current.alone if self.current is not None else None
        found = alone.fit.quantity("intensity_per_mol") if alone is not None and alone.fit is not None else None
        return None if found is None else found.value

    def use_as_standard(self) -> None:
        """Count the nuclei of the other spectra selected by the intensity of this one."""
        value = self._standard()
        if value is not None:
            others = [s.analysis for s in self.showing.others if s.analysis is not None]
            self.editing.options("Count by a standard", others, "derive_standard", value)

    def set_nucleus(self, name: str | None) -> None:
        """Let another nucleus be the one that was measured."""
        self.on_analysis(self.editing.option, "Set the nucleus", "nucleus", name or "")

    def set_frequency(self, value: float) -> None:
        """Let another frequency be that of 0 ppm."""
        if self.measurement is not None and self.analysis is not None:
            self.editing.step("Set the Larmor frequency", set_frequency, self.measurement, self.analysis, value)

    # -- processing ------------------------------------------------------------------------------------------------

    def _process(self, text: str, chain: tuple[Step, ...]) -> None:
        if self.current is not None:
            self.editing.processing(self.current, text, chain)

    def ask_subtraction(self) -> None:
        """Ask for a spectrum to subtract, e.g. the empty rotor's, and make it a step of the processing."""
        current, analysis = self.current, self.analysis
        if current is None or analysis is None:
            return
        spectra = [m for m in self.document.committed.measurements() if m.technique == TECHNIQUE and m.id != current.id]
        blanks = [
            m for m in spectra if not any(c.role == "axis" and c.name not in ("time", "shift") for c in m.channels)
        ]
        if not blanks:
            self.services.messages.show(
                "There is no other spectrum to subtract: import the empty rotor's first.", "warning"
            )
            return
        dialog = SubtractDialog(current.measurement, blanks, self.window())
        if self.services.ask.run(dialog):
            chain = (*steps_of(current.measurement, analysis), dialog.step)
            self.editing.processing(current, "Subtract another spectrum", chain)
        dialog.deleteLater()

    def use_processing_for_all(self) -> None:
        """Process the other spectra selected alike."""
        if self.current is not None and self.analysis is not None:
            self.editing.copy_processing(steps_of(self.current.measurement, self.analysis), self.showing.others)

    def ask_reference(self, line: Component) -> None:
        """Ask for the known shift of a line, and let it lie there."""
        shift = self._asked("Reference", f"Known shift of {line.name} in ppm", "0")
        if shift is not None and self.current is not None:
            self.editing.reference(self.current, line.id, shift)

    def _ask_larmor(self) -> None:
        frequency = self._asked("Larmor frequency", "Frequency of 0 ppm in MHz", "")
        if frequency is not None and self.analysis is not None:
            self.editing.option(self.analysis, "Set the Larmor frequency", "larmor_frequency", frequency)
            self.showing.gather(Part.LOOK)

    def _asked(self, title: str, question: str, value: str) -> float | None:
        typed = self.services.ask.text(title, question, value)
        if typed is None:
            return None
        try:
            return parse_number(typed)
        except InputError as fault:
            self.services.messages.show(fault.sentence, "warning")
            return None
