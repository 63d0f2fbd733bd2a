"""Cables and contacts taken off the data in the tab."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from naglass_gui.core import edits
from naglass_gui.core.fingerprint import is_stale
from tests.ui.eis.conftest import FREQUENCY, Bench, blocking_pellet
from tests.ui.mouse import Mouse

CABLES = 0.5 + 2j * np.pi * FREQUENCY * 5e-7


def entry(menu: QMenu, *words: str) -> QAction:
    """The action of a menu, or of menus inside it, that begins with these words."""
    *menus, last = words
    for word in menus:
        menu = next(m for m in menu.findChildren(QMenu) if m.title().startswith(word) and m.parent() is menu)
    return next(a for a in menu.actions() if a.text().startswith(last))


def choose(bench: Bench, *words: str) -> None:
    menu = bench.tab.column.leads.menu()
    entry(menu, *words).trigger()
    menu.deleteLater()
    bench.tab.redraw_now()


@pytest.fixture
def wired(make_bench: Callable[..., Bench]) -> Bench:
    """A pellet measured through cables, another one, and the cables alone."""
    return make_bench(
        (blocking_pellet(0.05) + CABLES, None), (blocking_pellet(0.1) + CABLES, None), (CABLES, None), pellet=True
    )


def test_typed_leads_come_off_the_data_as_one_step_and_a_fit_is_stale(wired: Bench, type_in: Any) -> None:
    column, raw = wired.tab.column, wired.tab.current.z
    assert column.leads.state.text() == "Data as measured"
    wired.tab.fit()
    measured = (wired.tab.current.measurement,)
    assert not is_stale(wired.analysis, measured)
    type_in(column.pellet.leads, "0.5 +- 0.1 ohm")
    type_in(column.pellet.inductance, "0.5")
    choose(wired, "Subtract the typed leads")
    assert wired.steps[-1] == "Subtract the typed leads"
    assert column.leads.state.text() == "Data without the leads: 0.5 ± 0.1 Ω, 0.5 µH"
    assert wired.tab.current.z == pytest.approx(raw - CABLES)
    assert is_stale(wired.analysis, measured)
    type_in(column.pellet.inductance, "300 nH")
    assert wired.tab.current.z == pytest.approx(raw - 0.5 - 2j * np.pi * FREQUENCY * 3e-7), "what is typed is followed"
    for _ in range(2):
        wired.document.stack.undo()
    assert wired.tab.current.z == pytest.approx(raw)


def test_a_short_circuit_is_chosen_for_all_that_are_shown(wired: Bench, mouse: Mouse) -> None:
    leads = wired.tab.column.leads
    mouse.click(leads.button, leads.button.rect().center())
    menu = next(m for m in leads.findChildren(QMenu) if m.isVisible())
    menu.close()
    choose(wired, "All spectra shown", "Subtract a short circuit", "EIS 2")
    assert wired.steps[-1] == "Subtract a short circuit from 2 spectra"
    first, second, short = wired.tab.showing.items
    assert first.z == pytest.approx(blocking_pellet(0.05)) and second.z == pytest.approx(blocking_pellet(0.1))
    assert short.z == pytest.approx(CABLES), "it is not taken off itself"
    assert leads.state.text() == "Data without the short circuit “EIS 2”" and not leads.notes.isVisible()


def test_a_short_circuit_that_is_none_is_doubted_and_one_that_is_gone_is_told(wired: Bench) -> None:
    choose(wired, "Subtract a short circuit", "EIS 1")
    leads = wired.tab.column.leads
    assert "the real part is negative at" in leads.notes.text()
    wired.document.apply("Remove", edits.remove, [wired.ids[1]])
    wired.tab.redraw_now()
    assert "no longer in the project" in leads.notes.text()
    choose(wired, "Leave the data as measured")
    assert leads.notes.text() == "" and leads.state.text() == "Data as measured"


def test_without_typed_leads_the_entry_is_grey(wired: Bench) -> None:
    menu = wired.tab.column.leads.menu()
    assert not entry(menu, "Subtract the typed leads").isEnabled()
    menu.deleteLater()
