"""Makes a disk image of dist/NaGlass.app, signed and notarized where the environment says with what.

python installer/macos/package.py [dist]        after installer/build.py, on the Mac it is built for

NAGLASS_MAC_IDENTITY       "Developer ID Application: NAME (TEAM)", in the keychain; read by naglass.spec as well
NAGLASS_MAC_NOTARY_KEY     the .p8 file of a key of App Store Connect,
NAGLASS_MAC_NOTARY_KEY_ID  its id,
NAGLASS_MAC_NOTARY_ISSUER  and whose it is

Without the first nothing is signed, without the others nothing is notarized; both are said.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from bundle import IDENTITY  # noqa: E402

NOTARY = {
    "--key": "NAGLASS_MAC_NOTARY_KEY", "--key-id": "NAGLASS_MAC_NOTARY_KEY_ID", "--issuer": "NAGLASS_MAC_NOTARY_ISSUER",
}  # fmt: skip
UNSIGNED = (
    f"{IDENTITY} is not set: the image is not signed. Who opens NaGlass for the first time must allow it under "
    "System Settings > Privacy & Security > Open Anyway."
)
UNNOTARIZED = f"{', '.join(NOTARY.values())} are not all set: the image is signed, but not notarized; macOS will warn."


def steps(image: Path, staged: Path, environment: Mapping[str, str]) -> tuple[list[list[str]], str]:
    """The commands that make an image of a folder with the application in it, and what is to be said about it.

    Args:
        image: the .dmg that is made.
        staged: a folder with NaGlass.app in it.
        environment: says with what it is signed and notarized.
    """
    app, file = str(staged / "NaGlass.app"), str(image)
    make = [
        "hdiutil", "create", "-volname", "NaGlass", "-srcfolder", str(staged), "-fs", "HFS+", "-format", "UDZO",
        "-imagekey", "zlib-level=9", "-ov", file,
    ]  # fmt: skip
    identity = environment.get(IDENTITY, "").strip()
    if not identity:
        return [make], UNSIGNED
    sign = [
        ["codesign", "--verify", "--deep", "--strict", app],
        make,
        ["codesign", "--sign", identity, "--timestamp", file],
    ]
    if not all(environment.get(name, "").strip() for name in NOTARY.values()):
        return sign, UNNOTARIZED
    key = [word for option, name in NOTARY.items() for word in (option, environment[name].strip())]
    notarize = [
        ["xcrun", "notarytool", "submit", file, *key, "--wait", "--timeout", "1h"],
        ["xcrun", "stapler", "staple", file],
        ["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", file],
    ]
    return sign + notarize, "The image is signed and notarized."


def run(command: list[str], attempts: int = 5, pause: float = 10.0) -> None:
    """Run a step; hdiutil again where it fails, as it does while macOS looks through the files that were just written.

    Raises:
        CalledProcessError: it failed, at each attempt.
    """
    for _ in range(attempts - 1 if command[0] == "hdiutil" else 0):
        if subprocess.run(command).returncode == 0:
            return
        time.sleep(pause)
    subprocess.run(command, check=True)


def image_name(version: str, machine: str) -> str:
    """The name of the image: NaGlass-0.2.0-macos-arm64.dmg."""
    return f"NaGlass-{version}-macos-{machine}.dmg"


def main(words: list[str]) -> int:
    """Make the image; the exit code."""
    if sys.platform != "darwin":
        print("A disk image can be made on macOS only.", file=sys.stderr)
        return 1
    dist = Path(words[0] if words else "dist")
    if not (dist / "NaGlass.app").is_dir():
        print(f"{dist / 'NaGlass.app'} is not there; run python installer/build.py first.", file=sys.stderr)
        return 1
    from naglass_gui import __version__

    image = dist / image_name(__version__, platform.machine())
    with tempfile.TemporaryDirectory(prefix="naglass-dmg-") as folder:
        staged = Path(folder)
        # The links within must stay links: what is signed is the arrangement.
        shutil.copytree(dist / "NaGlass.app", staged / "NaGlass.app", symlinks=True)
        (staged / "Applications").symlink_to("/Applications")
        commands, said = steps(image, staged, os.environ)
        for command in commands:
            run(command)
    print(said)
    print(f"{hashlib.sha256(image.read_bytes()).hexdigest()}  {image.name}  {image.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
