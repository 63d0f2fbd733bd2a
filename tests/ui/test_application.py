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
    from PySide6.QtCore import QTimer
    from naglass_gui.ui import application, updates

    # An address as a released copy has it; the preference is off.
    updates.Updates.__init__.__defaults__ = (None, "http://127.0.0.1:9/naglass", "0.1.0")
    begin = application.Started.begin

    def at_first_idle(started):
        heavy = {"scipy", "matplotlib", "lmfit", "h5py", "openpyxl", "pyqtgraph", "pebble", "emcee", "schemdraw"}
        assert started._window.isVisible()
        print("imported before the window:", sorted(heavy & set(sys.modules)))
        begin(started)
        window = started._window
        print("log:", len(list(Path(os.environ["NAGLASS_HOME"]).rglob("*.log"))))

        def done():
            if window.jobs.running:
                QTimer.singleShot(50, done)
                return
            import psutil
            family = [psutil.Process(), *psutil.Process().children(recursive=True)]
            print("connections:", [c for process in family for c in process.net_connections("inet")])
            print("network:", sorted({"urllib.request", "PySide6.QtNetwork"} & set(sys.modules)))
            print("project:", [m.name for m in window.document.project.measurements()])
            window.document.stack.setClean()
            window.close()

        QTimer.singleShot(300, done)

    application.Started.begin = at_first_idle
    sys.exit(application.run(sys.argv[1:]))
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
    ended = start(tmp_path, home, str(impedance_file(tmp_path)))
    assert ended.returncode == 0, ended.stderr
    assert "imported before the window: []" in ended.stdout
    assert "connections: []\nnetwork: []" in ended.stdout, "nothing is sent without the preference or a click"
    assert "log: 1" in ended.stdout
    assert "project: ['lpscl']" in ended.stdout
    assert "Traceback" not in ended.stderr
    assert list(home.rglob("*.running")) == []
    assert list(home.rglob("*.recovery")) == []
