"""Accuracy on NIST StRD: how many of the 54 starts reach six certified digits, against solvers at their defaults."""

from __future__ import annotations

from collections.abc import Iterator

from naglass_gui.fitting import complex_step_jacobian, least_squares
from tests.benchmarks.peers import Peer, PeerAbsent
from tests.benchmarks.row import Row, absent
from tests.conftest import DATA
from tests.fitting import strd

WORK = "NIST StRD, 54 starts at six certified digits, vs {}"
REACH = "54 of 54"


def ours() -> tuple[int, int]:
    """Starts with six digits in every parameter, and with four in every standard deviation."""
    values = errors = 0
    for name in strd.MODELS:
        problem = strd.read(DATA / "strd" / f"{name}.dat")
        for start in problem.starts:
            solution = least_squares(complex_step_jacobian(problem.residual), start)
            values += strd.digits(solution.x, problem.certified) >= 6.0
            errors += strd.digits(solution.stderr, problem.deviations) >= 4.0
    return values, errors


def rows() -> Iterator[Row]:
    """One row for each solver."""
    if not (DATA / "strd").is_dir():
        yield absent(WORK.format("lmfit, scipy"), REACH, f"no instrument files: {DATA} is absent")
        return
    values, errors = ours()
    note = f"standard deviations to four digits: {errors} of 54"
    try:
        with Peer("peers") as peer:
            theirs = peer.ask("strd_defaults.count", folder=str(DATA / "strd"))
    except PeerAbsent as why:
        yield Row(WORK.format("none"), str(values), "–", None, REACH, values == 54, f"{note}; {why}")
        return
    for solver, count in theirs.items():
        yield Row(WORK.format(solver), str(values), str(count), values / count, REACH, values == 54, note)
