"""`python -m tests.validate [SEEDS]`: prints the coverage of every case and fails when one is outside 92 to 98 %."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from typing import Any

from tests.conftest import DATA
from tests.validate import activation, checks, circuits, conductivity, electronic, motion, optima, recovery, sodium

LOWEST, HIGHEST = 0.92, 0.98

Study = tuple[str, tuple[str, ...], Callable[[int], Any], Callable[[Sequence[Any]], tuple[float, ...]]]
"""A case's name, what it looks at, its trial of one seed, and the coverage over many."""


def studies() -> list[Study]:
    """Every case of every technique."""
    found: list[Study] = [
        (case.name, ("σ", "R_total"), partial(conductivity.trial, case), conductivity.coverage)
        for case in conductivity.CASES
    ]
    found += [
        (case.name, ("σ_e", "I_ss"), partial(electronic.trial, case), electronic.coverage) for case in electronic.CASES
    ]
    found += [
        (case.name, sodium.quantities(case), partial(sodium.trial, case), sodium.coverage)
        for case in sodium.CASES.values()
    ]
    found.append(("T1 of three overlapping lines", ("1.2 ms", "0.24 s", "2.06 s"), recovery.trial, recovery.coverage))
    found.append(("T1 at two fields, BPP", ("Ea", "τ₀", "C_Q"), motion.trial, motion.coverage))
    found.append(("a series from −25 to 55 °C, no guess", ("Ea", "σ at 25 °C"), activation.trial, activation.coverage))
    return found


def main(seeds: int = 1000) -> int:
    """Run all cases; 0 when every coverage lies within its limits."""
    print(f"Coverage of the 95 % interval over seeds 0 to {seeds - 1} (within 92 and 98 %)", flush=True)
    good = True
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for name, quantities, trial, coverage in studies():
            shares = coverage(list(pool.map(trial, range(seeds), chunksize=25)))
            fine = all(LOWEST <= share <= HIGHEST for share in shares)
            good &= fine
            told = "   ".join(f"{what} {100 * share:5.1f} %" for what, share in zip(quantities, shares, strict=True))
            print(f"{name:40s} {told}   {'ok' if fine else 'FAILS'}", flush=True)
        good &= suggestions(pool)
        good &= data_checks(pool)
        good &= reference_optima(pool)
    return 0 if good else 1


def suggestions(pool: ProcessPoolExecutor) -> bool:
    """Print how often the circuit of the simulation is suggested; whether often enough, and never one with a reject."""
    trials = list(pool.map(circuits.trial, range(circuits.SPECTRA), chunksize=10))
    right, rejected = sum(t.right for t in trials), sum(t.rejected for t in trials)
    fine = right >= circuits.LEAST_RIGHT * len(trials) and rejected == 0
    print(
        f"{'Suggested circuit':40s} right {right} of {len(trials)}   rejects among them {rejected}   {'ok' if fine else 'FAILS'}"
    )
    for family in circuits.FAMILIES:
        own = [t for t in trials if t.true == family.circuit]
        wrong = ", ".join(t.suggested or "none" for t in own if not t.right)
        print(
            f"    {family.what:36s} {sum(t.right for t in own)} of {len(own)}{'   instead: ' + wrong if wrong else ''}"
        )
    return fine


def data_checks(pool: ProcessPoolExecutor) -> bool:
    """Print how many stable cells are found consistent, and how many drifting ones are not; whether often enough."""
    trials = list(pool.map(checks.trial, range(checks.SPECTRA), chunksize=20))
    quiet = [t for t in trials if t.noise <= checks.QUIET]
    consistent, found = sum(t.consistent for t in trials), sum(t.found for t in quiet)
    fine = consistent >= checks.LEAST_CONSISTENT * len(trials) and found >= checks.LEAST_FOUND * len(quiet)
    print(
        f"{'Check of data':40s} stable: consistent {consistent} of {len(trials)}   drifting, noise up to 1 %: found {found} "
        f"of {len(quiet)}   {'ok' if fine else 'FAILS'}"
    )
    return fine


def reference_optima(pool: ProcessPoolExecutor) -> bool:
    """Print how often each real spectrum's best fit is found from nothing; whether always."""
    if not (DATA / "eis").is_dir():
        print(f"Best fits of real spectra                no instrument files: {DATA} is absent")
        return True
    good = True
    for reference in optima.REFERENCES:
        hits = sum(pool.map(partial(optima.trial, reference), range(optima.SEEDS), chunksize=5))
        good &= hits == optima.SEEDS
        name = f"Best fit of {reference.name}, {reference.circuit}"
        print(f"{name:40s} {hits} of {optima.SEEDS}   {'ok' if hits == optima.SEEDS else 'FAILS'}", flush=True)
    return good


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:2])))
