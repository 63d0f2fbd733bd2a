"""Faults on purpose: kills, full disks, flipped bytes, two programs at once. Short by default; `make faults` runs all."""

from __future__ import annotations

import os


def rounds(short: int, full: int) -> int:
    """How often a fault is tried: `full` times with NAGLASS_FAULTS=full."""
    return full if os.environ.get("NAGLASS_FAULTS") == "full" else short


def seed() -> int:
    """The seed of every random choice: NAGLASS_SEED, or 0."""
    return int(os.environ.get("NAGLASS_SEED", "0"))
