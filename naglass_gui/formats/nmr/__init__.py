"""NMR files: raw data with an axis `time`, processed spectra with an axis `shift`, a series of either with its delays."""

from __future__ import annotations

from naglass_gui.formats.nmr import (
    bruker,
    csdm,
    jcamp,
    jeol,
    nmrpipe,
    simpson,
    spectrum_text,
    ssnake,
    tecmag,
    varian,
)
from naglass_gui.formats.reader import Reader

READERS: tuple[Reader, ...] = (bruker, varian, jeol, tecmag, nmrpipe, csdm, ssnake, simpson, jcamp, spectrum_text)
"""Every reader of NMR data."""
