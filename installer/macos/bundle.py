"""What makes the program's folder a Mac application: its Info.plist, its icons, and how its parts are signed.

naglass.spec asks for these on macOS; everything here also runs elsewhere, for the tests.
"""

from __future__ import annotations

import re
import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "windows"))

from icons import MARK, SHEET, png  # noqa: E402

IDENTIFIER = "naglass.desktop"
PROJECT_TYPE = "naglass.project"
SMALLEST_MACOS = "13.0"
"""What Qt 6.10 asks for; the wheels of tools/wheels.py are looked for under the same number."""
IDENTITY = "NAGLASS_MAC_IDENTITY"
"""The variable that names the certificate: "Developer ID Application: NAME (TEAM)". Without it nothing is signed."""
ICON_SIZES = {
    b"icp4": 16, b"ic11": 32, b"icp5": 32, b"ic12": 64, b"ic07": 128, b"ic13": 256, b"ic08": 256, b"ic14": 512, b"ic09": 512,
    b"ic10": 1024,
}  # fmt: skip
"""Each place of an .icns file that macOS looks at, and its pixels; ic11 to ic14 and ic10 are for fine screens."""


def info_plist(version: str) -> dict[str, Any]:
    """Info.plist of a version.

    Projects are ours to open; any other file or folder may be dropped on the icon in the Dock, and no other program loses it.
    """
    numbers = plain_numbers(version)
    return {
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleName": "NaGlass",
        "CFBundleDisplayName": "NaGlass",
        "CFBundleShortVersionString": numbers,
        "CFBundleVersion": numbers,
        "NaGlassVersion": version,
        "NSHumanReadableCopyright": "GPL-3.0-or-later",
        "LSApplicationCategoryType": "public.app-category.education",
        "LSMinimumSystemVersion": SMALLEST_MACOS,
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,
        "NSPrincipalClass": "NSApplication",
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "NaGlass project",
                "CFBundleTypeRole": "Editor",
                "CFBundleTypeIconFile": "project.icns",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [PROJECT_TYPE],
            },
            {
                "CFBundleTypeName": "Measurement",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "None",
                "LSItemContentTypes": ["public.data", "public.folder"],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": PROJECT_TYPE,
                "UTTypeDescription": "NaGlass project",
                "UTTypeConformsTo": ["public.data", "public.content"],
                "UTTypeIconFile": "project.icns",
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["naglass"],
                    "public.mime-type": ["application/x-naglass"],
                },
            }
        ],
    }


def plain_numbers(version: str) -> str:
    """A version as macOS takes it, three numbers: 0.2.1.dev5+g1a2b3c4d is 0.2.1. Raises ValueError where it has none."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    if found is None:
        raise ValueError(f"{version!r} is no version")
    return ".".join([*found[0].split("."), "0", "0"][:3])


def signing(environment: Mapping[str, str]) -> dict[str, str]:
    """How PyInstaller signs each library, the program and the application; without a certificate only as the system demands."""
    identity = environment.get(IDENTITY, "").strip()
    return {"codesign_identity": identity, "entitlements_file": str(HERE / "entitlements.plist")} if identity else {}


def write_icons(folder: Path) -> tuple[Path, Path]:
    """The icons of the program and of its project files, drawn into a folder that is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / "naglass.icns", folder / "project.icns"
    for file, drawing in zip(made, (MARK, SHEET), strict=True):
        pictures = {size: png(drawing, size) for size in set(ICON_SIZES.values())}
        file.write_bytes(icns({kind: pictures[size] for kind, size in ICON_SIZES.items()}))
    return made


def icns(pictures: Mapping[bytes, bytes]) -> bytes:
    """PNG pictures by their four-letter place as one .icns file."""
    body = b"".join(kind + struct.pack(">I", len(picture) + 8) + picture for kind, picture in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body
