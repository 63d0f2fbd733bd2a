"""`naglass fit --technique stability`: conditions by name or typed, the retention of the study, refusals in sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import naglass_gui
from naglass_gui import cli

SERIES = Path(naglass_gui.__file__).parent / "resources" / "examples" / "storage series"
FILES = [str(SERIES / f"NTOC-4_day_{day}.DTA") for day in ("00", "04", "10")]
ASKED = ("--technique", "stability", "--circuit", "LRQ")
SIZES = ("--thickness", "0.80+-0.01 mm", "--diameter", "8.00+-0.05 mm")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["fit", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_names_give_the_days_and_the_sizes_of_the_pellet_cancel(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, *FILES, *ASKED, *SIZES, "--law", "exponential", "--json")
    assert code == 0, err
    (entry,) = json.loads(out)
    found = {d["name"]: d for d in entry["derived"]}
    assert (entry["technique"], entry["model"], entry["n_points"]) == ("stability", "exponential", 3)
    # 4.35 to 2.48 mS/cm in ten days, with the noise of the example.
    assert found["retention"]["value"] == pytest.approx(57.0, abs=1.0) and found["retention"]["stderr"] < 0.5
    assert [(s["condition"]["value"], s["condition"]["unit"]) for s in entry["sources"]] == [
        (0, "d"),
        (4, "d"),
        (10, "d"),
    ]


def test_typed_conditions_and_another_quantity(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("--conditions", "25,150,200 °C", "--condition", "annealing_temperature", "--quantity", "R0")
    code, out, err = run(capsys, *FILES, *ASKED, *asked)
    assert code == 0, err
    assert "(150 °C)" in out and "Stability, R0" in out and "R0 at 200 °C over that at 25 °C" in out


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((*ASKED, "--conditions", "0,1"), "--conditions gives 2 for 3 files; give one for each, in their order."),
        ((*ASKED, "--conditions", "0,1,3 mm"), "--conditions: Time “3 mm” must be a time."),
        ((*ASKED, "--law", "cubic"), "--law: “cubic” is no model known here"),
        (
            (*ASKED, "--condition", "annealing temperature", "--conditions", "a,b,c"),
            "--conditions: Annealing temperature",
        ),
        (("--conditions", "0,1,2"), "--conditions is for --technique stability."),
        ((*ASKED, "--temperatures", "names"), "--temperatures is for --technique arrhenius."),
        (
            (*ASKED, "--quantity", "sigma"),
            "--quantity “sigma” is not among the results of these files; there are R_total",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(
    options: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, *FILES, *options)
    assert code != 0 and sentence in err


def test_names_that_do_not_tell_ask_for_the_conditions(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, FILES[0], *ASKED)
    assert code != 0 and "do not tell the storage time" in err
