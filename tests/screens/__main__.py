"""`make screens`: pictures of every state, light and dark, at 100 and 200 %, in screens-output/, with a page to leaf through.

python -m tests.screens [words of names]     only the screens whose names hold one of the words
NAGLASS_SCREENS_FAST=1                       light, 100 % and one size only
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

OUTPUT = Path("screens-output")
SCALES = ("1", "2")


def main(words: list[str]) -> int:
    """Make the pictures, each scale in a process of its own: Qt reads it once at the start."""
    if "NAGLASS_SCREENS_SCALE" in os.environ:
        return photograph(words)
    OUTPUT.mkdir(exist_ok=True)
    codes = []
    for scale in SCALES[:1] if os.environ.get("NAGLASS_SCREENS_FAST") else SCALES:
        environment = os.environ | {
            "NAGLASS_SCREENS_SCALE": scale,
            "QT_SCALE_FACTOR": scale,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        codes.append(subprocess.run([sys.executable, "-m", "tests.screens", *words], env=environment).returncode)
    write_index()
    print(f"{len(list(OUTPUT.glob('*.png')))} pictures in {OUTPUT}/, see {OUTPUT / 'index.html'}")
    return max(codes)


def photograph(words: list[str]) -> int:
    """Make the pictures of this process's scale; the number of screens that failed."""
    import traceback

    import pyqtgraph as pg
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication, QMainWindow

    from naglass_gui.ui.application import make_application
    from tests.screens.registry import SIZES, Stage, load_all
    from tests.ui.harness import SharedJobs

    os.environ["NAGLASS_HOME"] = tempfile.mkdtemp(prefix="naglass-screens-home-")
    pg.setConfigOption("mouseRateLimit", 0)
    qInstallMessageHandler(_say_what_qt_warns_of)
    fast = bool(os.environ.get("NAGLASS_SCREENS_FAST"))
    percent = f"{int(os.environ['NAGLASS_SCREENS_SCALE']) * 100}%"
    application = make_application(["screens"])
    jobs = SharedJobs(2)
    failed = 0
    for choice in ("light",) if fast else ("light", "dark"):
        for entry in load_all():
            if words and not any(word in entry.name for word in words):
                continue
            stage = Stage(choice, jobs)  # type: ignore[arg-type]
            try:
                widget = entry.make(stage)
                sizes = SIZES if isinstance(widget, QMainWindow) else (None,)
                for size in sizes[:1] if fast else sizes:
                    if size is not None:
                        widget.resize(*size)
                    stage.settle()
                    name = " ".join([entry.name, choice, percent, *([f"{size[0]}x{size[1]}"] if size else [])])
                    widget.grab().save(str(OUTPUT / f"{name}.png"))
            except Exception:
                failed += 1
                print(f"{entry.name} ({choice}, {percent}) failed:\n{traceback.format_exc()}", file=sys.stderr)
            stage.clear()
    application.processEvents()
    jobs.end()
    QApplication.quit()
    return failed


def write_index() -> None:
    """A page that shows all pictures by state."""
    rows: dict[str, list[Path]] = {}
    for picture in sorted(OUTPUT.glob("*.png")):
        state = picture.stem.split(" light ")[0].split(" dark ")[0]
        rows.setdefault(state, []).append(picture)
    parts = [
        f"<h2>{escape(state)}</h2>"
        + "".join(
            f"<figure><a href='{escape(p.name)}'><img src='{escape(p.name)}'></a>"
            f"<figcaption>{escape(p.stem.removeprefix(state).strip())}</figcaption></figure>"
            for p in pictures
        )
        for state, pictures in rows.items()
    ]
    style = "body{font-family:sans-serif}figure{display:inline-block;margin:8px}img{width:420px;border:1px solid #ccc}"
    page = f"<meta charset='utf-8'><title>Screens</title><style>{style}</style><h1>Screens</h1>{''.join(parts)}"
    (OUTPUT / "index.html").write_text(page, encoding="utf-8")


def _say_what_qt_warns_of(kind: object, context: object, message: str | None) -> None:
    if message and not message.startswith("This plugin does not support"):
        print(f"Qt: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
