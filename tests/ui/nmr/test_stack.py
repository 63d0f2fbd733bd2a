"""Several spectra on one plot: stacked with the mouse, over each other, normalised; the current one is picked by its name."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPointF, Qt

from naglass_gui.core import edits
from naglass_gui.core.project import evolve
from naglass_gui.core.quantity import Quantity
from naglass_gui.ui.nmr.arrangement import FIRST_STEP, Arrangement, colours_of, varied_condition
from tests.ui.nmr.made import LINES, three_lines

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def three(make_bench):
    """Three spectra, the second with half the signal, the third with twice as many scans."""
    second = three_lines(seed=1, scans=64, receiver_gain=10.0)
    spectra = {
        "first": three_lines(scans=64, receiver_gain=10.0),
        "second": replace(second, intensity=0.5 * second.intensity),
        "third": three_lines(seed=2, scans=128, receiver_gain=10.0),
    }
    bench = make_bench(spectra)
    project = bench.document.project
    for measurement in project.measurements():
        path = ("samples", project.samples[0].id, "measurements", measurement.id, "provenance")
        project = evolve(project, path, lambda p: replace(p, reader="Bruker TopSpin"))
    bench.document.open(project)
    bench.tab.show_selection([m.id for m in project.measurements()])
    bench.tab.redraw_now()
    return bench


def offsets(bench) -> list[float]:
    return [p.offset for p in bench.tab.plots.stack.placed]


def tag(bench, name: str):
    return next(t for t in bench.tab.plots.stack.tags.values() if t.text == name)


def middle(item) -> QPointF:
    return item.mapToScene(item.boundingRect().center())


def deed(bench, text: str):
    parts = bench.tab.view_menu.parts()
    entries = [e for part in parts for e in part]
    flat = [d for e in entries for d in (e[1] if isinstance(e, tuple) else [e])]
    return next(d for d in flat if d.text.startswith(text))


def test_several_spectra_are_stacked_and_a_drag_on_a_name_moves_them_all_apart(three, mouse):
    assert offsets(three) == pytest.approx([0.0, -FIRST_STEP, -2 * FIRST_STEP])
    view = three.tab.plots.spectrum.view
    low, high = view.mapping().y_range
    assert low < -2 * FIRST_STEP and high > 1.0  # all are in sight
    start = middle(tag(three, "third"))
    mouse.drag(three.canvas, start, start + QPointF(0, 60))
    by = 60 / abs(view.mapping().y_scale)
    assert offsets(three) == pytest.approx([0.0, -FIRST_STEP - by / 2, -2 * FIRST_STEP - by])
    assert three.steps == []  # how one looks at it is no change of the project


def test_a_control_drag_moves_one_alone_and_escape_gives_it_up(three, mouse):
    start = middle(tag(three, "second"))
    mouse.drag(three.canvas, start, start + QPointF(0, -20), modifiers=CONTROL)
    by = 20 / abs(three.tab.plots.spectrum.view.mapping().y_scale)
    assert offsets(three) == pytest.approx([0.0, -FIRST_STEP + by, -2 * FIRST_STEP])
    start = middle(tag(three, "third"))
    mouse.drag(three.canvas, start, start + QPointF(0, 40), release=False)
    assert three.tab.cancel()
    mouse.release(three.canvas, start)
    assert offsets(three) == pytest.approx([0.0, -FIRST_STEP + by, -2 * FIRST_STEP])
    deed(three, "Even distances").do()
    assert offsets(three) == pytest.approx([0.0, -FIRST_STEP, -2 * FIRST_STEP])


def test_a_click_on_a_name_makes_it_the_current_one_and_nothing_moves_on_screen(three, mouse):
    view = three.tab.plots.spectrum.view
    before = view.mapping().pixel_y(offsets(three)[1])
    mouse.click(three.canvas, middle(tag(three, "second")))
    three.tab.redraw_now()
    assert three.tab.current.measurement.name == "second"
    assert offsets(three) == pytest.approx([FIRST_STEP, 0.0, -FIRST_STEP])
    assert view.mapping().pixel_y(0.0) == pytest.approx(before, abs=1.0)


def test_an_overlay_can_be_normalised_to_what_was_measured(three):
    deed(three, "Overlay").do()
    assert offsets(three) == [0.0, 0.0, 0.0]
    factors = [p.factor for p in three.tab.plots.stack.placed]
    assert factors == pytest.approx([1.0, 1.0, 1.0])
    deed(three, "To scans and gain").do()
    scale = [p.spectrum.signal.scale for p in three.tab.plots.stack.placed]
    factors = [p.factor for p in three.tab.plots.stack.placed]
    assert factors == pytest.approx([1.0, scale[1] / scale[0], 0.5 * scale[2] / scale[0]])
    deed(three, "To the area").do()
    assert three.tab.plots.stack.placed[1].factor == pytest.approx(1.0, rel=0.05)
    assert three.services.settings.get("nmr/view", {})["way"] == "overlay"
    deed(three, "One spectrum").do()
    assert three.tab.plots.stack.placed == () and three.tab.plots.stack.tags == {}


def test_scans_cannot_be_used_where_a_file_does_not_tell_them(make_bench):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)})
    assert not deed(bench, "To scans and gain").when()


def test_a_single_spectrum_stands_alone(bench):
    assert bench.tab.plots.stack.placed == () and not deed(bench, "Stack").when()
    assert bench.tab.plots.stack.chosen == Arrangement()


def test_colours_follow_a_condition_that_differs_else_the_sample(three):
    items, project = three.tab.showing.items, three.document.project
    assert varied_condition(items) == ""
    assert len(set(colours_of(items, "condition", project).values())) == 3
    for item, temperature in zip(items, (300.0, 320.0, 340.0), strict=True):
        project = edits.set_condition(project, (item.id,), "temperature", Quantity(temperature, unit="K"))
    three.document.push("Set temperatures", project)
    items = three.tab.showing.items
    assert varied_condition(items) == "temperature"
    assert list(colours_of(items, "condition", project).values()) != list(colours_of(items, "sample", project).values())


def test_the_line_of_the_current_spectrum_is_dragged_within_a_stack(make_bench, mouse):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)}, LINES)
    bench.tab.fit()
    bench.tab.redraw_now()
    before = bench.values["position_1"]
    start = bench.grip_at("NTOC")
    mouse.drag(bench.canvas, start, start + QPointF(40, 0))
    assert bench.values["position_1"] < before
    assert "position_1" in {p.name for c in bench.analysis.components for p in c.parameters}


def test_the_sums_of_the_others_follow_a_joint_line_once_the_mouse_rests(make_bench, mouse, qtbot):
    bench = make_bench({"one": three_lines(), "two": three_lines(seed=1)}, LINES)
    pairs = [(s.measurement, s.analysis) for s in bench.tab.showing.items]
    made = bench.tab.editing.join(pairs, ("position", "width", "mixing"))
    bench.tab.show_selection([made.id])
    bench.tab.fit()
    bench.tab.redraw_now()
    stack = bench.tab.plots.stack
    qtbot.waitUntil(lambda: len(stack._sums.drawables) == 1)
    data, sums = stack._layer.drawables, stack._sums.drawables
    start = bench.grip_at("NTOC")
    mouse.drag(bench.canvas, start, start + QPointF(60, 0))
    assert stack._layer.drawables is data

    def top() -> float:
        (line,) = stack._sums.drawables
        (place,) = stack._others
        return float(line.x[(line.y - place.offset).argmax()])

    # On a slow machine the mouse seems to rest within the drag too.
    position = bench.line("NTOC").parameters[0].value
    qtbot.waitUntil(lambda: stack._sums.drawables is not sums and abs(top() - position) < 0.5)
    assert top() < -12.0
