"""Intervals, templates, scripts and the console in the real window, by mouse and keys."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from naglass_gui.storage.templates import list_templates
from naglass_gui.ui.dialogs.intervals import IntervalsDialog
from naglass_gui.ui.dialogs.templates import TemplatesDialog, described
from naglass_gui.ui.example import FOLDER

EXAMPLE = FOLDER / "NTOC-4_-25C.DTA"
WARM = FOLDER / "NTOC-4_25C.DTA"


@pytest.fixture
def fitted(window, mouse, keys, qtbot):
    """The window with the example imported by a drop and fitted with F5."""
    mouse.drop(window, EXAMPLE)
    qtbot.waitUntil(lambda: getattr(window.current_tab(), "current", None) is not None, timeout=60_000)
    keys("F5", window)
    qtbot.waitUntil(lambda: window.document.project.analyses[0].fit is not None, timeout=60_000)
    return window


def steps(window) -> list[str]:
    stack = window.document.stack
    return [stack.text(k) for k in range(stack.index())]


def text(table, row: int, column: int) -> str:
    return table.item(row, column).text()


# -- intervals ---------------------------------------------------------------------------------------------------------


def test_a_profile_is_computed_shown_beside_the_linear_error_and_kept_with_the_fit(fitted, ask, mouse, qtbot):
    def look(dialog: IntervalsDialog) -> bool:
        dialog.show()
        assert text(dialog.table, 0, 4) == "–"
        mouse.click(dialog.button)
        assert not dialog.button.isEnabled()
        qtbot.waitUntil(lambda: dialog.known() is not None, timeout=60_000)
        assert dialog.button.text() == "Compute again"
        assert "–" not in [text(dialog.table, row, 4) for row in range(dialog.table.rowCount())]
        dialog.table.setFocus()
        QTest.keyClick(dialog.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        heads, first = QApplication.clipboard().text().splitlines()[:2]
        assert "68 % from" in heads and first.startswith("R")
        return False

    ask.answers.append(look)
    fitted.actions_by_name["analysis.intervals"].trigger()
    fit = fitted.document.project.analyses[0].fit
    (known,) = fit.uncertainties
    assert known.method == "profile" and {i.parameter for i in known.intervals} == set(fit.free)
    assert steps(fitted)[-1] == f"Profile likelihood of {fit.model}"
    fitted.document.stack.undo()
    assert fitted.document.project.analyses[0].fit.uncertainties == ()
    fitted.document.stack.redo()
    assert fitted.document.project.analyses[0].fit.uncertainties == (known,)


def test_escape_ends_the_computation_and_then_the_dialog(fitted, ask, qtbot):
    def look(dialog: IntervalsDialog) -> bool:
        dialog.show()
        dialog.choose("mcmc")
        dialog.count.setValue(20_000)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.strip.running == 1
        qtbot.wait(400)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        qtbot.waitUntil(lambda: dialog.strip.running == 0, timeout=10_000)
        assert "cancel" in dialog.note.text().lower()
        assert dialog.button.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        return False

    ask.answers.append(look)
    fitted.actions_by_name["analysis.intervals"].trigger()
    assert fitted.document.project.analyses[0].fit.uncertainties == ()


def test_a_bootstrap_of_so_many_refits(fitted, ask, qtbot):
    def look(dialog: IntervalsDialog) -> bool:
        dialog.show()
        dialog.choose("bootstrap")
        dialog.count.setFocus()
        dialog.count.selectAll()
        QTest.keyClicks(dialog.count, "60")
        QTest.keyClick(dialog.count, Qt.Key.Key_Tab)
        QTest.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: dialog.known() is not None, timeout=60_000)
        dialog.choose("profile")
        assert dialog.known() is None and dialog.button.text() == "Compute"
        return False

    ask.answers.append(look)
    fitted.actions_by_name["analysis.intervals"].trigger()
    (known,) = fitted.document.project.analyses[0].fit.uncertainties
    assert (known.method, known.count) == ("bootstrap", 60)


def test_a_fit_that_is_out_of_date_is_fitted_first(fitted, ask):
    from naglass_gui.core import edits

    analysis = fitted.document.project.analyses[0]
    fitted.document.apply("Fit a region", edits.add_region, analysis.id, 30.0, 1e6)

    def look(dialog: IntervalsDialog) -> bool:
        assert not dialog.button.isEnabled() and "press F5" in dialog.note.text()
        return False

    ask.answers.append(look)
    fitted.actions_by_name["analysis.intervals"].trigger()


# -- templates ---------------------------------------------------------------------------------------------------------


def test_a_template_goes_from_one_project_to_another_in_one_step(fitted, ask, mouse, keys, qtbot):
    from naglass_gui.core import edits

    window, analysis = fitted, fitted.document.project.analyses[0]
    window.document.apply("Fix R0", edits.set_parameter, analysis.id, analysis.parameters[0].name, vary=False)
    ask.answers.append("Cold pellet")
    window.actions_by_name["analysis.save_template"].trigger()
    assert [k.template.name for k in list_templates()] == ["Cold pellet"]

    window.document.stack.setClean()
    window.actions_by_name["file.new"].trigger()
    mouse.drop(window, WARM)
    qtbot.waitUntil(lambda: bool(window.document.project.analyses), timeout=60_000)
    before = window.document.project

    def choose(dialog: TemplatesDialog) -> bool:
        dialog.show()
        assert dialog.chosen is not None and "Fixed: " in dialog.preview.text()
        mouse.click(dialog.apply)
        assert not dialog.isVisible()
        return True

    ask.answers.append(choose)
    window.actions_by_name["analysis.apply_template"].trigger()
    made = window.document.project.analyses[0]
    assert made.model == analysis.model and not made.parameters[0].vary
    assert steps(window)[-1] == "Apply the template Cold pellet"
    window.document.stack.undo()
    assert window.document.project is before


def test_a_taken_name_is_asked_about(fitted, ask):
    ask.answers += ["A", "A", "Cancel", "A", "Replace", None, " "]
    for _ in range(5):
        fitted.actions_by_name["analysis.save_template"].trigger()
    assert [k.template.name for k in list_templates()] == ["A"]
    assert "needs a name" in fitted.messages.said[-1].text


def test_templates_are_renamed_exported_removed_and_imported(fitted, ask, mouse, tmp_path: Path):
    ask.answers.append("A")
    fitted.actions_by_name["analysis.save_template"].trigger()
    file = tmp_path / "given.json"

    def tidy(dialog: TemplatesDialog) -> bool:
        dialog.show()
        ask.answers += ["B", file, "Remove", file]
        mouse.click(dialog.rename)
        assert dialog.chosen.name == "B"
        mouse.click(dialog.hand_on)
        dialog.list.setFocus()
        QTest.keyClick(dialog.list, Qt.Key.Key_Delete)
        assert dialog.list.count() == 0 and not dialog.apply.isEnabled()
        assert "No template is kept yet" in dialog.preview.text()
        mouse.click(dialog.take)
        assert dialog.chosen.name == "B"
        file.write_text("hello", encoding="utf-8")
        ask.answers.append(file)
        mouse.click(dialog.take)
        assert "is no template" in dialog.sentence.text() and dialog.list.count() == 1
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        return False

    ask.answers.append(tidy)
    fitted.actions_by_name["analysis.apply_template"].trigger()


def test_what_a_template_holds_is_told_in_words(fitted):
    from naglass_gui.core.template import template_of

    analysis = fitted.document.project.analyses[0]
    first = described(template_of(analysis, "A"))[0]
    assert first == f"EIS, {analysis.model}"


# -- scripts and the console -------------------------------------------------------------------------------------------


def test_the_exported_script_gives_the_numbers_of_the_window(fitted, ask, tmp_path: Path, monkeypatch):
    path = tmp_path / "again.py"
    ask.answers.append(path)
    fitted.actions_by_name["analysis.script"].trigger()
    monkeypatch.chdir(EXAMPLE.parent)
    again = runpy.run_path(str(path))["result"]
    fit = fitted.document.project.analyses[0].fit
    for a, b in zip(fit.parameters, again.parameters, strict=True):
        assert b.value == pytest.approx(a.value, rel=1e-6)
        assert b.stderr == pytest.approx(a.stderr, rel=1e-3)


def test_the_console_has_the_project_at_hand_and_edits_are_steps(fitted, keys):
    fitted.actions_by_name["view.console"].trigger()
    console = fitted.commands._console
    assert console.isVisible()

    def say(line: str) -> str:
        console.prompt.output.clear()
        console.prompt.input.setText(line)
        QTest.keyClick(console.prompt.input, Qt.Key.Key_Return)
        return console.prompt.output.toPlainText()

    assert fitted.document.project.analyses[0].model in say("project.analyses[0].model")
    assert "\n78\n" in say("len(numbers(next(project.measurements()))['z_real'])")
    say("apply('Call it A', edits.rename, project.samples[0].id, 'A')")
    assert fitted.document.project.samples[0].name == "A" and steps(fitted)[-1] == "Call it A"
    assert "'A'" in say("project.samples[0].name")
    assert "ZeroDivisionError" in say("1/0")
    console.close()
