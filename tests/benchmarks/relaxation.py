"""Relaxation against lmfit from the same start: lines in all slices of a series at once, and the motion behind T1 at two fields."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.core.project import Analysis, Region
from naglass_gui.techniques.bpp import law
from naglass_gui.techniques.bpp.motion_fit import MotionFit, fit_motion
from naglass_gui.techniques.nmr.components import own_values
from naglass_gui.techniques.nmr.shapes import SHAPES, Frame
from naglass_gui.techniques.nmr.text import parse_lines
from naglass_gui.techniques.relaxation.joint_lines import JointLines, fit_together
from naglass_gui.techniques.relaxation.slices import Slices
from tests.benchmarks.row import Row, alternate, faster
from tests.validate import motion, recovery

ROUNDS = 3
SERIES_AT_LEAST, MOTION_AT_LEAST = 30.0, 1.25
START = "lorentz@-11:420Hz, lorentz@-5:430Hz, gauss@9:1700Hz"
MOTION_START = {"Ea": 0.25, "tau0": 3e-13, "C_Q": 1.2e6, "eta": 0.0}


def rows() -> Iterator[Row]:
    """Both rows."""
    yield series()
    yield motions()


def series() -> Row:
    """Three overlapping lines in 16 slices: shared shapes, an area each in each slice."""
    data = recovery.clean() + recovery.NOISE * np.random.default_rng([0, 11]).standard_normal((16, len(recovery.SHIFT)))
    used = np.ones(16, dtype=bool)
    slices = Slices("made", recovery.SHIFT, data, recovery.DELAYS, used, recovery.LARMOR, nucleus_named("23Na"), {})
    analysis = Analysis("a", "made", "relaxation", ("m",), regions=(Region("r", -40.0, 40.0),))
    analysis = replace(analysis, components=parse_lines(START))
    found: list[JointLines] = []
    answers: list[Any] = []

    def ours() -> float:
        began = time.perf_counter()
        found.append(fit_together(slices, analysis, analysis.components))
        return time.perf_counter() - began

    def theirs() -> float:
        began = time.perf_counter()
        answers.append(_lmfit_series(data))
        return time.perf_counter() - began

    mine, peer = alternate(ours, theirs, 1)
    as_good = found[-1].cost <= answers[-1].chisqr * (1.0 + 1e-6)
    note = f"sum of squares {found[-1].cost:.6g}, lmfit {answers[-1].chisqr:.6g}"
    name = "three lines in 16 slices of 320 points, vs lmfit"
    return faster(name, mine, peer, SERIES_AT_LEAST, also=as_good, note=note)


def motions() -> Row:
    """Ea, tau0 and C_Q from T1 at two fields, from one start."""
    points = motion.points(0)
    found: list[MotionFit] = []
    answers: list[Any] = []

    def ours() -> float:
        began = time.perf_counter()
        found.append(fit_motion(points, 1.5, near=MOTION_START))
        return time.perf_counter() - began

    def theirs() -> float:
        began = time.perf_counter()
        answers.append(_lmfit_motion(points))
        return time.perf_counter() - began

    mine, peer = alternate(ours, theirs, ROUNDS)
    as_good = found[-1].cost <= answers[-1].chisqr * (1.0 + 1e-6)
    note = f"sum of squares {found[-1].cost:.6g}, lmfit {answers[-1].chisqr:.6g}"
    return faster("BPP, T1 at two fields, 22 points, vs lmfit", mine, peer, MOTION_AT_LEAST, also=as_good, note=note)


def _lmfit_series(data: np.ndarray) -> Any:
    import lmfit

    frame = Frame(recovery.SHIFT, recovery.LARMOR, 1.5)
    lines = parse_lines(START)
    parameters = lmfit.Parameters()
    for k, line in enumerate(lines):
        position, width, *_ = own_values(line).values()
        parameters.add(f"position_{k}", value=position)
        parameters.add(f"width_{k}", value=width, min=1.0)
        for s in range(len(data)):
            parameters.add(f"area_{k}_{s}", value=0.0)

    def residual(p: Any) -> np.ndarray:
        unit = np.array(
            [
                SHAPES[line.kind].compute(frame, [p[f"position_{k}"].value, p[f"width_{k}"].value])[0]
                for k, line in enumerate(lines)
            ]
        )
        areas = np.array([[p[f"area_{k}_{s}"].value for k in range(len(lines))] for s in range(len(data))])
        return (areas @ unit - data).ravel()

    return lmfit.minimize(residual, parameters)


def _lmfit_motion(points: Any) -> Any:
    import lmfit

    parameters = lmfit.Parameters()
    parameters.add("Ea", value=MOTION_START["Ea"], min=0.0)
    parameters.add("log_tau0", value=float(np.log(MOTION_START["tau0"])))
    parameters.add("log_cq", value=float(np.log(MOTION_START["C_Q"])))
    logs = np.log(points.t1)

    def residual(p: Any) -> np.ndarray:
        tau = law.correlation_time(points.temperature, p["Ea"].value, np.exp(p["log_tau0"].value))
        return np.log(law.relaxation_time(tau, points.larmor, np.exp(p["log_cq"].value), 1.5)) - logs

    return lmfit.minimize(residual, parameters)
