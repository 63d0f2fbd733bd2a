"""Spinning sidebands left in the residual are found, with their rate, and named with their remedy."""

from __future__ import annotations

import numpy as np
import pytest

from naglass_gui.core.project import FitWarning
from naglass_gui.techniques.nmr import NMR
from naglass_gui.techniques.nmr.sidebands import Sidebands, sideband_note, sidebands_of_remedy
from tests.techniques.nmr.spectra import LARMOR, inputs, made

RATE = 8_000.0
AWAY = RATE / LARMOR  # ppm
LINES = "A=lorentz@-10:300Hz, B=lorentz@12:500Hz"
PAIRS = {1: ((-10.0, 0.06), (12.0, 0.05)), 2: ((-10.0, 0.03), (12.0, 0.02))}


def fitted(orders: tuple[int, ...], **header: object) -> list[FitWarning]:
    """What is said of sidebands after A and B were fitted to a spectrum with sidebands of these orders."""
    lines, areas = [LINES], [1.0, 0.8]
    for order in orders:
        for place, share in PAIRS[order]:
            for side in (-1, 1):
                lines.append(f"S{len(areas)}=lorentz@{place + side * order * AWAY:.6f}:300Hz")
                areas.append(share * (1.0 + 0.3 * side))
    spectrum = made(", ".join(lines), areas, points=4096, window=(-180.0, 180.0), noise=0.001, **header)
    told = NMR.fit(inputs(spectrum, LINES)).fit.warnings
    return [w for w in told if w.remedy.startswith("sidebands")]


def test_pairs_of_peaks_at_multiples_of_a_rate_are_offered_as_sidebands() -> None:
    (note,) = fitted((1, 2), mas_rate=RATE)
    found = sidebands_of_remedy(note.remedy.removeprefix("sidebands "))
    assert found.rate == pytest.approx(RATE, rel=2e-3)
    assert (found.orders, found.lines) == (2, (1, 2))
    assert "8 kHz and multiples of it" in note.text and "A and B" in note.text and "header" not in note.text


def test_the_peaks_tell_the_rate_where_the_header_does_not_or_is_wrong() -> None:
    (unknown,) = fitted((1,))
    (wrong,) = fitted((1,), mas_rate=4200.0)
    for note in (unknown, wrong):
        found = sidebands_of_remedy(note.remedy.removeprefix("sidebands "))
        assert found.rate == pytest.approx(RATE, rel=2e-3) and found.orders == 1
    assert "The header says 4.2 kHz." in wrong.text and "header" not in unknown.text


def test_other_peaks_that_were_left_out_are_no_sidebands() -> None:
    assert fitted((), mas_rate=RATE) == []
    spectrum = made(f"{LINES}, C=lorentz@-70:300Hz, D=lorentz@40:300Hz", [1.0, 0.8, 0.1, 0.1], points=4096)
    assert not any(w.remedy.startswith("sidebands") for w in NMR.fit(inputs(spectrum, LINES)).fit.warnings)


def test_a_note_and_its_remedy_say_the_same() -> None:
    found = Sidebands(12_464.5, 3, (1, 4))
    note = sideband_note(found, ["A", "B"], None)
    assert sidebands_of_remedy(note.remedy.partition(" ")[2]) == found
    assert np.isfinite(found.rate) and note.rank == "note"
