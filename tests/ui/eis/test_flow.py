"""A correction of one spectrum goes on to its neighbours at one click, and the Arrhenius line follows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from naglass_gui.core import edits
from tests.ui.eis.conftest import blocking_pellet


@pytest.fixture
def fitted(make_bench):
    """Three temperatures of one pellet fitted as a series yesterday, with an Arrhenius plot; the coldest is current."""
    scales = np.geomspace(4, 1, 3)
    bench = make_bench(*((blocking_pellet(s), -25.0 + 20 * k) for k, s in enumerate(scales)), pellet=True)
    pellet = bench.document.committed.specimen_of(bench.ids[0])
    bench.document.apply("One pellet", edits.assign_specimen, bench.ids, pellet.id)
    next(a for a in bench.tab.menu_actions() if a.text() == "Fit as a temperature series").trigger()
    project = bench.document.committed
    old = "2026-01-01T00:00:00+00:00"
    analyses = (replace(a, fits=tuple(replace(f, created=old) for f in a.fits)) for a in project.analyses)
    bench.document.push("Wait", replace(project, analyses=tuple(analyses)))
    bench.tab.series.draw_line([a.id for a in bench.document.committed.analyses])
    bench.tab.show_selection(bench.ids)
    bench.tab.redraw_now()
    return bench


def energy(bench) -> float:
    return bench.document.project.analyses[-1].fit.quantity("Ea").value


def test_the_line_follows_an_arc_while_it_is_dragged(fitted, mouse):
    before, start = energy(fitted), fitted.handle_at("diameter", 1)
    mouse.drag(fitted.nyquist, start, start + QPointF(40, 0), release=False)
    assert energy(fitted) > before + 1e-3
    assert fitted.tab.cancel()
    mouse.release(fitted.nyquist, start)
    assert energy(fitted) == before


def test_after_a_correction_one_click_refits_the_neighbours(fitted, mouse, type_in):
    column = fitted.tab.column
    assert column.neighbours.isHidden()
    type_in(column.circuit.field, "R(RC)Q")
    fitted.tab.fit()
    assert fitted.said[-1] == "EIS 0 was corrected. Its 2 neighbours still have the fits from before."
    assert [r.text for r in fitted.services.messages.remedies] == ["Refit the neighbours from this one"]
    before = energy(fitted)
    fitted.tab.redraw_now()
    column.ensureWidgetVisible(column.neighbours)
    mouse.click(column.neighbours)
    assert {a.model for a in fitted.document.project.analyses if a.technique == "eis"} == {"R(RC)Q"}
    assert fitted.steps[-1] == "Refit 2 neighbours from EIS 0"
    assert energy(fitted) != before and "→" in fitted.said[-1]
    fitted.tab.redraw_now()
    assert column.neighbours.isHidden()
    fitted.document.stack.undo()
    fitted.tab.redraw_now()
    assert not column.neighbours.isHidden() and energy(fitted) == before
