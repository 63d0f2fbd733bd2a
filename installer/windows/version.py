"""The version as Windows wants it: four numbers, and the table an .exe shows in its properties."""

from __future__ import annotations

import re

_TEXTS = {
    "CompanyName": "NaGlass",
    "FileDescription": "NaGlass",
    "InternalName": "naglass",
    "LegalCopyright": "GPL-3.0-or-later",
    "OriginalFilename": "{name}.exe",
    "ProductName": "NaGlass",
    "FileVersion": "{version}",
    "ProductVersion": "{version}",
}


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """1.2.3 as (1, 2, 3, 0); what follows the numbers (rc1, +g1a2b3c) does not count. Raises ValueError without a number."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    if found is None:
        raise ValueError(f"{version!r} is no version")
    numbers = [min(int(number), 65535) for number in found[0].split(".")][:4]
    major, minor, micro, rest = numbers + [0] * (4 - len(numbers))
    return major, minor, micro, rest


def version_file(version: str, name: str) -> str:
    """The text PyInstaller reads with `EXE(version=...)`, for the program of this name."""
    numbers = four_numbers(version)
    texts = {key: text.format(version=version, name=name) for key, text in _TEXTS.items()}
    rows = ",\n        ".join(f"StringStruct({key!r}, {text!r})" for key, text in texts.items())
    return f"""VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0, date=(0, 0)),
  kids=[
    StringFileInfo([
      StringTable('040904B0', [
        {rows}
      ])
    ]),
    VarFileInfo([VarStruct('Translation', [1033, 1200])])
  ]
)
"""
