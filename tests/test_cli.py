"""The command line: results on the standard output, one sentence a failure on the standard error, never a traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import naglass_gui
from naglass_gui import __main__ as program
from naglass_gui import cli
from naglass_gui.commands import fit as fit_command
from naglass_gui.commands import info as info_command
from naglass_gui.commands import stored as stored_command
from naglass_gui.commands.arguments import parse
from naglass_gui.core.edits import add_region
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Measurement, Project, Region, evolve
from naglass_gui.core.template import template_of
from naglass_gui.jobs import Jobs
from naglass_gui.storage import DiskStore, file_stamp, load_project, save_project
from naglass_gui.storage.templates import write_template
from naglass_gui.techniques.eis import EIS, impedance, parse_circuit

pytestmark = pytest.mark.xdist_group("cli")  # one set of children for all of them
ROOT = Path(__file__).resolve().parents[1]
TRUTH = {"R0": 170.0, "R1": 1300.0, "Y1": 2.6e-9, "n1": 0.85, "Y2": 1.8e-7, "n2": 0.9}
FREQUENCY = np.logspace(7, 0, 50)


@dataclass(frozen=True)
class Said:
    """What a command left: exit code, standard output, lines of standard error."""

    code: int
    out: str
    err: list[str]

    @property
    def json(self) -> Any:
        def refuse(text: str) -> None:
            raise ValueError(f"{text} is no JSON")

        return json.loads(self.out, parse_constant=refuse)


Run = Callable[..., Said]


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Logs and backups go here."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("NAGLASS_HOME", str(folder))
    return folder


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    with Jobs(2) as running:
        yield running


@pytest.fixture
def run(jobs: Jobs, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process, with children that are already warm."""
    for module in (info_command, fit_command, stored_command):
        monkeypatch.setattr(module, "Jobs", lambda workers: nullcontext(jobs))

    def call(*words: object) -> Said:
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        return Said(code, said.out, said.err.splitlines())

    return call


def write_spectrum(path: Path, seed: int = 0, scale: float = 1.0, noise: float = 0.002) -> Path:
    """A simulated pellet R(RQ)Q with noise of 0.2 % of the modulus."""
    z = scale * impedance(parse_circuit("R(RQ)Q"), FREQUENCY, list(TRUTH.values()))
    errors = np.random.default_rng(seed).normal(0, noise, (2, len(z)))
    z = z + np.abs(z) * (errors[0] + 1j * errors[1])
    rows = [f"{f!r},{v.real!r},{v.imag!r}" for f, v in zip(FREQUENCY.tolist(), z.tolist(), strict=True)]
    path.write_text("\n".join(["freq/Hz,Re(Z)/Ohm,Im(Z)/Ohm", *rows]) + "\n")
    return path


