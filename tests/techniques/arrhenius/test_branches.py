"""Heating and cooling by when and in what order spectra were measured, and by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naglass_gui.core.project import Analysis, Measurement, Project, evolve
from naglass_gui.techniques import settle, sources_of
from naglass_gui.techniques.arrhenius import plot_of, with_branch
from naglass_gui.techniques.arrhenius.branches import measuring_order
from naglass_gui.techniques.moments import moments
from tests.techniques.arrhenius.series import project_of, resistance, spectrum

UP, DOWN = (25, 45, 65, 85), (75, 55, 35)
HEATED, COOLED = ["heating"] * 4, ["cooling"] * 3


def cycle() -> list[tuple[Measurement, Analysis]]:
    """Up and down again, as measured, without anything that tells the order."""
    return [spectrum(t, resistance(t, 4e-3, 0.40 if t in UP else 0.30)) for t in (*UP, *DOWN)]


def told(project: Project) -> tuple[dict[str, str], str]:
    """The branch of each point by its name, and from what it is known."""
    analysis = project.analysis("line")
    plot = plot_of(analysis, sources_of(project, analysis))
    return {p.name: p.branch for p in plot.total.points}, plot.basis


def by_name(spectra: list[tuple[Measurement, Analysis]]) -> list[tuple[Measurement, Analysis]]:
    return sorted(spectra, key=lambda pair: pair[0].name)


EXPECTED = {f"{t} °C": branch for t, branch in zip((*UP, *DOWN), (*HEATED, *COOLED), strict=True)}


def test_names_of_temperatures_alone_tell_no_order() -> None:
    found, basis = told(project_of(by_name(cycle())))
    assert basis == "none" and set(found.values()) == {"heating"}


def test_time_stamps_are_believed_whatever_the_list() -> None:
    stamped = [
        (replace(m, metadata=(("measured", f"5/{11 + k // 4}/2016 {8 + 3 * (k % 4):02d}:00:00"),)), a)
        for k, (m, a) in enumerate(cycle())
    ]
    assert told(project_of(by_name(stamped))) == (EXPECTED, "time stamps")


def test_sweeps_of_one_file_come_in_their_order() -> None:
    swept = [(replace(m, provenance=replace(m.provenance, sweep=k)), a) for k, (m, a) in enumerate(cycle())]
    assert told(project_of(by_name(swept))) == (EXPECTED, "sweeps")


def test_a_running_number_in_the_names_is_found() -> None:
    pairs = [(m, replace(a, name=f"VT_{k + 8}_{a.name}")) for k, (m, a) in enumerate(cycle())]
    numbered = [(replace(m, name=a.name), a) for m, a in pairs]
    found, basis = told(project_of(by_name(numbered)))
    assert basis == "numbers" and [found[f"VT_{k + 8}_{name}"] for k, name in enumerate(EXPECTED)] == [*HEATED, *COOLED]


def test_a_temperature_that_comes_again_makes_the_list_an_order() -> None:
    spectra = [spectrum(t, resistance(t)) for t in (25, 45, 65, 45, 25)]
    order, basis = measuring_order([m for m, _ in spectra], [298.0, 318.0, 338.0, 318.0, 298.0])
    assert (order, basis) == ([0, 1, 2, 3, 4], "list")


def test_a_branch_is_set_by_hand_and_found_again() -> None:
    project = project_of(by_name(cycle()))
    analysis = project.analysis("line")
    for name in ("75 °C", "55 °C", "35 °C"):
        source = next(a.id for a in project.analyses if a.name == name)
        changed = evolve(project, ("analyses", "line"), lambda a, s=source: with_branch(a, s, "cooling"))  # type: ignore[misc]
        project = settle(project, changed)
    assert told(project)[0] == EXPECTED
    fit = project.analysis("line").fit
    assert fit is not None and {d.name for d in fit.derived} >= {"Ea_heating", "Ea_cooling"}
    heating, cooling = fit.quantity("Ea_heating"), fit.quantity("Ea_cooling")
    assert heating is not None and cooling is not None
    assert (heating.value, cooling.value) == (pytest.approx(0.40), pytest.approx(0.30))
    for source in analysis.sources:
        project = settle(project, evolve(project, ("analyses", "line"), lambda a, s=source: with_branch(a, s, None)))  # type: ignore[misc]
    assert set(told(project)[0].values()) == {"heating"}


def test_one_line_for_both_at_choice() -> None:
    stamped = [(replace(m, metadata=(("date", f"2021-03-0{k + 1} 08:00:00"),)), a) for k, (m, a) in enumerate(cycle())]
    fit = project_of(stamped, branches="together").analysis("line").fit
    assert fit is not None and fit.quantity("Ea_heating") is None


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        (("2025-05-15 01:18:45.867000", "2025-05-16T01:18:45"), 1),
        (("05/15/2025 01:18:45.867", "05/16/2025 01:18:45"), 1),
        (("13.07.2022 22:32:00; 14.07.2022 22:33:00", "14.07.2022 22:32:00"), 1),
        (("Feb. 20, 2020   15:55:08", "Feb. 22, 2020   15:55:08"), 2),
        (("3/10/2019 12:00:00", "4/10/2019 12:00:00"), 1),  # days of October, not months: the shorter span
        (("12/31/2019 1:00:00 PM", "1/1/2020 1:00:00 PM"), 1),
    ],
)
def test_dates_of_all_makers_are_read(texts: tuple[str, str], days: int) -> None:
    found = moments(texts)
    assert found is not None and (found[1] - found[0]).days in (days, days - 1)


def test_what_is_no_date_tells_nothing() -> None:
    assert (
        moments(["xx/xx/xxxx xx:xx:xx", "2025-05-15 01:18:45"]) is None
        and moments([""]) is None
        and moments([]) is None
    )
