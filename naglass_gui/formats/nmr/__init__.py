"""NMR files: raw data with an axis `time`, processed spectra with an axis `shift`, a series of either with its delays."""

from __future__ import annotations

from naglass_gui.formats.nmr import (
    bruker,
)
from naglass_gui.formats.reader import Reader

READERS: tuple[Reader, ...] = (bruker,)
"""Every reader of NMR data."""
