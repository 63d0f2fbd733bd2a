"""`naglass fit --technique nmr`: from a file of columns or an instrument to shares, ratios and x."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from naglass_gui.cli import main

LINES = "pv@-10:100Hz, pv@10:100Hz"


@pytest.fixture
def integrals(instrument_file: Callable[[str], Path]) -> Path:
    return instrument_file("nmr/smeerten__ssnake/Tutorial/DataFiles/1Dintegrate.json")


def fitted(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["fit", *words, "--json"]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    return entry  # type: ignore[no-any-return]


def test_json_has_the_agreed_names(integrals: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entry = fitted(
        capsys, str(integrals), "--technique", "nmr", "--components", LINES, "--nuclei", "1,2", "--window", "-30:30",
        "--process", "stored",
    )  # fmt: skip
    derived = {d["name"]: d for d in entry["derived"]}
    assert entry["technique"] == "nmr" and entry["model"] == "pv, pv"
    assert derived["share_1"]["value"] == pytest.approx(200 / 3, rel=5e-3) and derived["share_1"]["unit"] == "%"
    assert derived["ratio_1_2"]["value"] == pytest.approx(4.0, rel=5e-3)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--components", "blob@1"), "--components: “blob” is no kind of line"),
        (("--components", LINES, "--nuclei", "1,2,3"), "--nuclei: 3 numbers"),
        (("--components", LINES, "--nuclei", "1,x"), "--nuclei: “x” is not a number"),
        (("--components", LINES, "--process", "magic"), "--process “magic” is not known"),
        (("--technique", "nmr", "--nucleus", "99Zz"), "--nucleus “99Zz”"),
        (("--technique", "eis", "--nuclei", "1"), "--nuclei is for NMR spectra"),
    ],
)
def test_a_request_that_makes_no_sense_is_one_sentence(
    options: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fit", "no-such-file.json", *options]) == 2
    said = capsys.readouterr()
    assert said.out == "" and sentence in said.err
