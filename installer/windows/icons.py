"""Draws the icons of Windows from the project's own drawings: one .ico with every size Windows asks for.

python installer/windows/icons.py build/windows
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MARK = HERE.parents[1] / "naglass_gui" / "resources" / "icons" / "naglass.svg"
SHEET = HERE / "project.svg"
# Lists, the task bar and large icons, each at the usual screen scales; Windows scales the rest down from 256.
SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)


def write_icons(folder: Path) -> tuple[Path, Path]:
    """The icons of the program and of its project files, drawn into a folder that is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, drawing in (("naglass", MARK), ("project", SHEET)):
        file = folder / f"{name}.ico"
        file.write_bytes(ico([png(drawing, size) for size in SIZES]))
        made.append(file)
    return made[0], made[1]


def png(drawing: Path, size: int) -> bytes:
    """An SVG drawing as a square PNG picture of `size` pixels."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    picture = QImage(size, size, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(drawing.read_bytes())).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert picture.save(buffer, "PNG"), f"{drawing.name} cannot be drawn"
    return buffer.data().data()


def ico(pictures: list[bytes]) -> bytes:
    """PNG pictures, smallest first, as one .ico file (Windows reads PNG in it since Vista)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries = b""
    for picture in pictures:
        width, height = struct.unpack(">II", picture[16:24])
        # 0 stands for 256.
        entries += struct.pack("<BBBBHHII", width % 256, height % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + entries + b"".join(pictures)


if __name__ == "__main__":
    for file in write_icons(Path(sys.argv[1])):
        print(file)
