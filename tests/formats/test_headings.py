"""Names of columns."""

from __future__ import annotations

import pytest

from naglass_gui.formats.headings import Heading, heading, is_dc, is_unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("freq/Hz", Heading("frequency", "Hz")),
        ("Freq.[Hz]", Heading("frequency", "Hz")),
        ("Frequency (kHz)", Heading("frequency", "kHz")),
        ("f / MHz", Heading("frequency", "MHz")),
        ("f_mHz", Heading("frequency", "mHz")),
        ("ω (rad/s)", Heading("frequency", "rad/s")),
        ("Zs'[ohm]", Heading("z_real", "ohm")),
        ("Zs''[kOhm]", Heading("z_imag", "kohm")),
        ("Z″ (Ω)", Heading("z_imag", "ohm")),
        ("-Im(Z)/Ohm", Heading("z_imag", "ohm", True)),
        ("−Z″ / MΩ", Heading("z_imag", "Mohm", True)),
        ("-1*Zim", Heading("z_imag", "", True)),
        ("Z' (Ω cm²)", Heading("z_real", "ohm cm^2")),
        ("Z' (kΩ·cm²)", Heading("z_real", "?")),
        ("Z' (ohm m)", Heading("z_real", "?")),
        ("|Z|/Ohm", Heading("modulus", "ohm")),
        ("Z/ohm", Heading("modulus", "ohm")),
        ("-Phase (°)", Heading("phase", "deg", True)),
        ("Phase(Z)/deg", Heading("phase", "deg")),
        ("theta (rad)", Heading("phase", "rad")),
        ("#", Heading("index")),
        ("", Heading("index")),
        ("Re(Zce)/Ohm", Heading("other")),
        ("-Im(Zwe-ce)/Ohm", Heading("other")),
        ("Re(Y)/Ohm-1", Heading("other")),
        ("Im(C)/nF", Heading("other")),
        ("log(f)", Heading("other")),
        ("time/s", Heading("other")),
    ],
)
def test_what_a_name_means(text: str, expected: Heading) -> None:
    assert heading(text) == expected


def test_units_alone() -> None:
    assert all(is_unit(text) for text in ("Hz", "(Hz)", "[ohm]", "Ω", "kOhm", "°", "#", "V", ""))
    assert not any(is_unit(text) for text in ("Z'", "freq/Hz", "Phase"))


def test_names_of_a_dc_measurement() -> None:
    assert is_dc(["mode", "time/s", "Ewe/V", "<I>/mA"])
    assert is_dc(["E (V)", "I (A)"])
    assert is_dc(["Potential", "Current"])
    assert not is_dc(["x", "y", "z"])
