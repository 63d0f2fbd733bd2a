"""How a spectrum was measured: read, corrected, its contradictions said, and other data of the same file chosen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Project, evolve, new_id
from naglass_gui.ui.nmr import measured
from tests.ui.nmr.made import three_lines, with_decay


def test_what_the_file_says_is_shown(make_bench):
    told = {"scans": 64, "receiver_gain": 10.5, "recycle_delay": 5.0, "pulse": 2.5, "title": "NTOC-4\n25 kHz MAS"}
    bench = make_bench({"23Na MAS": three_lines(mas_rate=20_000.0, **told)})
    panel = bench.tab.measured
    assert panel.nucleus.value == "23Na"
    assert panel.frequency.value == pytest.approx(bench.tab.current.signal.larmor)
    assert panel.facts.text() == "64 scans · gain 10.5 · recycle delay 5 s · pulse 2.5 µs · 20 kHz MAS"
    assert panel.title.text() == "“NTOC-4 25 kHz MAS”"
    assert "25 kHz MAS, the header 20 kHz" in panel.contradictions.text()
    assert "see Measurement" in bench.tab.foot.note.text()
    assert panel.data.isHidden()


def test_the_nucleus_is_corrected_and_the_title_is_held_against_it(make_bench, type_in):
    bench = make_bench({"spectrum": three_lines(title="27Al, glass")})
    panel = bench.tab.measured
    assert "names 27Al, the header 23Na" in panel.contradictions.text()
    type_in(panel.nucleus, "Al-27")
    assert bench.analysis.option("nucleus") == "27Al" and panel.nucleus.text() == "27Al"
    assert bench.steps == ["Set the nucleus"] and panel.contradictions.isHidden()
    assert bench.tab.current.signal.spin == 2.5
    type_in(panel.nucleus, "Xy")
    assert panel.nucleus.fault and bench.analysis.option("nucleus") == "27Al"


def test_another_frequency_moves_what_is_told_in_hertz_and_the_files_own_is_kept(bench, type_in):
    before = bench.tab.current.signal.larmor
    type_in(bench.tab.measured.frequency, "100,5")
    assert bench.tab.current.signal.larmor == 100.5
    assert bench.steps == ["Set the Larmor frequency"]
    metadata = dict(bench.tab.current.measurement.metadata)
    kept = [float(v) for k, v in metadata.items() if k.endswith("in the file")]
    assert kept == [before]
    bench.document.stack.undo()
    assert bench.tab.current.signal.larmor == before


def test_the_raw_data_and_each_stored_spectrum_of_an_experiment_can_be_chosen(bench, services):
    project = with_decay(Project(new_id()), bench.document.store)
    decay = next(iter(project.measurements()))
    sample = project.samples[0]
    stored = [replace(decay, id=new_id(), name=f"NTOC-4/10, procno {n}", channels=decay.channels[:1]) for n in (1, 999)]
    shift = replace(decay.channels[0], name="shift")
    stored = [replace(m, channels=(shift,)) for m in stored]
    project = evolve(project, ("samples", sample.id), lambda s: replace(s, measurements=(decay, *stored)))
    bench.document.open(project)
    bench.tab.show_selection([decay.id])
    panel, chosen = bench.tab.measured, []
    services.select = chosen.extend
    assert [panel.data.itemText(k) for k in range(3)] == [
        "raw data (FID)",
        "stored spectrum, procno 1",
        "stored spectrum, procno 999",
    ]
    assert panel.data.currentIndex() == 0
    panel.data.activated.emit(2)
    assert chosen == [stored[1].id]


def test_a_word_that_is_no_nucleus_is_refused():
    assert measured.read_nucleus(" na-23 ") == "23Na"
    with pytest.raises(InputError, match="23Na"):
        measured.read_nucleus("sodium?")


def test_a_blank_is_asked_for_above_the_chain(bench, mouse):
    mouse.click(bench.tab.subtract_button)
    assert "import the empty rotor's first" in bench.services.messages.sentences[-1]
