"""A seeded monkey on the whole window, every tab filled: whatever it does, nothing breaks, and all of it can be undone."""

from __future__ import annotations

import hashlib
import logging
import random
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType
from PySide6.QtGui import QDesktopServices, QUndoStack

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.project import Project
from naglass_gui.storage.consistency import check_project
from naglass_gui.storage.state import read_state, state_text
from naglass_gui.techniques import settle
from naglass_gui.ui.main_window import MainWindow
from tests.faults import rounds, seed
from tests.faults.late_jobs import LateJobs
from tests.faults.monkey import Monkey, MonkeyAsk, close_popups
from tests.faults.whole_study import whole_study
from tests.ui.conftest import ask, home, make_window  # noqa: F401
from tests.ui.spectra import impedance_file

EVENTS = rounds(3_000, 10_000)
ROUNDS = rounds(1, 100)  # each in a window of its own, from a seed of its own
QT_FAULTS = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
LOOK = 25  # events from one painting of the window to the next
SMALL = (900, 560)
# What takes long in this process is done this often; after that it fails, as what takes too long does.
OFTEN = {"render": 1, "intervals": 1, "fit_together": 1, "suggest": 2, "compare_motions": 2}


@pytest.fixture
def number(request: pytest.FixtureRequest) -> int:
    """The seed of this round."""
    return seed() + int(request.param)


@pytest.fixture
def jobs(number: int) -> LateJobs:
    """In place of children: answers come late, at random, and the same in every run."""
    return LateJobs(random.Random(number), OFTEN)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """What the monkey drops: good files, and bad ones."""
    folder = tmp_path / "files"
    folder.mkdir()
    impedance_file(folder, "one.csv")
    impedance_file(folder, "two.csv", 80.0)
    (folder / "none.csv").write_text("")
    (folder / "junk.DTA").write_bytes(bytes(range(256)) * 8)
    (folder / "dc.csv").write_text("t (s),I (A)\n0,1\n1,1\n2,1\n")
    (folder / "run.csv").write_text("t (s),I (A)\n" + "".join(f"{t},{1e-9 + 1e-6 / (t + 1)}\n" for t in range(30)))
    (folder / "t1.csv").write_text("T_C,T1_s,larmor_MHz\n25,1.1,132.3\n50,0.7,132.3\n75,0.6,132.3\n100,0.8,132.3\n")
    (folder / "nmr.txt").write_text(
        "shift (ppm)\treal\n" + "".join(f"{x}\t{1 / (1 + x * x)}\n" for x in range(40, -41, -1))
    )
    (folder / "no.naglass").write_bytes(b"nothing of the kind")
    return folder


class Invariants:
    """What holds after every event."""

    def __init__(self) -> None:
        self.checked = 0
        self.kept: list[tuple[Project, str]] = []  # some projects, and the digest of their text when they were new
        self._last: Project | None = None

    def check(self, window: MainWindow) -> None:
        """Raise AssertionError or StateFault where the model contradicts itself or the window."""
        document = window.document
        stack: QUndoStack = document.stack
        assert document.is_modified != stack.isClean()
        assert window.isWindowModified() == document.is_modified
        project = document.committed
        if project is self._last:
            return
        self._last = project
        self.checked += 1
        check_project(project)
        assert settle(project, project) is project
        for analysis in project.analyses:
            assert analysis.current is None or analysis.fit is not None, analysis.name
            assert all(region.low < region.high for region in analysis.regions), analysis.name
        for ref in project.arrays():
            assert ref in document.store
        known = {a.id for a in project.analyses} | {m.id for m in project.measurements()}
        known |= {s.id for s in project.samples} | {x.id for s in project.samples for x in s.specimens}
        assert set(window.tree.selected_ids()) <= known
        if self.checked % 20 == 0:
            text = state_text(project)
            assert read_state(text, "a project").project == project
            self.kept.append((project, digest(project)))
            del self.kept[:-100]


def digest(project: Project) -> str:
    """What a project says, as a digest."""
    return hashlib.sha256(state_text(project).encode()).hexdigest()


# What overflows is infinite and drawn nowhere, as with people; only tests turn NumPy's warnings into errors.
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("number", range(ROUNDS), indirect=True)
def test_nothing_a_monkey_does_breaks_the_window(
    make_window,  # noqa: F811
    number,
    jobs,
    files,
    qtbot,
    qtlog,
    caplog,
    monkeypatch,
    request,
):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: True)
    chance = random.Random(number)
    answers = MonkeyAsk(chance, files)
    invariants = Invariants()

    kept = MemoryStore()
    study = whole_study(kept)

    def fill(window: MainWindow) -> None:
        for ref in study.arrays():
            window.document.store.put(kept.get(ref))
        window.document.push("Study", study)

    def fresh() -> MainWindow:
        window = make_window(answers)
        window.resize(*SMALL)
        fill(window)
        return window

    window = fresh()
    monkey = answers.monkey = Monkey(window, chance, files, jobs)
    request.addfinalizer(monkey.stop)  # else menus of the tests that follow a failure are closed too
    begun, told = time.monotonic(), len(qtlog.records)
    for event in range(EVENTS):
        with qtbot.captureExceptions() as exceptions:
            monkey.act()
            if event % LOOK == 0:
                monkey.look()
        assert exceptions == [], f"event {event}: {monkey.last}"
        errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
        assert errors == [], f"event {event}: {monkey.last}"
        caplog.clear()
        warnings = [r for r in qtlog.records[told:] if not r.ignored and r.type in QT_FAULTS]
        assert warnings == [], f"event {event}: {monkey.last}"
        told = len(qtlog.records)
        if not window.isVisible():  # closed by the monkey, as anybody may
            window = monkey.window = fresh()
        if len(window.document.committed.analyses) < 8 and chance.random() < 0.05:
            fill(window)
        try:
            invariants.check(window)
        except Exception as fault:
            raise AssertionError(f"event {event}: {monkey.last}") from fault
    monkey.stop()
    close_popups()
    print(
        f"monkey: {EVENTS} events, {invariants.checked} projects checked, 0 uncaught, 0 warnings of Qt, "
        f"{time.monotonic() - begun:.0f} s, seed {number}; in front: {dict(monkey.visits)}; answered: {dict(jobs.answered)}"
    )
    assert all(monkey.visits[entry.title] > EVENTS // 100 for entry in window.tabs.entries)
    window.jobs.cancel()
    qtbot.waitUntil(lambda: not window.background.busy, timeout=30_000)
    window.document.drop_preview()
    undo_and_redo_all(window.document.stack, window.document)
    for project, before in invariants.kept:
        assert digest(project) == before


def undo_and_redo_all(stack: QUndoStack, document) -> None:
    """Every step back leads to what was, and every step forward again to what is."""
    here, told, steps = document.project, digest(document.project), stack.index()
    back = []
    while stack.canUndo():
        back.append(document.project)
        stack.undo()
    for project in reversed(back):
        assert document.project is not project
        stack.redo()
        assert document.project is project
    assert stack.index() == steps
    assert document.project is here
    assert digest(here) == told
