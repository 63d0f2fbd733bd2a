"""The printed figure of a fitted run, from what the window hands to the child that draws it."""

from __future__ import annotations

import numpy as np

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Project, new_id
from naglass_gui.figures import figure_arrays
from naglass_gui.figures.polarization import runs
from naglass_gui.techniques import settle
from naglass_gui.techniques.polarization import POLARIZATION
from naglass_gui.ui.document import Document
from naglass_gui.ui.fits import inputs_of, with_fit
from tests.techniques.polarization.runs import run
from tests.ui.polarization.made import with_run


def test_the_curve_of_the_fit_is_handed_over_and_one_that_was_lost_leaves_the_data(qapp):
    document = Document(MemoryStore(), settle)
    project = with_run(Project(new_id()), document.store, run(0, points=40, before=8))
    outcome = POLARIZATION.fit(inputs_of(project, project.analyses[0], document.store))
    project = with_fit(project, project.analyses[0].id, outcome, document.store)
    (drawn,) = runs(project, [project.analyses[0].id], figure_arrays(project, document.store))
    assert abs(drawn.fitted / drawn.current - 1).max() < 0.2
    document.store = MemoryStore()
    for values in run(0, points=40, before=8).values():
        document.store.put(np.ascontiguousarray(values))
    (drawn,) = runs(project, [project.analyses[0].id], figure_arrays(project, document.store))
    assert len(drawn.current) == 40 and np.isnan(drawn.fitted).all()
