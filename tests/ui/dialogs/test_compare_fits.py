"""Fits beside each other: the numbers of each, which of them may be compared, and one of them shown again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from naglass_gui.core.project import Analysis, Derived, Fit, FittedParameter
from naglass_gui.ui.dialogs.compare_fits import CompareFitsDialog, sentence
from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from tests.ui.pieces import Said


def a_fit(id: str, aicc: float, data: str = "same", **values: float) -> Fit:
    fitted = tuple(FittedParameter(name, value, 0.1, "Hz") for name, value in values.items())
    derived = (Derived("share_1", 38.4, 0.2, "%"),)
    return Fit(
        id, f"2026-01-01T00:00:0{id}+00:00", "pv", 1.0, 100, aicc, fitted, statistics=(("aicc", aicc),), derived=derived,
        data_fingerprint=data,
    )  # fmt: skip


@pytest.fixture
def dialog(qtbot, ask, tmp_path):
    fits = (a_fit("1", -50.0, width_1=300.0), a_fit("2", -40.0, width_1=310.0, width_2=400.0))
    services = Services(jobs=None, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]
    made = CompareFitsDialog(Analysis("a", "NTOC-4", "nmr", ("m",), fits=fits, current="2"), services)
    qtbot.addWidget(made)
    return made


def shown(dialog, name: str) -> list[str]:
    row = next(k for k, (title, _) in enumerate(dialog.rows) if title == name)
    return [dialog.view.item(row, column).text() for column in (1, 2)]


def test_every_number_of_every_fit_stands_beside_the_others(dialog):
    assert shown(dialog, "width_1") == ["310.00 ± 0.10 Hz", "300.00 ± 0.10 Hz"]
    assert shown(dialog, "width_2") == ["400.00 ± 0.10 Hz", "–"]
    assert shown(dialog, "share_1") == ["38.40 ± 0.20 %"] * 2
    assert shown(dialog, "AICc") == ["−40.0000", "−50.0000"]


def test_an_earlier_one_is_chosen_to_be_shown_again(dialog):
    assert not dialog.restore.isEnabled()
    dialog.view.setCurrentCell(0, 2)
    dialog.restore.click()
    assert dialog.chosen == "1"


def test_the_numbers_are_copied_at_full_precision(dialog):
    dialog.copying.copy.trigger()
    text = QApplication.clipboard().text()
    assert "width_2\t400" in text


def test_the_sentence_says_which_fits_compare():
    one, two = a_fit("1", -50.0), a_fit("2", -40.0)
    assert "has the lowest AICc" in sentence((two, one), "2")
    other = replace(one, data_fingerprint="other")
    assert "compare 1 of them" in sentence((two, other), "2")
    assert sentence((one,), "1") == "One fit."