@pytest.fixture(scope="module")
def spectrum(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_spectrum(tmp_path_factory.mktemp("data") / "pellet.csv")


PELLET = ("--thickness", "0.80+-0.01 mm", "--diameter", "8.00+-0.05 mm")


class TestFit:
    def test_json_of_a_fit_has_the_agreed_names(self, run: Run, spectrum: Path) -> None:
        said = run("fit", spectrum, "--technique", "eis", "--circuit", "R(RQ)Q", *PELLET, "--json")
        assert (said.code, said.err) == (0, [])
        (fit,) = said.json
        assert list(fit) == [
            "technique", "file", "sweep", "model", "n_points", "chi_square", "aicc", "parameters", "derived", "warnings",
        ]  # fmt: skip
        assert (fit["technique"], fit["file"], fit["sweep"], fit["model"]) == ("eis", str(spectrum), 0, "R(RQ)Q")
        assert fit["n_points"] == 50
        assert [p["name"] for p in fit["parameters"]] == list(TRUTH)
        for p in fit["parameters"]:
            assert list(p) == ["name", "value", "stderr", "unit", "vary", "at_bound"]
            assert abs(p["value"] - TRUTH[p["name"]]) < 4 * p["stderr"]
        derived = {d["name"]: d for d in fit["derived"]}
        assert {"R_total", "sigma", "C1", "eps1"} <= set(derived)
        area = np.pi * 0.8**2 / 4
        assert derived["sigma"]["value"] == pytest.approx(0.08 / (area * derived["R_total"]["value"]))
        assert derived["sigma"]["unit"] == "S/cm"
        # (u/sigma)^2 = (uL/L)^2 + (uR/R)^2 + (2 ud/d)^2
        resistance = derived["R_total"]["stderr"] / derived["R_total"]["value"]
        relative = np.sqrt(0.0125**2 + resistance**2 + 0.0125**2)
        assert derived["sigma"]["stderr"] == pytest.approx(relative * derived["sigma"]["value"], rel=1e-6)

    def test_without_a_circuit_the_data_choose_one(self, run: Run, spectrum: Path) -> None:
        (fit,) = run("fit", spectrum, "--json").json
        assert fit["model"] == "R(RQ)Q"
        assert "sigma" not in {d["name"] for d in fit["derived"]}

    def test_people_get_an_aligned_table_with_units(self, run: Run, spectrum: Path) -> None:
        said = run("fit", spectrum, "--circuit", "R(RQ)Q", *PELLET, "--temperature", "-25")
        assert said.code == 0
        lines = said.out.splitlines()
        assert lines[0] == f"{spectrum} (−25 °C): R(RQ)Q"
        shown = {line.split()[0]: line for line in lines[2:] if line.startswith("  ")}
        assert " ± " in shown["R1"] and shown["R1"].rstrip().endswith("Ω")
        assert shown["R0"].index("Ω") == shown["R1"].index("Ω")
        assert "S cm⁻¹" in shown["sigma"]

    @pytest.mark.parametrize(
        ("options", "n_points"),
        [
            (("--window", "10:1e6"), int(((FREQUENCY >= 10) & (FREQUENCY <= 1e6)).sum())),
            (("--window", "1e3:"), int((FREQUENCY >= 1e3).sum())),
            (("--window", "-5:1e6"), int((FREQUENCY <= 1e6).sum())),
            (("--window", "1:50", "--window", "1e3:1e7"), int(((FREQUENCY <= 50) | (FREQUENCY >= 1e3)).sum())),
            (("--mask", "1,3-4"), 47),
            (("--mask", "f<10", "--mask", "f>1e6 or im>0"), int(((FREQUENCY >= 10) & (FREQUENCY <= 1e6)).sum())),
        ],
    )
    def test_windows_and_masks_choose_the_points(
        self, run: Run, spectrum: Path, options: tuple[str, ...], n_points: int
    ) -> None:
        (fit,) = run("fit", spectrum, "--circuit", "R(RQ)Q", "--json", *options).json
        assert fit["n_points"] == n_points

    def test_weights_change_the_fit_and_a_seed_does_not(self, run: Run, spectrum: Path) -> None:
        def value(*options: str) -> float:
            return float(
                run("fit", spectrum, "--circuit", "R(RQ)Q", "--json", *options).json[0]["parameters"][0]["value"]
            )

        modulus = value()
        assert value("--seed", "7") == pytest.approx(modulus, rel=1e-8)
        assert value("--weight", "unit") != pytest.approx(modulus, rel=1e-8)

    def test_a_template_says_how_and_other_options_go_before_it(self, run: Run, spectrum: Path, tmp_path: Path) -> None:
        weights = (("weight", "unit"), ("starts", 30))
        held = Parameter("R0", 150.0, "ohm", vary=False)
        made = EIS.with_model(Analysis("a", "a", "eis", (), parameters=(held,), options=weights), "R(RQ)Q")
        file = tmp_path / "template.json"
        write_template(template_of(replace(made, regions=(Region("r", 10.0, 1e6),)), "half"), file)
        (fit,) = run("fit", spectrum, "--template", file, "--json").json
        assert fit["parameters"][0] == {
            "name": "R0", "value": 150.0, "stderr": None, "unit": "ohm", "vary": False, "at_bound": False,
        }  # fmt: skip
        assert fit["n_points"] == int(((FREQUENCY >= 10) & (FREQUENCY <= 1e6)).sum())
        (other,) = run("fit", spectrum, "--template", file, "--window", "1e3:", "--json").json
        assert other["n_points"] == int((FREQUENCY >= 1e3).sum())

    def test_several_files_keep_their_order_and_failures_do_not_stop_the_rest(self, run: Run, tmp_path: Path) -> None:
        good = [write_spectrum(tmp_path / f"t{n}.csv", seed=n, scale=n) for n in range(1, 6)]
        (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(100))
        files = [good[0], tmp_path / "missing.csv", *good[1:], tmp_path / "photo.jpg"]
        said = run("fit", *files, "--circuit", "R(RQ)Q", "--json")
        assert said.code == 1
        assert [fit["file"] for fit in said.json] == [str(path) for path in good]
        first = [fit["parameters"][1]["value"] for fit in said.json]
        np.testing.assert_allclose(first, 1300.0 * np.arange(1, 6), rtol=0.02)
        assert [line.split(":")[0] for line in said.err] == ["missing.csv", "photo.jpg"]

    def test_a_pattern_the_shell_left_alone_is_expanded(self, run: Run, tmp_path: Path) -> None:
        for n in (1, 2):
            write_spectrum(tmp_path / f"t{n}.csv", seed=n)
        assert len(run("info", tmp_path / "t*.csv", "--json").json) == 2

    def test_a_header_of_one_file_is_not_used_for_another(self, run: Run, instrument_file: Any, spectrum: Path) -> None:
        """The Novocontrol file says its diameter and thickness; the csv says nothing."""
        novocontrol = instrument_file("eis/EISFitpython/EIS_Data/Example_header.txt")
        header, bare = run("fit", novocontrol, spectrum, "--json").json
        del header
        assert "sigma" not in {d["name"] for d in bare["derived"]}


class TestOut:
    @pytest.fixture
    def folder(self, run: Run, spectrum: Path) -> Path:
        """What one run left, made by the first test that asks."""
        folder = spectrum.parent / "new" / "folder"
        if not folder.exists():
            assert run("fit", spectrum, "--circuit", "R(RQ)Q", *PELLET, "--out", folder).code == 0
        return folder

    def test_out_leaves_json_csv_figure_and_project(self, run: Run, spectrum: Path, folder: Path) -> None:
        said = run("fit", spectrum, "--circuit", "R(RQ)Q", *PELLET, "--out", folder, "--json")  # over what is there
        assert (said.code, said.err) == (0, [])
        assert sorted(path.name for path in folder.iterdir()) == [
            "fits.json",
            "fits.naglass",
            "pellet.csv",
            "pellet.svg",
        ]
        assert json.loads((folder / "fits.json").read_text()) == said.json
        assert len((folder / "pellet.csv").read_text().splitlines()) == 51
        assert (folder / "pellet.svg").read_text().startswith("<?xml")

    def test_the_project_can_be_looked_at_and_verified(self, run: Run, folder: Path) -> None:
        (entry,) = run("info", folder / "fits.naglass", "--json").json
        assert entry["kind"] == "project"
        assert entry["analyses"][0]["fit"]["parameters"][1]["name"] == "R1"
        assert entry["samples"][0]["specimens"][0]["thickness"] == {"value": 0.8, "stderr": 0.01, "unit": "mm"}
        text = run("info", folder / "fits.naglass").out
        assert "S cm⁻¹" in text and "R(RQ)Q" in text
        said = run("verify", folder / "fits.naglass")
        assert (said.code, said.err) == (0, [])
        assert "from the raw bytes" in said.out and "reproduced" in said.out

    @pytest.mark.parametrize(
        ("change", "code", "words"),
        [
            ("no raw bytes", 0, "from the stored arrays"),
            ("value", 1, "R1 differs by 1.0e-05 of its value from the stored fit"),
            ("error", 1, "the standard error of R1 differs by 5.0e-03 of it"),
            ("data", 1, "differs by"),
            ("region", 1, "the fit is stale"),
            ("renamed", 1, "R9 is there no longer"),
            ("determined", 1, "R1 is determined by the data, other than in the stored fit"),
        ],
    )
    def test_verify_sees_what_was_altered(
        self, run: Run, folder: Path, tmp_path: Path, change: str, code: int, words: str
    ) -> None:
        altered = alter(folder / "fits.naglass", tmp_path / "altered.naglass", change)
        said = run("verify", altered)
        assert said.code == code, said
        assert words in (said.out if code == 0 else "\n".join(said.err))

    def test_a_folder_that_cannot_be_made_is_one_sentence(self, run: Run, spectrum: Path, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        said = run("fit", spectrum, "--circuit", "R(RQ)Q", "--out", tmp_path / "file")
        assert said.code == 1
        assert len(said.err) == 1 and said.err[0].startswith("--out ")


def alter(path: Path, target: Path, change: str) -> Path:
    """The project with something changed behind the program's back."""
    store = DiskStore(target.parent / "store")
    project = load_project(path, store).project
    analysis = project.analyses[0]
    assert analysis.fit is not None

    def alter_parameter(**new: Any) -> Project:
        fit = analysis.fit
        assert fit is not None
        parameters = tuple(replace(p, **new) if p.name == "R1" else p for p in fit.parameters)
        fits = (replace(fit, parameters=parameters),)
        return evolve(project, ("analyses", analysis.id), lambda old: replace(old, fits=fits))

    def alter_measurement(alteration: Callable[[Measurement], Measurement]) -> Project:
        (sample,) = project.samples
        measurements = tuple(alteration(m) for m in sample.measurements)
        return replace(project, samples=(replace(sample, measurements=measurements),))

    held = analysis.fit.parameter("R1")
    assert held.stderr is not None
    match change:
        case "value":
            project = alter_parameter(value=held.value / (1 + 1e-5))
        case "error":
            project = alter_parameter(stderr=held.stderr / 1.005)
        case "renamed":
            project = alter_parameter(name="R9")
        case "determined":
            project = alter_parameter(stderr=None)
        case "region":
            project = add_region(project, analysis.id, 10.0, 1e6)
        case "no raw bytes":
            project = alter_measurement(lambda m: replace(m, provenance=replace(m.provenance, raw=None)))
        case "data":
            forged = write_spectrum(target.parent / "pellet.csv", seed=99).read_bytes()
            raw = store.put(np.frombuffer(forged, np.uint8))
            project = alter_measurement(lambda m: replace(m, provenance=replace(m.provenance, raw=raw)))
    save_project(project, store, target, expected=file_stamp(target))
    return target


class TestInfo:
    def test_sweeps_points_and_ranges_are_listed(self, run: Run, spectrum: Path) -> None:
        said = run("info", spectrum, "--json")
        assert said.code == 0
        (entry,) = said.json
        assert (entry["file"], entry["kind"]) == (str(spectrum), "instrument file")
        assert entry["sweeps"][0]["n_points"] == 50
        assert entry["sweeps"][0]["range"] == [1.0, 1e7]
        assert "50 points" in run("info", spectrum).out

    def test_a_real_file_of_several_formats(self, run: Run, instrument_file: Any) -> None:
        files = [
            instrument_file("eis/hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr"),
            instrument_file("eis/impedance.py/data/exampleDataGamry.DTA"),
        ]
        said = run("info", *files, "--json")
        assert said.code == 0
        assert [entry["sweeps"][0]["n_points"] for entry in said.json] == [79, 72]

    def test_what_cannot_be_read_is_one_sentence_each_and_the_rest_is_told(
        self, run: Run, spectrum: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "broken.naglass").write_bytes(b"\x89HDF\r\n\x1a\n" + bytes(50))
        (tmp_path / "notes.txt").write_text("Dear diary,\nno numbers today.\n")
        os.mkfifo(tmp_path / "pipe.dta")
        names = ("broken.naglass", "notes.txt", "pipe.dta")
        said = run("info", *(tmp_path / name for name in names), spectrum, "--json")
        assert said.code == 1
        assert len(said.json) == 1
        assert [name in line for name, line in zip(names, said.err, strict=True)] == [True] * 3


# Every row of "Requests that make no sense" that a command line can meet; the option is named, nothing is read.
SENSELESS = [
    (("--thickness", "5"), "--thickness “5” needs a unit, as in 5 mm."),
    (("--thickness", "0 mm"), "--thickness must be above zero, not 0 mm."),
    (("--thickness", "-1 mm"), "--thickness must be above zero, not −1 mm."),
    (("--thickness", "1 kg"), "--thickness “1 kg” must be a length."),
    (("--thickness", "thin"), "--thickness “thin” is not a number with a unit"),
    (("--diameter", "8 mm +- 1"), "--diameter: “mm +- 1” is not a unit known here."),
    (("--diameter", "8+--1 mm"), "--diameter “8+--1 mm”: the uncertainty cannot be negative."),
    (("--area", "-0.5 cm^2"), "--area must be above zero"),
    (("--area", "0.5 cm^2", "--diameter", "8 mm"), "Give --diameter or --area, not both."),
    (("--temperature", "-300"), "--temperature −300 °C is below absolute zero."),
    (("--temperature", "-1 K"), "--temperature −1 K is below absolute zero."),
    (("--temperature", "warm"), "--temperature “warm” is not a number"),
    (("--window", "1e6:10"), "--window “1e6:10” is empty or reversed"),
    (("--window", "5:5"), "--window “5:5” is empty or reversed"),
    (("--window", "nan:5"), "--window: “nan” is not a number."),
    (("--window", "10"), "--window “10” is not low:high"),
    (("--window",), "--window needs a value after it."),
    (("--window", "--json"), "--window needs a value after it."),
    (("--template", "none of these"), "--template: “none of these” is neither a file nor a template kept here"),
    (("--seed", "-3"), "--seed “-3” is not a whole number"),
    (("--seed", "1.5"), "--seed “1.5” is not a whole number"),
    (("--weight", "heavy"), "--weight “heavy” is not known for EIS; there are modulus, unit, proportional."),
    (("--technique", "tarot"), "--technique “tarot” is not known; there are eis, "),
    (("--circuit", "R(RX)"), "--circuit: "),
    (("--circuit", "R(RQ"), "--circuit: "),
    (("--circuit", ""), "--circuit: "),
    (("--windo", "10:20"), "--windo"),
    (("--lpscl",), "--lpscl"),
]


@pytest.mark.parametrize(("options", "sentence"), SENSELESS, ids=[" ".join(options) for options, _ in SENSELESS])
def test_a_request_that_makes_no_sense_is_one_sentence_naming_the_option(
    run: Run, options: tuple[str, ...], sentence: str
) -> None:
    said = run("fit", "no-such-file.dta", *options)
    assert (said.code, said.out) == (2, "")
    assert len(said.err) == 1
    assert sentence in said.err[0]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--window", "1e9:1e10"), "--window 1e+09:1e+10 holds no point; the data reach from 1 to 1e+07."),
        (("--mask", "hello>2"), "--mask: “hello” is nothing a point has here"),
        (("--mask", "99"), "--mask: there is no point 99; the sweep has 50."),
        (("--mask", "f>0"), "no point is left"),
        (("--window", "1:3"), "free parameters but only"),
    ],
)
def test_what_makes_no_sense_for_the_data_names_the_sweep(
    run: Run, spectrum: Path, options: tuple[str, ...], sentence: str
) -> None:
    said = run("fit", spectrum, "--circuit", "R(RQ)Q", *options)
    assert (said.code, said.out) == (1, "")
    assert len(said.err) == 1
    assert said.err[0].startswith("pellet: ")
    assert sentence in said.err[0]


