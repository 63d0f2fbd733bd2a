"""A document with spectra and their models, and tabs over it as the window would make them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore, gather
from naglass_gui.core.project import Project, new_id
from naglass_gui.techniques import settling, technique
from naglass_gui.techniques.eis import EIS
from naglass_gui.ui.document import Document
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from tests.ui.pieces import Said
from tests.ui.spectra import study
from tests.ui.tabs.smallest import Mean


@pytest.fixture
def document(qapp: Any) -> Document:
    """Four spectra of two samples, each with R(RQ)Q as an import leaves it; "mean" follows its sources."""
    store = MemoryStore()
    science = {"mean": Mean()}

    def settle(before: Project, after: Project) -> Project:
        return settling.settle(before, after, lambda name: science.get(name) or technique(name))  # type: ignore[return-value]

    document = Document(store, settle)
    project = study(Project(new_id()), store)
    for m in project.measurements():
        analysis = EIS.with_model(EIS.new_analysis(m, gather(store, (c.array for c in m.channels))), "R(RQ)Q")
        project = edits.add_analysis(project, analysis)
    document.open(project)
    return document


@pytest.fixture
def services(ask: Any, tmp_path: Path) -> Services:
    return Services(jobs=None, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]


@pytest.fixture
def show(qtbot: Any, document: Document, services: Services) -> Callable[..., Any]:
    """Makes a tab of a class and shows it; what it selects comes back to it, as through the tree."""

    def make(kind: Any) -> Any:
        tab = kind(document, services)
        services.select = tab.show_selection
        qtbot.addWidget(tab)
        tab.resize(1000, 700)
        tab.show()
        qtbot.waitExposed(tab)
        return tab

    return make
