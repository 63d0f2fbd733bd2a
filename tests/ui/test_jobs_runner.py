"""The window's requests to children: answers in its thread, Esc, what came too late, failures as sentences."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from naglass_gui.core.arrays import reference
from naglass_gui.core.edits import add_region, rename, set_option
from naglass_gui.core.errors import LoadError
from naglass_gui.core.project import Analysis, Channel, Measurement, Project, Provenance, Sample, new_id
from naglass_gui.core.reading import FileReading
from naglass_gui.jobs import Jobs, tasks
from naglass_gui.techniques.technique import FitInputs, FitOutcome
from naglass_gui.ui.document import Document
from naglass_gui.ui.jobs_runner import JobsRunner
from tests.jobs import toys


@dataclass
class Said:
    """A message strip that remembers."""

    messages: list[tuple[str, str, str]] = field(default_factory=list)

    def show(self, text: str, tone: str = "info", remedies: Any = (), details: str = "") -> None:
        self.messages.append((text, tone, details))

    def clear(self) -> None:
        self.messages.clear()


def project_with_analysis() -> tuple[Project, Analysis]:
    frequency, z = toys.ramp(5), toys.ramp(5)
    channels = (Channel("frequency", "Hz", reference(frequency), "axis"), Channel("z_real", "ohm", reference(z)))
    measurement = Measurement("m", "lpscl", "eis", channels, Provenance("lpscl.mpr", 1, "", "test", "1"))
    analysis = Analysis("a", "lpscl", "eis", ("m",), model="R0")
    return Project(
        new_id(), samples=(Sample("s", "LPSCl", measurements=(measurement,)),), analyses=(analysis,)
    ), analysis


@pytest.fixture(scope="module")
def jobs() -> Iterator[Jobs]:
    with Jobs(2, modules=()) as running:
        yield running


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def document(qtbot: QtBot) -> Document:
    document = Document(store=None)  # type: ignore[arg-type]
    document.open(project_with_analysis()[0])
    return document


@pytest.fixture
def runner(jobs: Jobs, document: Document, said: Said, monkeypatch: pytest.MonkeyPatch) -> Iterator[JobsRunner]:
    runner = JobsRunner(jobs, document, said)
    yield runner
    runner.cancel()


def inputs(document: Document) -> FitInputs:
    return FitInputs(document.project.analysis("a"), tuple(document.project.measurements()), (None,), {})


def test_an_answer_arrives_in_the_windows_thread_after_the_request_returned(runner: JobsRunner, qtbot: QtBot) -> None:
    answers: list[tuple[int, threading.Thread]] = []
    runner.call("Adding", toys.add, (1, 2), lambda value: answers.append((value, threading.current_thread())))
    assert answers == []
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    assert answers == [(3, threading.main_thread())]
    assert runner.running == 0


def test_the_strip_hears_of_start_progress_and_end(runner: JobsRunner, qtbot: QtBot) -> None:
    heard: list[tuple[str, Any]] = []
    runner.started.connect(lambda key, name: heard.append(("started", name)))
    runner.progressed.connect(lambda key, share, words: heard.append(("progressed", (share, words))))
    runner.finished.connect(lambda key: heard.append(("finished", None)))
    runner.call("Counting", toys.report, (4, 0.25), lambda value: heard.append(("done", value)), progress=True)
    qtbot.waitUntil(lambda: ("done", 4) in heard, timeout=20_000)
    assert heard[0] == ("started", "Counting")
    assert heard[-2:] == [("finished", None), ("done", 4)]
    assert ("progressed", (0.5, "Schritt 2 – größer")) in heard


def test_a_failure_is_one_message_with_details(runner: JobsRunner, said: Said, qtbot: QtBot) -> None:
    runner.call("Reading", toys.refuse, (), lambda value: pytest.fail("no value"))
    qtbot.waitUntil(lambda: bool(said.messages), timeout=20_000)
    assert said.messages == [("lpscl.dta: the file ends before its first point.", "error", "at byte 12")]


def test_who_asks_for_failures_gets_them_instead(runner: JobsRunner, said: Said, qtbot: QtBot) -> None:
    errors: list[Exception] = []
    runner.call("Reading", toys.refuse, (), lambda value: pytest.fail("no value"), errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=20_000)
    assert isinstance(errors[0], LoadError)
    assert said.messages == []


def test_escape_ends_what_runs_and_waits_but_not_what_must_last(
    runner: JobsRunner, said: Said, qtbot: QtBot, tmp_path: Path
) -> None:
    ended: list[str] = []
    runner.call("Saving", toys.touch, (str(tmp_path), "saved", 0.5), ended.append, lasting=True)
    for _ in range(3):
        runner.call(
            "Spinning", toys.spin, (60.0,), lambda value: pytest.fail("no value"), lambda e: ended.append(str(e))
        )
    qtbot.waitUntil(lambda: (tmp_path / "saved").exists(), timeout=20_000)
    runner.cancel()
    qtbot.waitUntil(lambda: runner.running == 0, timeout=20_000)
    assert ended == ["Spinning was cancelled."] * 3 + ["saved"]
    assert said.messages == []


def test_reading_answers_in_the_order_of_the_paths(
    runner: JobsRunner, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.txt").write_text("no spectrum")
    answers: list[list[FileReading | LoadError]] = []
    runner.read([tmp_path / "missing.dta", tmp_path / "good.txt"], answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=30_000)
    assert [str(answer)[:11] for answer in answers[0]] == ["missing.dta", "good.txt: t"]
    assert all(isinstance(answer, LoadError) for answer in answers[0])


def test_a_hanging_reader_is_a_sentence_about_its_file(
    runner: JobsRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit = runner._jobs.submit
    monkeypatch.setattr(
        runner._jobs, "submit", lambda *a, **k: submit(toys.hang_in_c, (60,), name="Reading x.dta", timeout=0.2)
    )
    answers: list[list[FileReading | LoadError]] = []
    runner.read([Path("x.dta")], answers.append)
    qtbot.waitUntil(lambda: bool(answers), timeout=20_000)
    assert isinstance(answers[0][0], LoadError)
    assert str(answers[0][0]).startswith("x.dta: reading it was stopped after 20 s without progress.")


class TestFits:
    @pytest.fixture(autouse=True)
    def _slow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(tasks, "fit", toys.slow_fit)

    def test_an_outcome_arrives(self, runner: JobsRunner, document: Document, qtbot: QtBot) -> None:
        outcomes: list[FitOutcome] = []
        runner.fit("Fit of lpscl", inputs(document), outcomes.append)
        document.apply("Rename", rename, "a", "another name")  # a name is no input of a fit
        qtbot.waitUntil(lambda: bool(outcomes), timeout=20_000)
        assert outcomes[0].fit.model == "R0"

    @pytest.mark.parametrize("change", ["region", "removed"])
    def test_an_outcome_that_came_too_late_is_dropped(
        self, runner: JobsRunner, document: Document, said: Said, qtbot: QtBot, change: str
    ) -> None:
        runner.fit("Fit of lpscl", inputs(document), lambda outcome: pytest.fail("stale"))
        if change == "region":
            document.apply("Set region", add_region, "a", 10.0, 1e6)
        else:
            document.apply("Remove", lambda project: replace(project, analyses=()))
        qtbot.waitUntil(lambda: bool(said.messages), timeout=20_000)
        assert said.messages[0][:2] == (
            "Fit of lpscl: the analysis was changed meanwhile, so this result was dropped. Fit again.",
            "info",
        )

    def test_a_variant_of_the_model_may_be_fitted(self, runner: JobsRunner, document: Document, qtbot: QtBot) -> None:
        asked = inputs(document)
        outcomes: list[FitOutcome] = []
        runner.fit("Suggestion", replace(asked, analysis=replace(asked.analysis, model="R(RQ)")), outcomes.append)
        qtbot.waitUntil(lambda: bool(outcomes), timeout=20_000)
        assert outcomes[0].fit.model == "R(RQ)"

    def test_while_dragging_only_the_newest_waits_and_the_moving_region_drops_nothing(
        self, runner: JobsRunner, document: Document, said: Said, qtbot: QtBot
    ) -> None:
        outcomes: list[FitOutcome] = []
        failures: list[Exception] = []
        for n in range(10):
            document.preview(lambda p, n=n: set_option(p, "a", "weight", f"w{n}"))
            runner.fit("Live fit", inputs(document), outcomes.append, failures.append, newest_only="drag")
            qtbot.wait(20)
        document.commit_preview("Set weight")
        qtbot.waitUntil(lambda: runner.running == 0, timeout=20_000)
        assert 1 <= len(outcomes) < 10
        assert outcomes[-1].analysis.option("weight") == "w9"
        assert failures == [] and said.messages == []

    def test_another_project_ends_the_fits_of_the_one_before(
        self, runner: JobsRunner, document: Document, said: Said, qtbot: QtBot
    ) -> None:
        finished: list[object] = []
        runner.finished.connect(finished.append)
        runner.fit("Fit", inputs(document), lambda outcome: pytest.fail("stale"), lambda e: pytest.fail("stale"))
        document.open(project_with_analysis()[0])
        assert runner.running == 0 and len(finished) == 1
        qtbot.wait(300)
        assert said.messages == []


def test_a_job_that_goes_on_keeps_nothing_of_the_window(jobs: Jobs, document: Document, said: Said) -> None:
    """Else its thread would be the last to hold it, and destroy it there."""
    runner = JobsRunner(jobs, document, said)
    runner.call("Spinning", toys.spin, (60.0,), lambda value: pytest.fail("no value"))
    (request,) = runner._requests.values()
    job, known = request.job, weakref.ref(runner)
    runner._requests.clear()
    del runner, request
    assert known() is None
    job.cancel()
    QApplication.processEvents()
    assert said.messages == []


def test_closing_leaves_nothing_behind(document: Document, said: Said, qtbot: QtBot) -> None:
    runner = JobsRunner(Jobs(1, modules=()), document, said)
    runner.warm()
    runner.call("Spinning", toys.spin, (60.0,), lambda value: pytest.fail("no value"))
    qtbot.wait(50)
    runner.close()
    qtbot.wait(50)
    assert runner.running == 0 and said.messages == []
    assert not [thread for thread in threading.enumerate() if thread.name == "jobs" and not thread.daemon]
