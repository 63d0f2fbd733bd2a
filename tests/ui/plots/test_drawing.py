"""What is drawn: colours of both themes, labels that hide nothing, pictures that are kept."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage

from naglass_gui.ui import theme
from naglass_gui.ui.plots.drawables import Level, Line, Points, Sticks
from naglass_gui.ui.plots.labels import Label, Obstacles, Place, place
from naglass_gui.ui.plots.legend import Entry, Legend, Ramp
from naglass_gui.ui.plots.plot import LABELS


def painted(bench) -> QImage:
    return bench.canvas.grab().toImage()


def has_colour(image: QImage, colour: str, around: QPointF, reach: int = 4) -> bool:
    """Whether a pixel near there has the colour, or is a mixture of it (at least a third) with the white card."""
    wanted = 255.0 - np.array(QColor(colour).getRgb()[:3])
    for dx in range(-reach, reach + 1):
        for dy in range(-reach, reach + 1):
            pixel = image.pixelColor(round(around.x()) + dx, round(around.y()) + dy)
            found = 255.0 - np.array(pixel.getRgb()[:3])
            share = found @ wanted / (wanted @ wanted)
            if share > 0.33 and np.abs(found - share * wanted).max() < 25:
                return True
    return False


def test_points_are_drawn_where_they_are_and_hollow_ones_are_empty_inside(bench):
    bench.plot.data.show_drawables(
        [
            Points(np.array([2.0]), np.array([50.0]), "#d1495b"),
            Points(np.array([6.0]), np.array([50.0]), "#d1495b", 9, hollow=True),
        ]
    )
    image = painted(bench)
    assert has_colour(image, "#d1495b", bench.at(2, 50), 1)
    assert has_colour(image, "#d1495b", bench.at(6, 50), 6)
    assert not has_colour(image, "#d1495b", bench.at(6, 50), 1)


def test_numbers_at_both_ends_of_an_axis_are_written(bench):
    """A low residual whose round numbers fell on its ends showed "0" alone, without a scale."""
    image, left = painted(bench), bench.plot.left
    written = [round(bench.at(0, value).y()) for value in (0.0, 100.0)]
    muted = QColor(theme.tokens().muted)
    x = round(left.mapToScene(left.rect().topRight()).x()) - 16
    for y in written:
        assert any(
            abs(image.pixelColor(x + dx, y + dy).red() - muted.red()) < 60 for dx in range(-8, 9) for dy in range(-7, 8)
        )


def test_lines_sticks_levels_and_fills_leave_colour(bench):
    x = np.array([1.0, 9.0])
    bench.plot.live.show_drawables(
        [
            Line(x, np.array([80.0, 80.0]), "#0072b2", ordered=True),
            Line(x, np.array([40.0, 40.0]), "#009e73", ordered=True, fill_to=0.0),
            Sticks(np.array([5.0]), np.array([60.0]), np.array([70.0]), "#d55e00"),
            Level(90.0, "#cc79a7"),
        ]
    )
    image = painted(bench)
    assert has_colour(image, "#0072b2", bench.at(5, 80), 2)
    assert has_colour(image, "#d55e00", bench.at(5, 65), 2)
    assert has_colour(image, "#cc79a7", bench.at(3, 90), 2)
    inside = image.pixelColor(bench.at(5, 20).toPoint())
    assert inside.green() > inside.red()


def test_numbers_that_are_none_are_left_out(bench):
    x = np.array([1.0, np.nan, 9.0])
    bench.plot.live.show_drawables([Line(x, x * 10, "#0072b2"), Points(x, x * 10, "#0072b2")])
    assert has_colour(painted(bench), "#0072b2", bench.at(5, 50), 2)


def test_the_still_layer_draws_its_data_once_while_a_curve_moves_over_it(bench):
    class Counting:
        drawn = 0

        def draw(self, painter, mapping) -> None:
            self.drawn += 1

    counting = Counting()
    bench.plot.data.show_drawables([counting])
    for k in range(5):
        bench.plot.live.show_drawables([Line(np.array([0.0, 10.0]), np.array([k, k]) * 1.0, "#000000")])
        painted(bench)
    assert counting.drawn == 1
    bench.view.show_range((0, 5), (0, 100))
    painted(bench)
    assert counting.drawn == 2


def test_a_change_of_theme_is_followed_at_once(bench):
    assert painted(bench).pixelColor(3, 3).name().upper() == theme.LIGHT.panel
    theme.use(theme.DARK)
    assert painted(bench).pixelColor(3, 3).name().upper() == theme.DARK.panel


def test_axis_labels_name_quantity_and_unit_in_kilo_where_numbers_are_large(bench):
    axis = bench.plot.left
    axis.set_label("−Im <i>Z</i>", "Ω")
    assert axis.label_text() == "−Im Z / Ω"
    bench.view.show_range((0, 10), (0, 2.5e6))
    assert axis.label_text() == "−Im Z / MΩ"
    assert [t.text for t in axis.ticks().major][:2] == ["0.0", "0.5"]


FRAME = QRectF(0, 0, 400, 300)


def test_a_label_stands_beside_its_point_where_nothing_is_covered():
    x = np.linspace(0, 400, 200)
    arc = 300 - np.sqrt(np.maximum(0, 150**2 - (x - 200) ** 2))
    obstacles = Obstacles.of([(x, arc)])
    box, _ = place(QSizeF(90, 30), QPointF(200, 150), FRAME, obstacles)
    assert not any(box.contains(QPointF(a, b)) for a, b in zip(x, arc, strict=True))
    assert not obstacles.hidden(box)
    assert FRAME.contains(box)


def test_two_labels_at_one_point_do_not_lie_on_each_other():
    obstacles = Obstacles.of([])
    first, _ = place(QSizeF(90, 30), QPointF(200, 150), FRAME, obstacles)
    second, _ = place(QSizeF(90, 30), QPointF(200, 150), FRAME, obstacles)
    assert not first.intersects(second)


def test_a_label_at_the_edge_stays_inside():
    for anchor in (QPointF(2, 2), QPointF(398, 2), QPointF(2, 298), QPointF(398, 298)):
        assert FRAME.contains(place(QSizeF(90, 30), anchor, FRAME, Obstacles.of([]))[0])


def test_a_label_does_not_jump_while_its_place_is_free_and_comes_back_from_far_away():
    taken = QRectF(100, 60, 200, 85)
    _, beside = place(QSizeF(90, 30), QPointF(200, 150), FRAME, Obstacles.of([], [taken]))
    held, _ = place(QSizeF(90, 30), QPointF(200, 150), FRAME, Obstacles.of([]), beside)
    assert held.topLeft() == QPointF(200, 150) + beside.offset
    best, _ = place(QSizeF(90, 30), QPointF(200, 150), FRAME, Obstacles.of([]))
    assert held != best
    far = Place(QPointF(-190, -140), 60)
    assert place(QSizeF(90, 30), QPointF(200, 150), FRAME, Obstacles.of([]), far)[0] == best


def test_a_label_shows_names_as_they_are(bench):
    label = Label(bench.view, LABELS)
    label.set_text("R1 298.4 ± 0.9 Ω\n<b>bulk</b>")
    assert label.text == "R1 298.4 ± 0.9 Ω\n<b>bulk</b>"
    label.put(QPointF(200, 150), FRAME, Obstacles.of([(np.linspace(0, 400, 4000), np.tile([140.0, 160.0], 2000))]))
    painted(bench)


def test_a_legend_takes_the_emptiest_corner(bench):
    legend = Legend(bench.view, LABELS)
    legend.show_entries([Entry("−25 °C", "#440154"), Entry("25 °C", "#21918c")])
    right_top = (np.full(50, 480.0), np.linspace(10, 60, 50))
    legend.put(QRectF(0, 0, 500, 300), Obstacles.of([right_top]))
    assert legend.pos().x() < 100 and legend.isVisible()
    legend.show_entries((), Ramp(("#440154", "#21918c", "#fde725"), "−25", "55", "Temperature / °C"))
    assert legend.entries == () and legend.isVisible()
    painted(bench)
    legend.show_entries()
    assert not legend.isVisible()


@pytest.mark.parametrize("count", [10, 100_000])
def test_a_long_curve_draws_its_extremes(bench, count):
    x = np.linspace(0, 10, count)
    y = np.full(count, 20.0)
    y[count // 2] = 90.0
    bench.plot.live.show_drawables([Line(x, y, "#0072b2", ordered=True)])
    assert has_colour(painted(bench), "#0072b2", bench.at(x[count // 2], 89), 3)
