"""The JSON state: exact, canonical, strict, and quick after an edit."""

from __future__ import annotations

import json
import math
import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.edits import rename_project, set_parameter
from naglass_gui.core.errors import ProjectError
from naglass_gui.core.parameter import Parameter
from naglass_gui.storage.json_types import StateFault
from naglass_gui.storage.json_write import Encoder
from naglass_gui.storage.state import StateWriter, check_savable, read_state, state_text, state_text_again
from tests.storage.studies import a_study, projects


def changed(text: str, change: Any) -> str:
    """The document with its parsed form changed in place."""
    document = json.loads(text)
    change(document)
    return json.dumps(document)


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_project_comes_back_bit_for_bit(data: st.DataObject) -> None:
    project = data.draw(projects(MemoryStore()))
    text = state_text(project)
    back = read_state(text, "x").project
    # NaN is not equal to itself and 0.0 equals -0.0; the texts tell every bit.
    assert state_text(back) == text
    assert text.isascii()
    assert repr(back) == repr(project)


def test_floats_keep_every_bit() -> None:
    numbers = [0.1 + 0.2, 5e-324, 1.7976931348623157e308, -0.0, 1 / 3, 1e22, 123456789.123456789]
    project = a_study(MemoryStore(), spectra=1)
    fit = replace(project.analyses[0].fits[0], covariance=(tuple(numbers), (math.inf, -math.inf, math.nan)))
    project = replace(project, analyses=(replace(project.analyses[0], fits=(fit,)),))
    finite, odd = read_state(state_text(project), "x").project.analyses[0].fits[0].covariance
    assert [x.hex() for x in finite] == [x.hex() for x in numbers]
    assert odd[:2] == (math.inf, -math.inf) and math.isnan(odd[2])


def test_numpy_numbers_are_written_as_numbers() -> None:
    project = a_study(MemoryStore(), spectra=1)
    numpy_value = set_parameter(
        project, "a0", "R0", value=np.float64(1.5), minimum=np.float32(0.5), vary=np.bool_(True)
    )
    plain = set_parameter(project, "a0", "R0", value=1.5, minimum=0.5, vary=True)
    assert state_text(numpy_value) == state_text(plain)


def test_after_an_edit_only_the_edited_part_is_written_again() -> None:
    project = a_study(MemoryStore(), spectra=100)
    writer = StateWriter()
    started = time.perf_counter()
    writer.text(project)
    whole = time.perf_counter() - started
    edited = set_parameter(project, "a7", "R0", value=171.0)
    times = []
    for value in range(5):
        edited = set_parameter(edited, "a7", "R0", value=float(value))
        started = time.perf_counter()
        text = writer.text(edited)
        times.append(time.perf_counter() - started)
    assert text == state_text(edited)
    assert min(times) < whole / 4


def test_the_encoder_forgets_what_is_no_longer_in_the_tree() -> None:
    encoder = Encoder(kept=frozenset({Parameter}))
    encoder.text(Parameter("R0", 1.0))
    encoder.text(Parameter("R1", 1.0))
    assert len(encoder._texts) == 1


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_a_person_typed_is_finite(value: float) -> None:
    project = set_parameter(a_study(MemoryStore()), "a0", "R0", value=value)
    with pytest.raises(ProjectError, match=r"analyses\[0\]\.parameters\[0\]\.value is .*not a finite number"):
        state_text(project)


