"""`python -m tests.validate [SEEDS]`: prints the coverage of every case and fails when one is outside 92 to 98 %."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from tests.validate.conductivity import CASES, coverage, trial

LOWEST, HIGHEST = 0.92, 0.98


def main(seeds: int = 1000) -> int:
    """Run all cases; 0 when every coverage lies within its limits."""
    print(f"Coverage of the 95 % interval over seeds 0 to {seeds - 1} (within 92 and 98 %)")
    good = True
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        results = [list(pool.map(partial(trial, case), range(seeds), chunksize=25)) for case in CASES]
    for case, trials in zip(CASES, results, strict=True):
        sigma, resistance = coverage(trials)
        fine = LOWEST <= sigma <= HIGHEST and LOWEST <= resistance <= HIGHEST
        good &= fine
        print(
            f"{case.name:40s} σ {100 * sigma:5.1f} %   R_total {100 * resistance:5.1f} %   {'ok' if fine else 'FAILS'}"
        )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*(int(argument) for argument in sys.argv[1:2])))
