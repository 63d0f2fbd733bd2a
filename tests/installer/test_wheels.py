"""Every pin has a file for every system a release is built for; and the pins are complete on systems other than this one."""

from __future__ import annotations

import importlib.util
import os
import re
import sys
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[2]
MARKERS = {
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
    "macOS": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin", "platform_machine": "arm64"},
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux", "platform_machine": "x86_64"},
}


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"naglass_{path.stem}", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


wheels = load(ROOT / "tools" / "wheels.py")
PINS = {canonicalize_name(pin.partition("==")[0]): pin.partition("==")[2] for pin in wheels.pins(wheels.CONSTRAINTS.read_text("utf-8"))}  # fmt: skip


def accepted(platforms: tuple[str, ...], python: str) -> frozenset[Tag]:
    """The tags that pip takes on a system; for a Mac those of every version before as well."""
    version = tuple(map(int, python.split(".")))
    if platforms[0].startswith("macosx"):
        major, minor, machine = re.fullmatch(r"macosx_(\d+)_(\d+)_(\w+)", platforms[0]).groups()  # type: ignore[union-attr]
        platforms = tuple(mac_platforms((int(major), int(minor)), machine))
    short = f"cp{version[0]}{version[1]}"
    return frozenset({*cpython_tags(version, None, platforms), *compatible_tags(version, short, platforms)})


@pytest.fixture(scope="module")
def locked() -> dict[str, list[str]]:
    """The files of each package in the lock, by its name."""
    found: dict[str, list[str]] = {}
    files: list[str] = []
    for line in wheels.LOCK.read_text(encoding="utf-8").splitlines():
        if re.match(r"# \S+\.(whl|gz)$", line):
            files.append(line[2:])
        elif "==" in line and not line.startswith("#"):
            name, _, version = line.strip(" \\").partition("==")
            assert PINS.get(canonicalize_name(name)) == version, f"{line}: run python tools/wheels.py"
            found[canonicalize_name(name)], files = files, []
    return found


@pytest.mark.parametrize("python", wheels.PYTHONS)
@pytest.mark.parametrize("system", wheels.SYSTEMS)
def test_every_pin_has_a_file_for_every_system(locked: dict[str, list[str]], system: str, python: str) -> None:
    """Offline: what the package index said is in the lock; a pin that was changed since is missing there."""
    assert set(locked) == set(PINS), "constraints.txt changed: run python tools/wheels.py"
    tags = accepted(wheels.SYSTEMS[system], python)
    for name, files in locked.items():
        if name in wheels.FROM_SOURCE:
            assert [parse_sdist_filename(file)[0] for file in files] == [name]
            continue
        parsed = [parse_wheel_filename(file) for file in files]
        assert {(wheel[0], str(wheel[1])) for wheel in parsed} == {(name, PINS[name])}
        assert any(wheel[3] & tags for wheel in parsed), (
            f"{name} {PINS[name]} has no wheel for {system}, Python {python}"
        )


def test_what_comes_from_source_needs_no_compiler() -> None:
    for name in wheels.FROM_SOURCE:
        built = distribution(name).read_text("WHEEL") or ""
        assert "Root-Is-Purelib: true" in built and "Tag: py3-none-any" in built


def needed(name: str, extra: str, environment: dict[str, str]) -> Iterator[str]:
    """The packages that a package needs on another system."""
    for text in distribution(name).requires or ():
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({**environment, "extra": extra}):
            yield canonicalize_name(requirement.name)


@pytest.mark.parametrize("python", wheels.PYTHONS)
@pytest.mark.parametrize("system", MARKERS)
def test_the_pins_are_complete_on_every_system(system: str, python: str) -> None:
    """pip must find no freedom anywhere: what only Windows or macOS needs is pinned too."""
    environment = {**MARKERS[system], "python_version": python, "python_full_version": f"{python}.0"}
    waiting, seen = list(needed("naglass", "dev", environment)), set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        assert name in PINS, f"{name} is needed on {system} and not pinned in constraints.txt"
        try:
            waiting += needed(name, "", environment)
        except ModuleNotFoundError:
            assert system != "Linux", f"{name} is not installed"  # only the other system has it
    assert {"numpy", "pyside6-essentials", "pyinstaller", "pytest"} <= seen


def test_a_name_is_found_however_it_is_spelled() -> None:
    assert wheels.pins("# a\nPySide6_Essentials==6.10.3 \\\n    --hash=sha256:00\nnumpy>=2\n") == [
        "PySide6_Essentials==6.10.3"
    ]
    assert wheels.normal("PySide6_Essentials") == canonicalize_name("PySide6_Essentials")


def test_the_lock_is_what_pip_reads() -> None:
    a, b = wheels.Locked("a==1", "a-1-py3-none-any.whl", "00"), wheels.Locked("a==1", "a-1.tar.gz", "11")
    assert wheels.lock_text([b, a, a]) == (
        wheels.HEAD + "# a-1-py3-none-any.whl\n# a-1.tar.gz\na==1 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"
    )


def test_the_index_still_has_every_file() -> None:
    """Asks the package index for all systems at once, by pip itself: a minute or two."""
    if not os.environ.get("NAGLASS_INDEX"):
        pytest.skip("set NAGLASS_INDEX=1 to ask the package index, which takes minutes; the lock is checked above")
    assert wheels.main(["--check"]) == 0