def test_values_that_begin_with_a_minus_work_as_written() -> None:
    arguments = parse(
        ["fit", "a.dta", "--window", "-20:0", "--temperature", "-25", "--window", "-1e-3:", "b.dta", "--json"]
    )
    assert (arguments.window, arguments.temperature, arguments.json) == (["-20:0", "-1e-3:"], "-25", True)
    assert arguments.files == ["a.dta", "b.dta"]
    assert parse(["info", "--", "-odd-name.dta"]).files == ["./-odd-name.dta"]


def test_an_unforeseen_failure_is_a_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    def stumble(arguments: object, terminal: object) -> int:
        raise ZeroDivisionError("float division\nby zero")

    monkeypatch.setattr(info_command, "run", stumble)
    assert cli.main(["info", "a.dta"]) == 1
    error = capsys.readouterr().err
    assert error == "NaGlass failed in a way that was not foreseen (ZeroDivisionError: float division by zero).\n"
    assert "Traceback" in (home / "log" / "commands.log").read_text()

    def interrupt(arguments: object, terminal: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(info_command, "run", interrupt)
    assert cli.main(["info", "a.dta"]) == 130


def test_commands_and_the_window_are_told_apart() -> None:
    assert all(
        cli.is_command(words) for words in (["info", "a"], ["fit"], ["verify"], ["--version"], ["--help"], ["-x"])
    )
    assert not any(cli.is_command(words) for words in ([], ["study.naglass"], ["demo"]))


def test_the_program_itself(spectrum: Path) -> None:
    """One run as a person starts it: own process, own children, nothing but JSON on the standard output."""

    def naglass(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "naglass_gui", *words],
            capture_output=True,
            text=True,
            cwd=ROOT,
            timeout=60,
        )

    version = naglass("--version")
    assert (version.returncode, version.stdout, version.stderr) == (0, f"NaGlass {naglass_gui.__version__}\n", "")
    done = naglass("fit", str(spectrum), "--circuit", "R(RQ)Q", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)[0]["model"] == "R(RQ)Q"


def test_main_hands_commands_to_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("NaGlass ")
    assert program.main(["fit"]) == 2
    assert "FILE" in capsys.readouterr().err
