"""The Mac application: its Info.plist, icons and entitlements, and the commands that make, sign and notarize its image.

The commands themselves run on a Mac only, in the release workflow; here is shown which run when.
"""

from __future__ import annotations

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

from naglass_gui.ui.importing import PROJECT_EXTENSIONS
from tests.installer.test_wheels import load, wheels

MACOS = Path(__file__).resolve().parents[2] / "installer" / "macos"
bundle = load(MACOS / "bundle.py")
package = load(MACOS / "package.py")
APP, IMAGE = Path("staged"), Path("NaGlass.dmg")
SIGNED = {"NAGLASS_MAC_IDENTITY": "Developer ID Application: Lab (T1)"}
NOTARIZED = SIGNED | {
    "NAGLASS_MAC_NOTARY_KEY": "notary.p8", "NAGLASS_MAC_NOTARY_KEY_ID": "K1", "NAGLASS_MAC_NOTARY_ISSUER": "I1",
}  # fmt: skip


def test_info_plist_declares_the_document_type_version_and_look() -> None:
    said = plistlib.loads(plistlib.dumps(bundle.info_plist("0.2.1.dev5+g1a2b3c4d")))
    assert said["CFBundleShortVersionString"] == said["CFBundleVersion"] == "0.2.1"
    assert said["NaGlassVersion"] == "0.2.1.dev5+g1a2b3c4d"
    assert said["NSHighResolutionCapable"] is True
    (exported,) = said["UTExportedTypeDeclarations"]
    project, any_file = said["CFBundleDocumentTypes"]
    assert project["LSItemContentTypes"] == [exported["UTTypeIdentifier"]]
    assert project["LSHandlerRank"] == "Owner" and any_file["LSHandlerRank"] == "None"
    assert "." + exported["UTTypeTagSpecification"]["public.filename-extension"][0] in PROJECT_EXTENSIONS
    assert project["CFBundleTypeIconFile"] == exported["UTTypeIconFile"] == "project.icns"


def test_smallest_system_is_the_one_the_wheels_are_for() -> None:
    asked = bundle.SMALLEST_MACOS.replace(".", "_")
    for system in ("macOS arm64", "macOS x86_64"):
        assert wheels.SYSTEMS[system][0].startswith(f"macosx_{asked}_")


@pytest.mark.parametrize(("version", "numbers"), [("0.2.0", "0.2.0"), ("1.0.0rc1", "1.0.0"), ("3.dev1+g1", "3.0.0"), ("1.2.3.4", "1.2.3")])  # fmt: skip
def test_version_in_three_numbers(version: str, numbers: str) -> None:
    assert bundle.plain_numbers(version) == numbers


def test_icons_hold_every_size_and_can_be_read(tmp_path: Path, qapp: object) -> None:
    for file in bundle.write_icons(tmp_path):
        reader = QImageReader(str(file))
        assert reader.canRead() and bytes(reader.format().data()) == b"icns"
        sizes = set()
        for number in range(reader.imageCount()):
            assert reader.jumpToImage(number)
            sizes.add(reader.read().width())
        assert sizes >= {16, 32, 128, 256, 512, 1024}, file


def test_entitlements_are_a_plist_of_the_one_exception_and_without_comments() -> None:
    """The system's own reader of entitlements stumbles over comments."""
    raw = (MACOS / "entitlements.plist").read_bytes()
    assert plistlib.loads(raw) == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
    assert b"<!--" not in raw


def test_parts_are_signed_with_the_certificate_of_the_environment_only() -> None:
    assert bundle.signing({}) == bundle.signing({"NAGLASS_MAC_IDENTITY": " "}) == {}
    signing = bundle.signing(SIGNED)
    assert signing["codesign_identity"] == "Developer ID Application: Lab (T1)"
    assert Path(signing["entitlements_file"]).is_file()


def test_without_a_certificate_the_image_is_made_and_that_is_said() -> None:
    commands, said = package.steps(IMAGE, APP, {})
    assert [command[0] for command in commands] == ["hdiutil"]
    assert said.startswith("NAGLASS_MAC_IDENTITY is not set: the image is not signed.")


def test_with_a_certificate_alone_the_image_is_signed_and_not_notarized() -> None:
    commands, said = package.steps(IMAGE, APP, SIGNED)
    assert [command[0] for command in commands] == ["codesign", "hdiutil", "codesign"]
    assert "not notarized" in said


def test_with_everything_the_image_is_signed_notarized_stapled_and_checked() -> None:
    commands, said = package.steps(IMAGE, APP, NOTARIZED)
    assert [command[:3] for command in commands[3:]] == [
        ["xcrun", "notarytool", "submit"],
        ["xcrun", "stapler", "staple"],
        ["spctl", "--assess", "--type"],
    ]
    assert commands[3][3:10] == ["NaGlass.dmg", "--key", "notary.p8", "--key-id", "K1", "--issuer", "I1"]
    assert said == "The image is signed and notarized."


@pytest.mark.skipif(sys.platform == "darwin", reason="there it makes the image")
def test_hdiutil_is_tried_again_and_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """While macOS looks through new files it says "Resource busy"."""
    asked: list[str] = []

    def busy(command: list[str], check: bool = False) -> subprocess.CompletedProcess[bytes]:
        asked.append(command[0])
        if check:
            raise subprocess.CalledProcessError(1, command)
        return subprocess.CompletedProcess(command, 0 if len(asked) == 3 else 1)

    monkeypatch.setattr(package.subprocess, "run", busy)
    package.run(["hdiutil", "create"], pause=0.0)
    assert asked == ["hdiutil"] * 3
    with pytest.raises(subprocess.CalledProcessError):
        package.run(["codesign", "--verify"], pause=0.0)
    assert asked[3:] == ["codesign"]


def test_elsewhere_it_refuses_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert package.main([]) == 1
    assert capsys.readouterr().err == "A disk image can be made on macOS only.\n"


def test_the_keychain_script_says_that_there_is_no_certificate() -> None:
    if shutil.which("sh") is None:
        pytest.skip("no shell")
    done = subprocess.run(
        ["sh", str(MACOS / "keychain.sh")], env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "There is no certificate: this release will not be signed.\n"
