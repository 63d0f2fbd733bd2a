"""What the installer of Windows is made of: icons, versions, lists of files, signing. Needs neither NSIS nor Windows."""

from __future__ import annotations

import ast
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "installer" / "windows"))

from icons import SIZES, write_icons  # noqa: E402
from package import Packing, check, portable  # noqa: E402
from payload import write_lists  # noqa: E402
from sign import sign  # noqa: E402
from version import four_numbers, version_file  # noqa: E402


def test_the_icons_hold_every_size(tmp_path: Path) -> None:
    for file in write_icons(tmp_path / "new"):
        data = file.read_bytes()
        assert struct.unpack("<HHH", data[:6]) == (0, 1, len(SIZES))
        for k, size in enumerate(SIZES):
            width, height, _, _, planes, bits, length, offset = struct.unpack(
                "<BBBBHHII", data[6 + 16 * k : 22 + 16 * k]
            )
            assert (width or 256, height or 256, planes, bits) == (size, size, 1, 32)
            assert data[offset : offset + 8] == b"\x89PNG\r\n\x1a\n" and offset + length <= len(data)


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("1.2.3", (1, 2, 3, 0)),
        ("0.1.0rc1", (0, 1, 0, 0)),
        ("0.2.0.dev5+g1a2b3c4", (0, 2, 0, 0)),
        ("2", (2, 0, 0, 0)),
        ("2026.11.22.99999", (2026, 11, 22, 65535)),
    ],
)
def test_a_version_as_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    assert four_numbers(version) == numbers


def test_no_version_is_refused() -> None:
    with pytest.raises(ValueError, match="is no version"):
        four_numbers("unknown")


def test_the_properties_of_a_program_say_its_version() -> None:
    text = version_file("1.2.3rc1", "naglass-console")
    tree = ast.parse(text, mode="eval")
    assert isinstance(tree.body, ast.Call)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    told = {}
    for call in calls:
        if isinstance(call.func, ast.Name) and call.func.id == "StringStruct":
            key, value = map(ast.literal_eval, call.args)
            told[key] = value
    assert told["ProductVersion"] == "1.2.3rc1" and told["OriginalFilename"] == "naglass-console.exe"
    assert "filevers=(1, 2, 3, 0)" in text


def test_files_are_installed_and_removed_one_by_one(tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    for name in ("naglass.exe", "_internal/a.dll", "_internal/deep/er/µ.txt"):
        (parts / name).parent.mkdir(parents=True, exist_ok=True)
        (parts / name).write_bytes(b"x" * 1000)
    assert write_lists(parts, tmp_path / "lists") == 3
    install = (tmp_path / "lists" / "install.nsh").read_text(encoding="utf-8")
    assert f'SetOutPath "$INSTDIR\\_internal\\deep\\er"\nFile "{parts}/_internal/deep/er/µ.txt"\n' in install
    assert (tmp_path / "lists" / "uninstall.nsh").read_text(encoding="utf-8").splitlines() == [
        'Delete "$INSTDIR\\_internal\\a.dll"',
        'Delete "$INSTDIR\\_internal\\deep\\er\\µ.txt"',
        'Delete "$INSTDIR\\naglass.exe"',
        'RMDir "$INSTDIR\\_internal\\deep\\er"',
        'RMDir "$INSTDIR\\_internal\\deep"',
        'RMDir "$INSTDIR\\_internal"',
    ]


def test_names_that_mean_something_to_nsis_are_refused(tmp_path: Path) -> None:
    (tmp_path / "$PROFILE").write_text("")
    with pytest.raises(ValueError, match=r"cannot be installed: \$PROFILE"):
        write_lists(tmp_path, tmp_path / "lists")
    with pytest.raises(ValueError, match="holds no files"):
        write_lists(tmp_path / "empty", tmp_path / "lists")


def test_a_file_is_signed_where_the_environment_says_how(tmp_path: Path) -> None:
    file = tmp_path / "set up.exe"
    file.write_bytes(b"program")
    assert not sign(file, {}) and file.read_bytes() == b"program"
    tool = tmp_path / "tool.py"
    tool.write_text("import sys; open(sys.argv[2], 'wb').write(open(sys.argv[1], 'rb').read() + b' signed')")
    assert sign(file, {"NAGLASS_SIGN": f'"{sys.executable}" {tool} {{file}} {{signed}}'})
    assert file.read_bytes() == b"program signed" and not list(tmp_path.glob("*.signed"))
    with pytest.raises(ValueError, match="must hold {file}"):
        sign(file, {"NAGLASS_SIGN": "signtool sign"})
    with pytest.raises(subprocess.CalledProcessError):
        sign(file, {"NAGLASS_SIGN": f"{sys.executable} -c exit(3) {{file}}"})


def test_the_portable_zip_holds_one_folder(tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    (parts / "_internal").mkdir(parents=True)
    for name in ("naglass.exe", "_internal/a.dll"):
        (parts / name).write_text(name)
    made = portable(Packing(parts, "0.1.0", tmp_path / "out"))
    assert made.name == "NaGlass-0.1.0-windows-x86_64-portable.zip"
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist() == ["NaGlass-0.1.0/_internal/a.dll", "NaGlass-0.1.0/naglass.exe"]


def test_a_folder_not_built_on_windows_is_refused(tmp_path: Path) -> None:
    (tmp_path / "naglass").write_text("")
    with pytest.raises(SystemExit, match=r"no naglass\.exe and no naglass-console\.exe"):
        check(tmp_path)
