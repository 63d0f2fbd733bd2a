"""JCAMP-DX NTUPLES of two dimensions: a series with its delays, or a real 2D that is refused."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import Source, read_file

DELAYS = (0.02, 5.0, 0.5, 30.0)


def ntuples(
    delays: tuple[float, ...] = DELAYS,
    unit: str = "SECONDS",
    name: str = "RECOVERY DELAY",
    kind: str = "FID",
    scale: float = 1.0,
) -> str:
    """Slices of eight points: the real part counts up from 100 times the slice, the imaginary one down."""
    fid = kind == "FID"
    slow, fast = ("T1", "T2") if fid else ("F1", "F2")
    parts = ("R", "I") if fid else ("Y",)
    abscissa = ("SECONDS", "0", "0.0007") if fid else ("PPM", "10", "-4")
    columns = [slow, fast, *parts]
    lines = [
        "##TITLE= NTOC-4", "##JCAMP-DX= 6.00", f"##DATA TYPE= nD NMR {kind}", "##NUM DIM= 2", "##.OBSERVE FREQUENCY= 132.294",
        "##.OBSERVE NUCLEUS= ^23Na", f"##NTUPLES= nD NMR {kind}", f"##VAR_NAME= {', '.join([name, 'TIME', *parts])}",
        f"##SYMBOL= {', '.join(columns)}", f"##VAR_DIM= {', '.join([str(len(delays)), *['8'] * (len(columns) - 1)])}",
        f"##UNITS= {', '.join([unit, abscissa[0], *['ARBITRARY'] * len(parts)])}",
        f"##FACTOR= {', '.join(['1', '1', *['0.5'] * len(parts)])}",
        f"##FIRST= {', '.join(['0', abscissa[1], *['0'] * len(parts)])}", f"##LAST= {', '.join(['0', abscissa[2], *['0'] * len(parts)])}",
    ]  # fmt: skip
    for k, delay in enumerate(delays):
        for part in parts:
            values = 100 * k + np.arange(8) * (1 if part != "I" else -1)
            lines += [f"##PAGE= {slow}={delay * scale:g}", f"##DATA TABLE= ({fast}++({part}..{part})), PROFILE"]
            lines.append("0 " + " ".join(str(int(v)) for v in values))
    return "\n".join([*lines, "##END NTUPLES=", "##END="]) + "\n"


def read(text: str) -> Reading:
    (reading,) = read_file(Source.from_bytes("series.dx", text.encode())).readings
    return reading


def values(reading: Reading, name: str) -> np.ndarray:
    return next(np.asarray(c.values) for c in reading.columns if c.name == name)


def test_slices_with_their_delays_in_seconds_in_the_file_s_order() -> None:
    reading = read(ntuples())
    assert [(c.name, c.unit, c.role) for c in reading.columns[:2]] == [("time", "s", "axis"), ("delay", "s", "axis")]
    assert values(reading, "delay") == pytest.approx(DELAYS)
    assert values(reading, "fid_real").shape == (4, 8)
    assert values(reading, "fid_real")[1, :3] == pytest.approx([50, 50.5, 51])
    assert values(reading, "fid_imag")[1, :3] == pytest.approx([50, 49.5, 49])
    assert values(reading, "time")[1] == pytest.approx(1e-4)
    assert not any("delays" in notice for notice in reading.notices)


def test_milliseconds() -> None:
    assert values(read(ntuples(unit="MSEC", scale=1e3)), "delay") == pytest.approx(DELAYS)


def test_spectra_on_a_shift_axis() -> None:
    reading = read(ntuples(kind="SPECTRUM"))
    assert values(reading, "shift")[[0, -1]] == pytest.approx([10, -4])
    assert values(reading, "real").shape == (4, 8)


def test_pages_that_only_count_leave_the_delays_to_be_typed() -> None:
    reading = read(ntuples((1, 2, 3, 4), unit="INDEX"))
    assert values(reading, "increment").tolist() == [1, 2, 3, 4]
    assert any("gives no delays" in notice for notice in reading.notices)


@pytest.mark.parametrize(
    "text",
    [
        ntuples((0.0, 1e-4, 2e-4, 3e-4), name="TIME1"),  # the increments of a correlation
        ntuples(unit="HZ", kind="SPECTRUM", name="FREQUENCY1"),
    ],
)
def test_a_real_2d_is_refused(text: str) -> None:
    with pytest.raises(LoadError, match="this is a real 2D spectrum"):
        read(text)


def test_evenly_spaced_delays_that_are_called_so_are_delays() -> None:
    assert values(read(ntuples((1, 2, 3, 4))), "delay").tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("(T2++(I..I))", "(T2++(Q..Q))", "a form that is not known"),
        ("##VAR_DIM= 4, 8", "##VAR_DIM= 4, 9", "its table holds 8 points"),
        ("##LAST= 0, 0.0007", "##LAST= 0, 0", "gives no abscissa"),
        ("##UNITS= SECONDS, ", "##UNITS= ", "table of variables"),
    ],
)
def test_damaged_series(old: str, new: str, words: str) -> None:
    with pytest.raises(LoadError, match=words):
        read(ntuples().replace(old, new))


def test_a_slice_without_its_imaginary_part() -> None:
    text = ntuples()
    cut = text[: text.rindex("##PAGE")] + "##END NTUPLES=\n##END=\n"
    with pytest.raises(LoadError, match="do not all have the same parts"):
        read(cut)
