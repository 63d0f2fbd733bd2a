"""One tab a technique: composes plots and panels, and connects their intentions to edits.

A technique joins the window by its line in `TABS`; its module is imported when the tab is first shown.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TabEntry:
    """A tab the window can show: the technique's name in projects, the title, and where its class is ("module:Class")."""

    technique: str
    title: str
    target: str


TABS = (
    TabEntry("eis", "EIS", "naglass_gui.ui.tabs.eis:EisTab"),
    TabEntry("arrhenius", "Arrhenius", "naglass_gui.ui.tabs.arrhenius:ArrheniusTab"),
    TabEntry("polarization", "DC polarization", "naglass_gui.ui.tabs.polarization:PolarizationTab"),
    TabEntry("nmr", "NMR", "naglass_gui.ui.tabs.nmr:NmrTab"),
    TabEntry("relaxation", "T1", "naglass_gui.ui.tabs.relaxation:RelaxationTab"),
    TabEntry("bpp", "BPP", "naglass_gui.ui.tabs.bpp:BppTab"),
    TabEntry("stability", "Stability", "naglass_gui.ui.tabs.stability:StabilityTab"),
)
