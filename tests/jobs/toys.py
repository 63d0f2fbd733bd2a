"""Module-level functions that children run in the tests."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path
from typing import Any

import numpy as np

from naglass_gui.core.errors import FitError, LoadError
from naglass_gui.core.project import Fit
from naglass_gui.techniques.technique import FitInputs, FitOutcome


def add(a: float, b: float) -> float:
    return a + b


def process_id() -> int:
    return os.getpid()


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def spin(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass


def hang_in_c(seconds: int) -> None:
    """Holds the interpreter lock, as a C library in a loop does: no signal handler runs."""
    ctypes.PyDLL(None).sleep(seconds)


def report(steps: int, seconds: float, progress: Any = None) -> int:
    for step in range(steps):
        progress((step + 1) / steps, f"Schritt {step + 1} – größer")
        time.sleep(seconds)
    return steps


def crash() -> None:
    ctypes.string_at(0)


def leave() -> None:
    os._exit(3)


def refuse() -> None:
    raise LoadError("lpscl.dta: the file ends before its first point.", "at byte 12")


def refuse_because() -> None:
    try:
        raise KeyError("gain")
    except KeyError as error:
        raise FitError("The fit has no data.") from error


def stumble() -> None:
    raise ZeroDivisionError("float division by zero")


def give_up() -> None:
    raise SystemExit(2)


def unpackable() -> object:
    return lambda: None


def ramp(points: int) -> np.ndarray:
    return np.arange(points, dtype=float)


def total(values: np.ndarray) -> float:
    return float(values.sum())


def hoard(megabytes: int) -> int:
    """Memory that is really used, not only reserved."""
    return len(b"x" * (megabytes << 20))


def chatter() -> str:
    print("a library prints this")
    return os.environ["OPENBLAS_NUM_THREADS"]


def touch(folder: str, name: str, seconds: float) -> str:
    (Path(folder) / name).touch()
    time.sleep(seconds)
    return name


def meet(folder: str, mine: str, other: str) -> bool:
    """True when another call of it runs at the same time."""
    (Path(folder) / mine).touch()
    end = time.monotonic() + 20.0
    while not (Path(folder) / other).exists() and time.monotonic() < end:
        time.sleep(0.01)
    return (Path(folder) / other).exists()


def modules() -> list[str]:
    import sys

    return sorted(sys.modules)


def reciprocal(value: float) -> float:
    return 1.0 / value


def slow_fit(inputs: FitInputs, progress: Any) -> FitOutcome:
    report(3, 0.1, progress)
    return FitOutcome(Fit("f", "", inputs.analysis.model, 0.1, 5, 1.0, ()), inputs.analysis)
