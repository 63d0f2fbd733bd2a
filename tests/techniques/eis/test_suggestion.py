"""Which circuit is suggested, why, and that none with a warning of rank reject ever is. `make validate` does 200 spectra."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from naglass_gui.core.errors import Cancelled, FitError
from naglass_gui.core.project import Mask, Region
from naglass_gui.techniques.eis.guess import Extent
from naglass_gui.techniques.eis.ladder import Rung, carried, with_further_arc
from naglass_gui.techniques.eis.suggestion import EVEN, Candidate, chosen, ladder
from naglass_gui.techniques.eis.suggestion_words import against, ranked
from tests.techniques.eis.spectra import inputs, read, synthetic
from tests.validate.circuits import FAMILIES, FREQUENCY, spectrum


@cache
def climbed(seed: int) -> tuple[Candidate, ...]:
    """The ladder for a simulated spectrum."""
    return ladder(inputs(FREQUENCY, spectrum(seed)[1]))


@pytest.mark.parametrize("seed", range(len(FAMILIES)))
def test_a_circuit_of_each_family_is_found(seed: int) -> None:
    best = chosen(climbed(seed))
    assert best is not None
    assert best.rung.text == FAMILIES[seed].circuit
    assert not any(warning.rank == "reject" for warning in best.fit.warnings)


def test_the_suggestion_is_the_simplest_of_the_best_that_are_not_refused() -> None:
    candidates = climbed(4)
    best = chosen(candidates)
    assert best is not None
    assert [c.aicc for c in candidates] == sorted(c.aicc for c in candidates)
    accepted = [c for c in candidates if not c.refused]
    assert best.aicc <= accepted[0].aicc + EVEN
    assert all(c.size >= best.size for c in accepted if c.aicc <= accepted[0].aicc + EVEN)
    assert all(any(w.rank == "reject" for w in c.fit.warnings) <= bool(c.refused) for c in candidates)


def test_every_candidate_is_at_its_optimum() -> None:
    """A search with thirty random starts finds nothing lower than the few starts that grow out of smaller circuits."""
    from naglass_gui.techniques.eis import EIS

    task = inputs(FREQUENCY, spectrum(7)[1])
    best = chosen(climbed(7))
    assert best is not None
    searched = EIS.fit(replace(task, analysis=EIS.with_model(task.analysis, best.rung.text))).fit
    assert best.fit.chi_square == pytest.approx(searched.chi_square, rel=1e-6)


def test_a_real_spectrum_gets_the_circuit_of_the_literature(instrument_file: Callable[[str], Path]) -> None:
    """LPSCl at -25 C: R(RQ)Q, 0.025005; larger ones lie lower and are refused."""
    file = instrument_file("eis/hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr")
    candidates = ladder(inputs(*read(file)))
    shown = ranked(candidates)
    assert shown[0].suggested
    assert shown[0].candidate.rung.text == "R(RQ)Q"
    assert shown[0].candidate.fit.chi_square == pytest.approx(0.025005, rel=1e-3)
    assert shown[0].reason == "Without the arc AICc rises by 939."
    lower = [each for each in shown if each.difference < 0]
    assert lower
    assert all(each.candidate.refused and " AICc by " in each.reason for each in lower)


def test_it_says_what_a_further_arc_gains_and_why_it_is_refused() -> None:
    candidates = climbed(4)
    best = chosen(candidates)
    assert best is not None
    larger = next(c for c in candidates if c.rung == replace(best.rung, arcs=3))
    assert against(larger, best) == "A third arc lowers AICc by 7.6, but n1 lies on its bound 1."
    smaller = next(c for c in candidates if c.rung == replace(best.rung, arcs=1))
    assert against(smaller, best) == "One arc less raises AICc by 510."
    diffusing = next(c for c in candidates if c.rung == replace(best.rung, tail="Wo"))
    assert against(diffusing, best).startswith("Diffusion to a blocking end instead of a spike raises AICc by")


def test_masks_regions_and_weights_count_and_the_circuit_at_hand_does_not() -> None:
    z = spectrum(0)[1].copy()
    z[40] *= 5
    task = inputs(
        FREQUENCY, z, "(RQ)(RQ)", masked=(Mask(40, "a spike on the line"),), regions=(Region("r", 10.0, 2e6),)
    )
    best = chosen(ladder(task))
    assert best is not None
    assert best.rung.text == "LRQ"
    assert best.fit.n_points < 60
    assert best.outcome.analysis.masked == task.analysis.masked
    unit = replace(task, analysis=replace(task.analysis, options=(("weight", "unit"),)))
    assert all(c.outcome.analysis.option("weight") == "unit" for c in ladder(unit))


def test_it_reports_and_can_be_cancelled() -> None:
    told: list[tuple[float, str]] = []
    ladder(inputs(FREQUENCY, spectrum(1)[1]), lambda share, words: told.append((share, words)))
    assert told[0] == (0.0, "circuit 1: RQ")
    assert all(0 <= share < 1 for share, _ in told)

    def stop(share: float, words: str) -> None:
        raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        ladder(inputs(FREQUENCY, spectrum(1)[1]), stop)


def test_too_few_points_are_refused() -> None:
    with pytest.raises(FitError, match="too few points for any circuit"):
        ladder(inputs(FREQUENCY[:3], spectrum(1)[1][:3]))


def test_a_noise_free_arc_is_found() -> None:
    z = synthetic("R(RQ)", {"R0": 10, "R1": 1e3, "Y1": 1e-7, "n1": 0.9}, FREQUENCY)
    best = chosen(ladder(inputs(FREQUENCY, z)))
    assert best is not None
    assert best.rung.text == "R(RQ)"


# -- the ladder ------------------------------------------------------------------------------------------------------------


def test_a_rung_writes_its_circuit() -> None:
    assert Rung(True, True, 2, "Wo").text == "LR(RQ)(RQ)Wo"
    assert Rung(False, False, 1, "").circuit.names == ("R1", "Y1", "n1")
    assert not Rung(True, False, 0, "Q").sensible


def test_values_go_along_to_a_circuit_with_more() -> None:
    values = {"R0": 10.0, "R1": 100.0, "Y1": 1e-6, "n1": 0.9, "Y2": 1e-5, "n2": 0.8}
    old = Rung(False, True, 1, "Q")
    assert carried(values, old, replace(old, inductance=True)) == values
    assert carried(values, old, replace(old, arcs=2))["Y3"] == 1e-5
    starts = with_further_arc(values, old, Extent(1.0, 1e6, 10.0, 50.0, 1e3))
    names = replace(old, arcs=2).circuit.names
    for start in starts:
        given = dict(zip(names, start, strict=True))
        assert 100.0 in (given["R1"], given["R2"])
        assert given["Y3"] == 1e-5
        first, second = (given[f"R{k}"] * given[f"Y{k}"] for k in (1, 2))
        assert np.log(first) / given["n1"] <= np.log(second) / given["n2"]
