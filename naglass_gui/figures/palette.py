"""Colours that colour-blind readers can tell apart, on screen and on paper."""

from __future__ import annotations

from naglass_gui.core.palette import COMPONENTS

__all__ = ["COMPONENTS", "VIRIDIS", "series_colour"]

# Eleven samples of matplotlib's cividis and viridis, cold to hot, for a series over temperature or time.
VIRIDIS = (
    "#440154", "#482475", "#414487", "#355F8D", "#2A788E", "#21918C", "#22A884", "#44BF70", "#7AD151", "#BDDF26", "#FDE725",
)  # fmt: skip


def series_colour(share: float, ramp: tuple[str, ...] = VIRIDIS) -> str:
    """The colour of a place in a series, 0 (coldest) to 1 (hottest); the palest end is left out, it fades on white."""
    position = min(max(share, 0.0), 1.0) * (len(ramp) - 2)
    low = min(int(position), len(ramp) - 2)
    part = position - low
    first, second = _channels(ramp[low]), _channels(ramp[low + 1])
    return "#" + "".join(f"{round(a + part * (b - a)):02X}" for a, b in zip(first, second, strict=True))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
