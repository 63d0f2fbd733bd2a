"""The right-click menus of the NMR tab: of a line, and of the plot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QMenu

from naglass_gui.core.project import Analysis, Component, Id
from naglass_gui.techniques.nmr import ROLES, SHAPES, all_parameters
from naglass_gui.techniques.nmr.components import number_of
from naglass_gui.techniques.nmr.links import link_from_words
from naglass_gui.techniques.nmr.roles import is_sideband, sidebands_of, sites_of
from naglass_gui.ui.colour_menu import colour_deeds
from naglass_gui.ui.deeds import Deed, menu_of
from naglass_gui.ui.nmr.curves import colour_of, values_of
from naglass_gui.ui.nmr.link_menu import link_entries
from naglass_gui.ui.nmr.measured_t1 import t1_entries
from naglass_gui.ui.panels.parameters_menu import parameters_menu

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

NUCLEI = (1.0, 2.0, 3.0, 4.0, 6.0)
ROLE_WORDS = {
    "oxychloride": "Oxychloride, NaTaOₓCl₆₋₂ₓ",
    "chloride": "Chloride, NaCl",
    "oxide": "Oxide, Na₂O",
    "other": "Something else",
}
Entries = list[Deed | tuple[str, Sequence[Deed]]]


def _field(tab: NmrTab) -> tuple[float | None, float | None]:
    """Frequency of 0 ppm and spin of the current spectrum."""
    signal = tab.current.signal if tab.current is not None else None
    return (None, None) if signal is None else (signal.larmor, signal.spin)


def line_menu(tab: NmrTab, analysis: Analysis, line: Component) -> QMenu:
    """Name, colour, what the line stands for, how it is counted, its parameters, remove it."""
    change = partial(tab.editing.change_line, analysis)
    colours = colour_deeds(colour_of(line), lambda colour: change(f"Colour {line.name}", line.id, colour=colour))
    see = "Show" if line.hidden else "Hide"
    looks: Entries = [
        (
            "Kind",
            [
                Deed(
                    _kind(s.title),
                    partial(tab.editing.change_kind, analysis, line.id, s.kind, *_field(tab)),
                    checked=s.kind == line.kind,
                )
                for s in SHAPES.values()
            ],
        ),
        Deed("Rename", lambda: tab.column.lines.start_renaming(line.id)),
        ("Colour", colours),
        Deed(see, lambda: change(f"{see} {line.name}", line.id, hidden=not line.hidden)),
    ]
    if tab.current is not None:
        looks.append(Deed("Lies at a known shift…", lambda: tab.ask_reference(line)))
    remove: Entries = [Deed("Remove", lambda: tab.editing.remove_line(analysis, line.id))]

    def request(text: str, name: str, changes: dict[str, Any]) -> None:
        tab.editing.parameter(analysis, text, name, changes, live=False)

    menu = menu_of(
        tab,
        [
            looks,
            _counting(tab, analysis, line),
            link_entries(tab, analysis, line),
            _sidebands(tab, analysis, line),
            remove,
        ],
    )
    names = [p.name for p in line.parameters]
    larmor = tab.current.signal.larmor if tab.current is not None and tab.current.signal is not None else None
    read = partial(link_from_words, components=analysis.components, larmor=larmor)
    parameters = parameters_menu(tab, tab.services, all_parameters(analysis), names, request, read=read)
    parameters.setTitle("Parameters")
    menu.insertMenu(menu.actions()[-1], parameters)
    menu.insertSeparator(menu.actions()[-1])
    return menu


def _sidebands(tab: NmrTab, analysis: Analysis, line: Component) -> Entries:
    if is_sideband(analysis, line):
        return []
    entries: Entries = [Deed("Spinning sidebands…", lambda: tab.ask_sidebands(line))]
    if sidebands_of(analysis, line):
        entries.append(Deed("Remove its sidebands", lambda: tab.editing.remove_sidebands(analysis, line.id)))
    return entries


def _kind(title: str) -> str:
    return title[0].upper() + title[1:]


def _counting(tab: NmrTab, analysis: Analysis, line: Component) -> Entries:
    number = number_of(line)
    site = next((s for s in sites_of(analysis, values_of(analysis), 1) if s.number == number), None)
    if site is None:
        return []  # a sideband: it is counted with its line
    option = partial(tab.editing.option, analysis)
    roles = [
        Deed(
            ROLE_WORDS[role],
            partial(option, f"Let {line.name} stand for {role}", f"derive_role_{number}", role),
            checked=site.role == role,
        )
        for role in ROLES
    ]
    nuclei = [
        Deed(
            f"{count:g}",
            partial(option, f"Count {count:g} nuclei in {line.name}", f"derive_nuclei_{number}", count),
            checked=site.nuclei == count,
        )
        for count in NUCLEI
    ]
    text = f"Leave {line.name} out of the total" if site.counted else f"Count {line.name}"
    counted = Deed(
        "Counted in the total", partial(option, text, f"derive_count_{number}", not site.counted), checked=site.counted
    )
    return [("Stands for", roles), ("Nuclei per formula unit", nuclei), counted, *t1_entries(tab, analysis, line)]


def plot_menu(tab: NmrTab, place: QPointF, region: Id | None) -> QMenu:
    """Add a line here, regions, the view."""
    analysis = tab.analysis
    regions: Entries = [Deed("Fit the whole spectrum", tab.fit_everything, lambda: analysis and analysis.regions)]
    if analysis is not None and analysis.masked:
        regions.append(Deed("Take all masked points back in", lambda: tab.editing.unmask_all(analysis)))
    if region is not None and analysis is not None:
        regions.insert(0, Deed("Remove this region", lambda: tab.editing.remove_region(analysis, region)))
    return menu_of(
        tab,
        [
            [Deed("Add a line here", lambda: tab.add_line_at(place), lambda: analysis)],
            regions,
            [Deed("Show the signals", tab.plots.first_look), Deed("Show everything", tab.show_everything)],
        ],
    )
