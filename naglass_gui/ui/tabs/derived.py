"""Tabs of derived analyses: made from other analyses, following them, with no measurement of their own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAction

from naglass_gui.core import edits, lineage
from naglass_gui.core.project import Analysis, Id, Project
from naglass_gui.techniques import Source, sources_of, stale
from naglass_gui.ui.deeds import Deed
from naglass_gui.ui.document import Document
from naglass_gui.ui.empty_state import EmptyState
from naglass_gui.ui.services import Services
from naglass_gui.ui.tabs.chosen import Kept
from naglass_gui.ui.tabs.technique_tab import TechniqueTab


@dataclass(frozen=True, slots=True, eq=False)
class Derivation:
    """A derived analysis as it is shown.

    Attributes:
        analysis: itself.
        sources: what it is made from, as it stands now, those left out included.
        stale: whether it belongs no longer to its sources, because it is pinned.
    """

    analysis: Analysis
    sources: tuple[Source, ...]
    stale: bool

    @property
    def id(self) -> Id:
        """Its own."""
        return self.analysis.id


class Derivations:
    """Makes derivations from the project, and makes anew only those whose parts changed."""

    def __init__(self, technique: str) -> None:
        self._technique = technique
        self._made = Kept(self._derivation)

    def of(self, project: Project, ids: Sequence[Id]) -> tuple[Derivation, ...]:
        """The derived analyses that are meant: those selected, and those made from something selected.

        Where one is selected itself, the sources selected beside it mean no others.
        """
        own = [a for a in project.analyses if a.technique == self._technique]
        chosen = [a for a in own if a.id in set(ids)]
        if not chosen:
            sources = _meant(project, ids)
            chosen = [a for a in own if sources & set(a.sources)]
        held = {a.id: a for a in project.analyses}
        # Whatever lies below a source is part of the samples or of another analysis: those two say when to make it anew.
        self._project = project
        return self._made.of((a.id, (a, project.samples, *(held.get(s) for s in a.sources))) for a in chosen)

    def _derivation(self, analysis: Analysis, *_parts: object) -> Derivation:
        return Derivation(analysis, sources_of(self._project, analysis), stale(self._project, analysis))


def candidates(project: Project, ids: Sequence[Id], techniques: Collection[str]) -> tuple[Analysis, ...]:
    """The analyses of these techniques among what is selected, from which something could be derived.

    A measurement stands for the first of its analyses, unless one of them is selected itself.
    """
    wanted = set(ids)
    able = [a for a in project.analyses if a.technique in techniques]
    chosen = {a.id for a in able if a.id in wanted}
    spoken_for = {s for a in able if a.id in chosen for s in a.sources}
    for a in able:
        if a.id not in chosen and wanted & set(a.sources) and not spoken_for & set(a.sources):
            chosen.add(a.id)
            spoken_for |= set(a.sources)
    return tuple(a for a in able if a.id in chosen)


def _meant(project: Project, ids: Iterable[Id]) -> set[Id]:
    """What is selected, and every analysis made from it directly."""
    wanted = set(ids)
    return wanted | {a.id for a in project.analyses if wanted & set(a.sources)}


class DerivedTab(TechniqueTab[Derivation]):
    """Shows derived analyses of one technique, and offers to make one from what is selected.

    A subclass says what it is made from, and makes it in `derive`; `offer` is the empty place it hands to `assemble`.

    Attributes:
        made_from: techniques of its sources.
        least: how many sources it takes.
        noun: what it is called in sentences: "Arrhenius plot".
        sources_noun: what it is made from, in the plural: "spectra".
        candidates: the analyses selected from which one could be made.
    """

    made_from: Collection[str] = ()
    least = 2
    noun = ""
    sources_noun = "analyses"
    nothing_hint = "Select what it is made from in the tree"

    def __init__(self, document: Document, services: Services) -> None:
        super().__init__(document, services)
        self._derivations = Derivations(self.technique)
        self.candidates: tuple[Analysis, ...] = ()
        self._make = QAction(self)
        self._make.triggered.connect(lambda: self.make())

    # -- what a technique says -------------------------------------------------------------------------------------

    def derive(self, sources: tuple[Analysis, ...]) -> Analysis:
        """A new analysis made from these; its fit follows when it enters the project."""
        raise NotImplementedError

    # -- what is shown ---------------------------------------------------------------------------------------------

    def offer(self, heading: str, sentence: str) -> EmptyState:
        """The empty place, with a button that makes one where enough is selected."""
        return EmptyState("analysis", heading, sentence, [self._make])

    def gather(self, project: Project, ids: Sequence[Id]) -> Sequence[Derivation]:
        """The derived analyses that are meant by the selection; also what could be made from it."""
        self.candidates = candidates(project, ids, self.made_from)
        count = len(self.candidates)
        self._make.setText(f"Make {_article(self.noun)} of these {count} {self.sources_noun}")
        self._make.setVisible(count >= self.least)
        return self._derivations.of(project, ids)

    def stays_with(self, ids: Sequence[Id]) -> bool:
        """In front it stays for several sources, to show or offer what is made from them; one is shown in its own tab."""
        return len(candidates(self.document.project, ids, self.made_from)) >= max(self.least, 2)

    # -- deeds -----------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Make one from what is selected, and select it."""
        if len(self.candidates) >= self.least:
            analysis = self.derive(self.candidates)
            if self.editing.step(f"Make {_article(self.noun)}", edits.add_analysis, analysis):
                self.services.select([analysis.id])

    def add_selected(self) -> None:
        """Make the current one also from what is selected beside."""
        if self.analysis is not None and self._new_sources():
            added = self._new_sources()
            text = f"Add {len(added)} {self.sources_noun}" if len(added) > 1 else f"Add {added[0].name}"
            self.editing.step(text, lineage.add_sources, self.analysis.id, [a.id for a in added])

    def open_source(self, source: Id) -> None:
        """Select a source in the tree, which brings its tab to the front."""
        self.services.select([source])

    def toggle_sources(self, sources: Collection[Id], reason: str = "") -> None:
        """Leave sources out, or take them back in when all of them were out."""
        if self.analysis is not None and sources:
            back = set(sources) <= lineage.excluded(self.analysis)
            points = "a point" if len(sources) == 1 else f"{len(sources)} points"
            text = f"Take {points} back in" if back else f"Leave {points} out"
            self.editing.step(text, lineage.toggle_excluded, self.analysis.id, sources, reason)

    def turn_pinned(self) -> None:
        """Hold it as it is, or let it follow its sources again."""
        if self.analysis is not None:
            pinned = not self.analysis.pinned
            text = f"Hold {self.analysis.name} as it is" if pinned else f"Let {self.analysis.name} follow its sources"
            self.editing.step(text, lineage.set_pinned, self.analysis.id, pinned)

    def fit(self) -> None:
        """Say that it follows by itself."""
        self.services.messages.show(f"{_article(self.noun).capitalize()} follows its {self.sources_noun} by itself.")

    def fit_selected(self) -> None:
        """The same."""
        self.fit()

    def _new_sources(self) -> tuple[Analysis, ...]:
        held = self.analysis.sources if self.analysis is not None else ()
        if not {a.id for a in self.document.committed.analyses}.issuperset(held):
            return ()  # it is fitted to data of its own, as a table is, and follows nothing
        return tuple(a for a in self.candidates if a.id not in held)

    def first_deeds(self) -> Sequence[Deed]:
        """Make one, add to it, hold it."""
        return (
            Deed(
                f"Make {_article(self.noun)} of the selected {self.sources_noun}",
                self.make,
                lambda: len(self.candidates) >= self.least,
            ),
            Deed(
                f"Add the selected {self.sources_noun} to this {self.noun}",
                self.add_selected,
                lambda: self.analysis and self._new_sources(),
            ),
            Deed(
                "Hold it as it is",
                self.turn_pinned,
                lambda: self.analysis,
                lambda: self.analysis is not None and self.analysis.pinned,
            ),
        )


def _article(noun: str) -> str:
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"
