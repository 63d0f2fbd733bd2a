"""Importing: whatever is dropped, pasted or chosen becomes one step that can be undone, and one message."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from naglass_gui.core.reading import FileReading, Reading
from naglass_gui.ui.importing import _counted
from tests.ui.spectra import impedance_file


def imported(window) -> list[str]:
    return [m.name for m in window.document.project.measurements()]


@pytest.fixture
def wait_for(qtbot):
    def wait(condition, timeout=20_000):
        qtbot.waitUntil(lambda: bool(condition()), timeout=timeout)

    return wait


def test_a_dropped_file_is_read_named_selected_and_summarised(window, mouse, tmp_path, wait_for):
    mouse.drop(window, impedance_file(tmp_path))
    wait_for(lambda: imported(window))
    assert imported(window) == ["lpscl"]
    assert window.document.stack.undoText() == "Import lpscl.csv"
    assert window.tree.shown_ids() == tuple(m.id for m in window.document.project.measurements())
    assert "1 spectrum from lpscl.csv" in window.messages.text
    assert window.pages.currentWidget() is window.tabs
    window.document.stack.undo()
    assert imported(window) == []


def test_several_files_are_one_step_and_those_refused_are_named(window, mouse, tmp_path, wait_for):
    files = [impedance_file(tmp_path, f"scan{n}.csv") for n in (2, 10)]
    (tmp_path / "notes.csv").write_text("t (s),U (V)\n0,1\n1,1\n2,1\n")
    mouse.drop(window, [*files, tmp_path / "notes.csv"])
    wait_for(lambda: window.messages.text)
    assert imported(window) == ["scan2", "scan10"]
    assert window.document.stack.undoText() == "Import 2 files"
    assert window.document.stack.count() == 1
    assert "notes.csv" in window.messages.text
    assert window.messages.tone == "warning"


def test_an_empty_column_is_asked_about_and_the_complete_rows_are_one_click_away(window, mouse, tmp_path, wait_for):
    rows = [f"{30 * k};{1 + 9 / (k + 1):.4f}".replace(".", ",") for k in range(20)]
    rows[13:] = [row.split(";")[0] + ";" for row in rows[13:]]
    (tmp_path / "chronoa_de.csv").write_text("\n".join(["Zeit (s);Strom (nA)", *rows]))
    mouse.drop(window, tmp_path / "chronoa_de.csv")
    wait_for(lambda: window.messages.text)
    assert window.messages.text == (
        "chronoa_de.csv: the current column is empty from row 14 on. Load the 13 complete rows?"
    )
    (button,) = [b for b in window.messages.findChildren(QAbstractButton) if b.text() == "Load 13 rows"]
    mouse.click(button)
    wait_for(lambda: imported(window))
    (measurement,) = window.document.project.measurements()
    assert measurement.channels[0].array.shape == (13,)
    assert window.document.stack.undoText() == "Import chronoa_de.csv"


def test_a_folder_gives_its_files_in_the_order_people_expect(window, mouse, tmp_path, wait_for):
    folder = tmp_path / "series"
    folder.mkdir()
    for number in (10, 9, 1):
        impedance_file(folder, f"T{number}.csv")
    mouse.drop(window, folder)
    wait_for(lambda: imported(window))
    assert imported(window) == ["T1", "T9", "T10"]


def test_files_dropped_on_a_sample_join_it(window, mouse, tmp_path, wait_for):
    from tests.ui.spectra import study

    window.document.push("Study", study(window.document.project, window.document.store))
    sample = window.document.project.samples[1]
    place = window.tree.view.visualRect(window.tree._index(sample.id)).center()
    mouse.drop(window.tree.view, impedance_file(tmp_path), place=place)
    wait_for(lambda: len(imported(window)) == 5)
    assert [m.name for m in window.document.project.sample(sample.id).measurements] == ["EIS of NTC", "lpscl"]


def test_columns_pasted_on_the_tree_are_imported(window, keys, tmp_path, wait_for):
    QApplication.clipboard().setText(impedance_file(tmp_path).read_text().replace(",", "\t"))
    window.tree.view.setFocus()
    keys("Ctrl+V", window.tree.view)
    wait_for(lambda: imported(window))
    assert imported(window)[0].startswith("Pasted")


def test_nothing_on_the_clipboard_is_said(window, keys):
    QApplication.clipboard().setText("")
    window.tree.view.setFocus()
    keys("Ctrl+V", window.tree.view)
    assert "no columns" in window.messages.text


def test_many_files_are_taken_in_beside_the_window(window, mouse, tmp_path, wait_for):
    folder = tmp_path / "series"
    folder.mkdir()
    for number in range(24):
        impedance_file(folder, f"T{number}.csv", 100.0 + number)
    mouse.drop(window, folder)
    wait_for(lambda: window.messages.text)
    assert len(imported(window)) == 24
    assert window.document.stack.count() == 1


def test_a_dropped_nmr_experiment_is_one_file_of_its_spectra(window, mouse, tmp_path, wait_for):
    from tests.formats.nmr.experiments import PROCS, experiment, parameter_file, written

    study = tmp_path / "NTOC-4"
    processed = {"pdata__1__procs": parameter_file(PROCS), "pdata__1__1r": bytes(range(256)) * 8}
    for number in ("10", "9"):
        written(study / number, experiment(**processed))
    mouse.drop(window, study)
    wait_for(lambda: imported(window))
    assert imported(window) == ["NTOC-4 9", "NTOC-4 9, procno 1", "NTOC-4 10", "NTOC-4 10, procno 1"]
    assert [sample.name for sample in window.document.project.samples] == ["NTOC-4"]
    assert window.document.stack.undoText() == "Import 2 files"


def test_files_taken_out_of_one_experiment_are_read_once(window, mouse, tmp_path, wait_for):
    from tests.formats.nmr.experiments import experiment, written

    folder = written(tmp_path / "NTOC-4" / "9", experiment())
    mouse.drop(window, [folder / "fid", folder / "acqus"])
    wait_for(lambda: imported(window))
    assert imported(window) == ["NTOC-4 9"]


def test_what_was_pasted_lies_in_one_folder_that_goes_with_the_window(make_window, monkeypatch):
    window, asked = make_window(), []
    monkeypatch.setattr(type(window.importer), "_begin", lambda _, work: asked.extend(work.paths))
    for text in ("1 2 3", "4 5 6"):
        window.importer.paste(text)
    first, second = asked
    assert (first.read_text(), second.read_text()) == ("1 2 3", "4 5 6")
    assert first.parent == second.parent
    assert window.close() and not first.parent.exists()


@pytest.mark.parametrize(
    ("techniques", "said"),
    [
        (("eis",), "1 spectrum from a.dat"),
        (("nmr", "nmr"), "2 spectra from a.dat"),
        (("relaxation",), "1 series from a.dat"),
        (("bpp",), "1 table of T₁ from a.dat"),
        (("polarization",), "1 measurement from a.dat"),
        (("eis", "polarization"), "2 measurements from a.dat"),
    ],
)
def test_what_was_imported_is_called_what_it_is(techniques, said):
    file = FileReading("a.dat", 0, "", "test", "1", tuple(Reading(t, "a", ()) for t in techniques))
    assert _counted([file], len(techniques)) == said
