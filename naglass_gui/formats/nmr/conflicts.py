"""Where a file contradicts itself: title against header, nucleus against frequency and magnet."""

from __future__ import annotations

import re

from naglass_gui.core.nuclei import nuclei_in, nucleus_named

SAME_FREQUENCY = 0.01
"""Frequency and magnet may differ by this share: shifts and lock fields stay far below it."""
_SAME_RATE = 0.02
_RATE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*k(?:Hz)?\s*MAS|MAS\D{0,12}?(\d+(?:[.,]\d+)?)\s*kHz|(?:spin\w*|rotat\w*|vr|nr)\D{0,6}(\d+(?:[.,]\d+)?)\s*kHz",
    re.I,
)


def conflicts(
    title: str | None,
    nucleus: str | None,
    larmor_frequency: float | None,
    mas_rate: float | None,
    proton_frequency: float | None,
) -> tuple[str, ...]:
    """A sentence for each contradiction.

    Args:
        title: as the person typed it.
        nucleus: of the header, e.g. "23Na".
        larmor_frequency: of the header, MHz.
        mas_rate: of the header, Hz.
        proton_frequency: of the magnet, MHz.
    """
    told = []
    named = nuclei_in(title or "")
    if nucleus and named and nucleus not in {n.name for n in named}:
        told.append(f"The title names {' and '.join(n.name for n in named)}, the header {nucleus}: check the nucleus.")
    rate = _RATE.search(title or "")
    if rate and mas_rate:
        typed = 1000 * float(next(group for group in rate.groups() if group).replace(",", "."))
        if abs(typed - mas_rate) > _SAME_RATE * max(typed, mas_rate):
            told.append(
                f"The title says {typed / 1000:g} kHz MAS, the header {mas_rate / 1000:g} kHz: check the spinning rate."
            )
    known = nucleus_named(nucleus or "")
    if known and larmor_frequency and proton_frequency:
        expected = known.ratio * proton_frequency
        if abs(expected - larmor_frequency) > SAME_FREQUENCY * expected:
            told.append(
                f"{known.name} in a magnet of {proton_frequency:g} MHz (1H) is at {expected:.5g} MHz, but the header says "
                f"{larmor_frequency:.5g} MHz: check nucleus and frequency."
            )
    return tuple(told)
