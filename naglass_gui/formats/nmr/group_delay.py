"""By how many points the digital filter of a Bruker spectrometer delays the signal.

Newer spectrometers write GRPDLY. Before, it followed from DSPFVS and DECIM: W. M. Westler and F. Abildgaard, "DMX Digital
Filters and Non-Bruker Offline Processing III", 1996, here with their rounded figures as the fractions k/(2 DECIM) they are.
"""

from __future__ import annotations

_DECIM = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048)
# Twice the delay times DECIM, for each DECIM.
_TWICE = {
    10: (179, 201, 533, 709, 1097, 1449, 2225, 2929, 4481, 5889, 8993, 11809, 18017, 23649, 36065, 47329, 72161, 94689,
         144353, 189409, 288737),
    11: (184, 219, 384, 602, 852, 1668, 2312, 3368, 4656, 6768, 9344, 13568, 18560, 27392, 36992, 55040, 73856, 110336,
         147584, 220928, 295040),
    12: (184, 219, 384, 602, 852, 1668, 2292, 3368, 4616, 6768, 9264, 13568, 18560, 27392, 36992, 55040, 73856, 110336,
         147584, 220928, 295040),
    13: (11, 17, 23, 35, 47, 71, 95, 143, 191, 287, 383, 575),
}  # fmt: skip


def group_delay(grpdly: float | None, dspfvs: float | None, decim: float | None) -> float | None:
    """The delay in points, a fraction; 0 where there is no digital filter; None where the file's firmware is not known.

    Args:
        grpdly: GRPDLY of acqus; -1 or None where it was not written.
        dspfvs: DSPFVS, the firmware; 0 without a filter.
        decim: DECIM, the decimation; 1 without one.
    """
    if grpdly is not None and grpdly >= 0:
        return grpdly
    if not dspfvs or not decim or decim <= 1:
        return 0.0
    delays = dict(zip(_DECIM, _TWICE.get(int(dspfvs), ()), strict=False))
    return delays[int(decim)] / (2 * decim) if decim in delays else None
