"""A canvas with one plot, for tests that draw on it and take hold of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF

from naglass_gui.ui import theme
from naglass_gui.ui.plots.canvas import Canvas
from naglass_gui.ui.plots.gesture import Selection
from naglass_gui.ui.plots.plot import Plot


class Bench:
    """One plot of 0 to 10 by 0 to 100 on a canvas of 600 by 400."""

    def __init__(self, **options: bool) -> None:
        self.selection = Selection()
        self.canvas = Canvas(self.selection)
        self.plot = Plot(**options)
        self.view = self.plot.view
        self.view.set_home(lambda width, height: (0.0, 10.0, 0.0, 100.0))
        self.canvas.arrange({(0, 0): self.plot})
        self.canvas.resize(600, 400)
        self.canvas.show()

    def at(self, x: float, y: float) -> QPointF:
        """Where a point of the data is drawn, in pixels of the canvas."""
        return self.view.mapToScene(self.view.mapping().point(x, y))

    @property
    def ranges(self) -> list[list[float]]:
        return self.view.viewRange()


@pytest.fixture
def make_bench(qtbot) -> Callable[..., Bench]:
    """Makes benches and closes them at the end."""

    def make(**options: bool) -> Bench:
        bench = Bench(**options)
        qtbot.addWidget(bench.canvas)
        qtbot.waitExposed(bench.canvas)
        bench.canvas.align()
        return bench

    yield make
    theme.use(theme.LIGHT)


@pytest.fixture
def bench(make_bench) -> Bench:
    return make_bench()
