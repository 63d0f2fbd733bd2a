"""A table of T1 selected together with series: a table follows nothing, so no series can be added to it."""

from __future__ import annotations

from typing import Any

from tests.ui.bpp.conftest import with_fits, with_table


def test_no_series_is_added_to_a_table(make_bench: Any) -> None:
    bench = make_bench(lambda project, store: with_fits(with_table(project, store)))
    assert bench.tab.analysis.sources == (next(bench.document.project.measurements()).id,)
    assert len(bench.tab.candidates) == 11
    deeds = {action.text(): action for action in bench.tab.menu_actions()}
    assert not deeds["Add the selected series to this BPP plot"].isEnabled()
    bench.tab.add_selected()
    assert bench.steps == []
