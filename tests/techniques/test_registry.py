"""The registry of techniques, and plug-ins that bring their own."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import EntryPoint

import pytest

from naglass_gui import techniques
from naglass_gui.techniques import plugins
from naglass_gui.techniques.eis import EIS


class Polarography:
    """A technique as a plug-in brings it."""

    name = "polarography"
    title = "Polarography"
    choices = ()
    new_analysis = with_model = fit = derive = None


class Imitation(Polarography):
    name = "eis"


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    points: list[EntryPoint] = []
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    plugins._outcome.cache_clear()
    yield points
    plugins._outcome.cache_clear()


def point(name: str, target: str) -> EntryPoint:
    return EntryPoint(name, target, plugins.GROUP)


def test_the_program_knows_its_own() -> None:
    assert techniques.technique("eis") is EIS and techniques.technique("alchemy") is None


def test_a_plug_in_is_found_by_its_name(installed: list[EntryPoint]) -> None:
    installed.append(point("extra", f"{__name__}:Polarography"))
    found = techniques.technique("polarography")
    assert found is not None and found.title == "Polarography" and techniques.plugin_faults() == ()


def test_a_plug_in_that_fails_is_named_and_harms_nothing(installed: list[EntryPoint]) -> None:
    installed += [point("broken", "no_such_module:Thing"), point("hollow", "builtins:object")]
    assert techniques.techniques() == techniques.TECHNIQUES
    broken, hollow = techniques.plugin_faults()
    assert "The plug-in broken could not be loaded" in broken and "hollow" in hollow and "no name, title" in hollow


def test_a_plug_in_cannot_take_the_place_of_the_programs_own(installed: list[EntryPoint]) -> None:
    installed.append(point("imitation", f"{__name__}:Imitation"))
    assert techniques.technique("eis") is EIS
