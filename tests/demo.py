"""`make run` where there is no display: the same window, driven offscreen through the steps a person takes.

Imports the example, drags a region, fits, types the pellet's sizes, saves the project and exports the figure; leaves a
picture of each step, the project and the figure in demo-output/, and prints the results.
"""

from __future__ import annotations

import math
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

OUTPUT = Path("demo-output")
EXAMPLE = "NTOC-4_-25C.DTA"
REGION = (30.0, 5e6)  # Hz


def main() -> int:
    """Take every step; 0 when all went well."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # A home of its own: a demonstration leaves nothing in a person's settings, recovery or arrays.
    home = tempfile.mkdtemp(prefix="naglass-demo-")
    os.environ["NAGLASS_HOME"] = home
    OUTPUT.mkdir(exist_ok=True)
    for old in OUTPUT.iterdir():
        old.unlink()
    import pyqtgraph as pg

    from naglass_gui.ui.application import make_application
    from tests.screens.registry import Stage
    from tests.ui.harness import SharedJobs

    pg.setConfigOption("mouseRateLimit", 0)
    application = make_application(["naglass"])
    jobs = SharedJobs(2)
    stage = Stage("light", jobs)
    try:
        _Demo(stage).run()
    finally:
        stage.clear()
        jobs.end()
        application.quit()
        shutil.rmtree(home, ignore_errors=True)
    return 0


class _Demo:
    """The steps, in order, each ending in a picture."""

    def __init__(self, stage) -> None:
        self.stage: Any = stage
        self.window = stage.window()
        self.pictures = 0

    def run(self) -> None:
        from naglass_gui.ui.example import FOLDER

        print("NaGlass without a display: the window is driven offscreen.\n")
        self.picture("welcome")
        self.stage.import_files(self.window, FOLDER / EXAMPLE)
        self.picture("imported")
        self.drag_region()
        self.picture("region")
        self.fit()
        self.type_sizes()
        self.picture("fitted")
        self.save()
        self.export()
        self.report()

    @property
    def tab(self):
        return self.window.tabs.current

    @property
    def analysis(self):
        return self.window.document.project.analyses[0]

    def picture(self, name: str) -> None:
        self.pictures += 1
        self.stage.settle(0.5)
        path = OUTPUT / f"{self.pictures} {name}.png"
        self.window.grab().save(str(path))
        print(f"  {path}")

    def drag_region(self) -> None:
        """Shift-drag over the frequencies of the modulus plot."""
        from PySide6.QtCore import Qt

        self.tab.redraw_now()
        view = self.tab.plots.frequency[0].plot.view
        height = view.viewRange()[1][0] * 0.4 + view.viewRange()[1][1] * 0.6
        start, end = (view.mapToScene(view.mapping().point(math.log10(f), height)) for f in REGION)
        self.stage.mouse.drag(self.tab.plots.canvases[1], start, end, Qt.KeyboardModifier.ShiftModifier)
        self.stage.wait(lambda: self.analysis.regions)

    def fit(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(self.window, Qt.Key.Key_F5)
        self.stage.wait(lambda: self.analysis.fits)

    def type_sizes(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        for field, text in (
            (self.tab.column.pellet.thickness, "0.80 +- 0.01 mm"),
            (self.tab.column.pellet.diameter, "8.00 +- 0.05 mm"),
        ):
            field.setFocus()
            QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClicks(field, text)
            QTest.keyClick(field, Qt.Key.Key_Return)

    def save(self) -> None:
        path = OUTPUT.resolve() / "example.naglass"
        self.stage.ask.answers.append(path)
        self.window.actions_by_name["file.save"].trigger()
        self.stage.wait(lambda: path.exists() and not self.window.document.is_modified)
        print(f"  {OUTPUT / path.name}")

    def export(self) -> None:
        path = OUTPUT.resolve() / "example.svg"

        def accept(dialog) -> bool:
            self.stage.show(dialog)
            self.stage.wait(lambda: not dialog.paper.pixmap().isNull())
            dialog.grab().save(str(OUTPUT / f"{self.pictures + 1} export.png"))
            dialog.accept()
            return True

        self.stage.ask.answers += [accept, path]
        self.window.actions_by_name["figure.export"].trigger()
        self.stage.wait(path.exists)
        for made in (f"{self.pictures + 1} export.png", path.name, path.with_suffix(".csv").name):
            print(f"  {OUTPUT / made}")

    def report(self) -> None:
        from naglass_gui.core.quantity import Quantity

        fit = self.analysis.fit
        print(
            f"\n{self.window.document.project.measurement(self.analysis.sources[0]).name}: {fit.model}, {fit.n_points} points, χ² = {fit.chi_square:.5g}"
        )
        for p in (*fit.parameters, *fit.derived):
            print(f"  {p.name:8} {Quantity(p.value, p.stderr, p.unit)}")
        for warning in fit.warnings:
            print(f"  {warning.rank}: {warning.text}")


if __name__ == "__main__":
    sys.exit(main())
