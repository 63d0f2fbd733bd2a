"""The start and the end of the program, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

START = """
import os, sys
from pathlib import Path
if __name__ == "__main__":
    from PySide6.QtCore import QCoreApplication, QTimer
    from PySide6.QtGui import QFileOpenEvent
    from naglass_gui.ui import application, updates

    # An address as a released copy has it; the preference is off.
    updates.Updates.__init__.__defaults__ = (None, "http://127.0.0.1:9/naglass", "0.1.0")
    begin = application.Started.begin

    def at_first_idle(started):
        heavy = {"scipy", "matplotlib", "lmfit", "h5py", "openpyxl", "pyqtgraph", "pebble", "emcee", "schemdraw"}
        assert started._window.isVisible()
        print("imported before the window:", sorted(heavy & set(sys.modules)))
        # As macOS hands over what is opened in the Finder: one before the session has begun, two together after it has.
        early, *late = sys.argv[2:] or [None]
        hand_over = lambda path: QCoreApplication.sendEvent(QCoreApplication.instance(), QFileOpenEvent(path))
        if early:
            hand_over(early)
        begin(started)
        for path in late:
            hand_over(path)
        window = started._window
        print("log:", len(list(Path(os.environ["NAGLASS_HOME"]).rglob("*.log"))))

        def done():
            measured = sorted(m.name for m in window.document.project.measurements())
            if window.jobs.running or len(measured) < len(sys.argv) - 1:
                QTimer.singleShot(50, done)
                return
            import psutil
            family = [psutil.Process(), *psutil.Process().children(recursive=True)]
            print("connections:", [c for process in family for c in process.net_connections("inet")])
            print("network:", sorted({"urllib.request", "PySide6.QtNetwork"} & set(sys.modules)))
            stack = window.document.stack
            print("steps:", [stack.text(number) for number in range(stack.count())])
            print("project:", measured)
            window.document.stack.setClean()
            window.close()

        QTimer.singleShot(300, done)

    application.Started.begin = at_first_idle
    sys.exit(application.run(sys.argv[1:2]))
"""


def start(tmp_path: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = tmp_path / "start.py"
    script.write_text(START)
    return subprocess.run(
        [sys.executable, str(script), *arguments],
        env=os.environ | {"NAGLASS_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(__file__).parents[2],
    )


def test_the_window_shows_before_anything_heavy_and_leaves_nothing_behind(tmp_path):
    from tests.ui.spectra import impedance_file

    home = tmp_path / "home"
    named, early, *late = (str(impedance_file(tmp_path, f"{name}.csv")) for name in ("a", "b", "c", "d"))
    ended = start(tmp_path, home, named, early, *late)
    assert ended.returncode == 0, ended.stderr
    assert "imported before the window: []" in ended.stdout
    assert "connections: []\nnetwork: []" in ended.stdout, "nothing is sent without the preference or a click"
    assert "log: 1" in ended.stdout
    assert "project: ['a', 'b', 'c', 'd']" in ended.stdout
    assert "steps: ['Import 2 files', 'Import 2 files']" in ended.stdout, "files of the Finder join those of the start"
    assert "Traceback" not in ended.stderr
    assert list(home.rglob("*.running")) == []
    assert list(home.rglob("*.recovery")) == []