REFUSED: dict[str, Any] = {
    "an unknown field": lambda d: d["project"].update(extra=1),
    "an unknown field deep down": lambda d: d["project"]["samples"][0]["measurements"][0].update(macro="x"),
    "a field that is gone": lambda d: d["project"].pop("name"),
    "a field of the document": lambda d: d.update(more=1),
    "a project that is a list": lambda d: d.update(project=[]),
    "another kind of document": lambda d: d.update(naglass="settings"),
    "a schema that is a number": lambda d: d.update(schema=1.0),
    "a schema of words": lambda d: d.update(schema="one.two"),
    "a schema without end": lambda d: d.update(schema="1." + "0" * 5000),
    "a number for a text": lambda d: d["project"].update(name=3),
    "a text for a number": lambda d: d["project"]["analyses"][0]["regions"][0].update(low="10"),
    "a number for true": lambda d: d["project"]["analyses"][0].update(pinned=1),
    "true for a number": lambda d: d["project"]["analyses"][0]["fits"][0].update(seed=True),
    "a float for a count": lambda d: d["project"]["analyses"][0]["masked"][0].update(index=1.5),
    "a count beyond 64 bits": lambda d: d["project"]["analyses"][0]["fits"][0].update(seed=2**63),
    "an unknown role": lambda d: d["project"]["samples"][0]["measurements"][0]["channels"][0].update(role="x"),
    "an unknown kind of specimen": lambda d: d["project"]["samples"][0]["specimens"][0].update(kind="bomb"),
    "infinity typed": lambda d: d["project"]["analyses"][0]["parameters"][0].update(value="inf"),
    "a word for a result": lambda d: d["project"]["analyses"][0]["fits"][0].update(aicc="huge"),
    "an option that is an object": lambda d: d["project"]["analyses"][0].update(options=[["a", {"b": 1}]]),
    "an option nested without end": lambda d: d["project"]["analyses"][0].update(options=[["a", nested(40)]]),
    "a pair of three": lambda d: d["project"]["analyses"][0].update(options=[["a", 1, 2]]),
    "two samples of one id": lambda d: d["project"]["samples"].append(d["project"]["samples"][0]),
    "an empty id": lambda d: d["project"]["samples"][0].update(id=""),
    "two fits of one id": lambda d: d["project"]["analyses"][0].update(fits=d["project"]["analyses"][0]["fits"] * 2),
    "a specimen that is not there": lambda d: d["project"]["samples"][0]["measurements"][0].update(specimen="ghost"),
    "a source that is not there": lambda d: d["project"]["analyses"][0].update(sources=["ghost"]),
    "an analysis made from itself": lambda d: d["project"]["analyses"][0].update(sources=["a0"]),
    "analyses in a circle": lambda d: (
        d["project"]["analyses"][0].update(sources=["a1"]),
        d["project"]["analyses"][1].update(sources=["a0"]),
    ),
    "a reversed region": lambda d: d["project"]["analyses"][0]["regions"][0].update(low=1e7),
    "a point before the first": lambda d: d["project"]["analyses"][0]["masked"][0].update(index=-1),
    "a link that runs code": lambda d: d["project"]["analyses"][0]["parameters"][1].update(link="__import__('os')"),
    "a link to itself": lambda d: d["project"]["analyses"][0]["parameters"][1].update(link="R1"),
    "a link of a mile": lambda d: d["project"]["analyses"][0]["parameters"][1].update(link="1+" * 5000 + "1"),
    "a digest that leads out": lambda d: first_array(d).update(digest="../../../../etc/passwd"),
    "an array of objects": lambda d: first_array(d).update(dtype="|O"),
    "an array of records": lambda d: first_array(d).update(dtype="i4,i4"),
    "a negative length": lambda d: first_array(d).update(shape=[-40]),
    "an array as large as the world": lambda d: first_array(d).update(shape=[2**60]),
    "an array in two shapes": lambda d: first_array(d).update(shape=[20, 2]),
    "columns of different lengths": lambda d: d["project"]["samples"][0]["measurements"][0]["channels"][1][
        "array"
    ].update(shape=[39]),
    "a giant text": lambda d: d["project"].update(notes="x" * 1_000_001),
}


def first_array(document: dict[str, Any]) -> dict[str, Any]:
    array: dict[str, Any] = document["project"]["samples"][0]["measurements"][0]["channels"][0]["array"]
    return array


def nested(depth: int) -> list[Any]:
    return [nested(depth - 1)] if depth else []


@pytest.mark.parametrize("kind", REFUSED)
def test_a_state_that_is_not_right_in_every_part_is_refused(kind: str) -> None:
    text = changed(state_text(a_study(MemoryStore())), REFUSED[kind])
    with pytest.raises(ProjectError) as refusal:
        read_state(text, "study.naglass")
    assert refusal.value.sentence.startswith("study.naglass ")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        "NaN",
        "[1e999]",
        "9" * 10_000,
        '"' + "\\" * 99_999,
        "\x00",
        "null",
        "[]",
    ],
    ids=lambda text: f"{text[:6]}... of {len(text)}",
)
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(ProjectError):
        read_state(text, "study.naglass")


def test_a_field_given_twice_and_a_bare_nan_are_refused() -> None:
    text = state_text(a_study(MemoryStore()))
    for hostile in (text.replace('"notes":""', '"notes":"","notes":"x"', 1), text.replace("170.5", "NaN", 1)):
        assert hostile != text
        with pytest.raises(ProjectError):
            read_state(hostile, "x")


def test_a_number_too_large_for_a_float_is_refused() -> None:
    text = state_text(a_study(MemoryStore())).replace('"chi_square":0.0015', '"chi_square":1e999', 1)
    with pytest.raises(ProjectError):
        read_state(text, "x")


def test_a_project_that_contradicts_itself_cannot_be_saved() -> None:
    project = a_study(MemoryStore())
    orphan = replace(project.analyses[0], sources=("ghost",))
    with pytest.raises(ProjectError, match="cannot be saved.*source that is not there"):
        check_savable(replace(project, analyses=(orphan,)))


def test_a_value_of_a_foreign_kind_is_told_with_its_place() -> None:
    project = a_study(MemoryStore())
    with pytest.raises(ProjectError, match=r"samples\[0\]\.name is a int, not a text"):
        state_text(replace(project, samples=(replace(project.samples[0], name=3),)))  # type: ignore[arg-type]
    with pytest.raises(StateFault, match="is a int, not a Parameter"):
        Encoder()._writer(Parameter)(3)


def test_saving_again_writes_the_same_document() -> None:
    study = a_study(MemoryStore())
    changed = rename_project(study, "another name")
    for project in (study, changed, study):
        assert state_text_again(project) == state_text(project)
