"""Every released project format opens for ever; newer ones are told apart, not misread."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import load_project, save_project
from naglass_gui.storage.migrations import SCHEMA, STEPS, Schema, format_schema, migrate
from naglass_gui.storage.state import digest, read_state, state_text
from tests.storage.golden.make_golden import FOLDER, golden_file
from tests.storage.studies import a_study

RELEASED = ["1.0", "1.1"]


@pytest.mark.parametrize("schema", RELEASED)
def test_a_file_of_every_released_format_opens_as_what_it_was(schema: str) -> None:
    loaded = load_project(golden_file(schema), MemoryStore())
    assert (loaded.damaged, loaded.notices, loaded.read_only) == ((), (), False)
    assert loaded.project == a_study(MemoryStore(), spectra=2, points=12, name="Golden study")
    measured = loaded.project.samples[0].measurements[1]
    assert measured.conditions[0].quantity.value == -15.0
    assert loaded.project.analyses[1].fits[0].covariance[1][1].hex() == "0x1.3333333333334p-2"


def test_there_is_a_golden_file_of_the_present_format_and_a_way_from_every_older_one() -> None:
    assert RELEASED[-1] == format_schema(SCHEMA)
    assert {path.name for path in FOLDER.glob("*.naglass")} == {f"schema-{schema}.naglass" for schema in RELEASED}
    for schema in RELEASED[:-1]:
        major, minor = schema.split(".")
        assert (int(major), int(minor)) in STEPS


def test_the_golden_state_is_saved_again_unchanged(tmp_path: Path) -> None:
    store = MemoryStore()
    golden = load_project(golden_file(RELEASED[-1]), store)
    with h5py.File(golden_file(RELEASED[-1])) as file:
        assert file["naglass/state"][()].tobytes().decode() == state_text(golden.project)
    save_project(golden.project, store, tmp_path / "again.naglass", expected=None)
    assert load_project(tmp_path / "again.naglass", MemoryStore()).project == golden.project


def test_steps_are_taken_one_after_the_other_and_none_is_skipped() -> None:
    def named(text: str) -> Any:
        return lambda state: {**state, "steps": [*state.get("steps", []), text]}

    steps = {(1, 0): ((1, 1), named("units")), (1, 1): ((2, 0), named("pellets"))}
    given: dict[str, Any] = {"name": "x"}
    assert migrate(given, (1, 0), "f", steps, (2, 0)) == {"name": "x", "steps": ["units", "pellets"]}
    assert migrate(given, (1, 1), "f", steps, (2, 0)) == {"name": "x", "steps": ["pellets"]}
    assert migrate(given, (2, 0), "f", steps, (2, 0)) is given
    assert given == {"name": "x"}
    with pytest.raises(ProjectError, match="f has the project format 0.9, which NaGlass never wrote"):
        migrate(given, (0, 9), "f", steps, (2, 0))


def rewritten(path: Path, schema: Schema, change: Any = lambda project: None) -> None:
    """Write a project as a program of another format would have."""
    store = MemoryStore()
    save_project(a_study(store, spectra=1), store, path, expected=None)
    with h5py.File(path, "r+") as file:
        document = json.loads(file["naglass/state"][()].tobytes())
        document["schema"] = format_schema(schema)
        change(document["project"])
        text = json.dumps(document, separators=(",", ":"))
        del file["naglass/state"]
        file["naglass/state"] = np.frombuffer(text.encode(), np.uint8)
        file["naglass/state"].attrs["sha256"] = np.bytes_(digest(text))
        file.attrs["naglass_schema"] = np.bytes_(format_schema(schema))
        file.attrs["creator_version"] = np.bytes_("9.8.7")


def test_a_newer_major_format_is_refused_with_the_version_that_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "future.naglass"
    rewritten(path, (SCHEMA[0] + 1, 3))
    with pytest.raises(
        ProjectError, match=r"has the project format 2\.3 and this NaGlass reads up to 1\.x: .*NaGlass 9\.8\.7"
    ):
        load_project(path, MemoryStore())


def test_a_newer_major_format_is_told_before_its_structure_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "future.naglass"
    rewritten(path, (SCHEMA[0] + 1, 0))
    with h5py.File(path, "r+") as file:
        file["link"] = h5py.SoftLink("/naglass")
    with pytest.raises(ProjectError, match="project format 2.0"):
        load_project(path, MemoryStore())


def test_a_newer_minor_format_opens_read_only(tmp_path: Path) -> None:
    path = tmp_path / "newer.naglass"
    rewritten(path, (SCHEMA[0], SCHEMA[1] + 1), lambda project: project.update(lab="Seoul"))
    loaded = load_project(path, MemoryStore())
    assert loaded.read_only
    assert "newer NaGlass (9.8.7)" in loaded.notices[0]
    assert loaded.project == a_study(MemoryStore(), spectra=1)


def test_an_older_minor_format_may_lack_fields_that_have_defaults() -> None:
    document = json.loads(state_text(a_study(MemoryStore())))
    document["schema"] = "1.0"
    del document["project"]["figures"]
    assert read_state(json.dumps(document), "x").project.figures == ()
    del document["project"]["id"]
    with pytest.raises(ProjectError):
        read_state(json.dumps(document), "x")
