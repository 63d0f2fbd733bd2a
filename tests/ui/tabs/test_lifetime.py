"""A tab that was closed is gone: an object without a parent whose signal a lambda hears would keep it for ever."""

from __future__ import annotations

import gc
import importlib
import weakref

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from naglass_gui.ui.tabs import TABS, TabEntry
from tests.ui.tabs.test_derived import ENTRIES


@pytest.mark.parametrize("entry", [*TABS, *ENTRIES], ids=lambda entry: entry.target.rpartition(":")[2])
def test_nothing_keeps_a_closed_tab(entry: TabEntry, qapp, document, services):
    module, _, name = entry.target.partition(":")
    tab = getattr(importlib.import_module(module), name)(document, services)
    tab.resize(1000, 700)
    tab.show()
    QApplication.processEvents()
    tab.show_selection([m.id for m in document.project.measurements()])
    QApplication.processEvents()
    known = weakref.ref(tab)
    tab.close()
    tab.deleteLater()
    del tab
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    assert known() is None
