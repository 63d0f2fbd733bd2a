"""The message strip and the jobs strip."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from naglass_gui.ui.jobs_strip import JobsStrip
from naglass_gui.ui.message_strip import MessageStrip
from naglass_gui.ui.services import Remedy


@pytest.fixture
def strip(qtbot):
    made = MessageStrip()
    qtbot.addWidget(made)
    return made


def test_a_message_is_one_sentence_with_its_remedies(strip):
    done = []
    strip.show("14 points are not fitted.", "warning", [Remedy("Show them", lambda: done.append(1))])
    assert strip.text == "14 points are not fitted."
    assert [b.text() for b in strip.findChildren(QPushButton) if not b.isHidden()] == ["Show them"]
    strip.press("Show them")
    assert done == [1]
    assert strip.text == ""


def test_details_are_one_click_away_and_closed_again_by_the_next_message(strip):
    details = strip.findChild(QPlainTextEdit)
    strip.show("It failed.", "error", details="Traceback")
    assert details.isHidden()
    strip._more.click()
    assert not details.isHidden()
    assert details.toPlainText() == "Traceback"
    strip.show("It works.", "good")
    assert details.isHidden()
    assert strip._more.isHidden()


def test_text_from_files_is_not_markup(strip):
    strip.show("<b>x</b>.DTA was read.")
    assert strip._text.text() == "<b>x</b>.DTA was read."
    assert strip._text.textFormat().name == "PlainText"


def test_a_long_message_wraps_instead_of_widening_the_window(strip):
    strip.show("a very long sentence " * 30)
    assert strip.minimumSizeHint().width() < 600


def test_what_was_said_is_kept(strip):
    strip.show("one")
    strip.show("two", "warning")
    strip.clear()
    assert [(m.text, m.tone) for m in strip.said] == [("one", "info"), ("two", "warning")]


@pytest.fixture
def jobs(qtbot):
    cancelled = []
    made = JobsStrip(lambda: cancelled.append(True))
    made.cancelled = cancelled
    qtbot.addWidget(made)
    return made


def test_a_job_that_ends_in_a_blink_is_not_shown(jobs, qtbot):
    jobs.begin(1, "Reading a.DTA")
    jobs.end(1)
    qtbot.wait(350)
    assert jobs.isHidden()


def test_a_longer_job_shows_name_progress_and_a_way_to_end_it(jobs, qtbot):
    jobs.begin(1, "Fitting lpscl")
    jobs.begin(2, "Reading b.DTA")
    qtbot.waitUntil(lambda: not jobs.isHidden(), timeout=2000)
    jobs.advance(1, 0.4, "12 of 30 starts")
    assert jobs._name.text() == "Fitting lpscl  and 1 more"
    assert jobs._bar.value() == 400
    assert jobs._words.text() == "12 of 30 starts"
    jobs._cancel.click()
    assert jobs.cancelled == [True]
    jobs.end(1)
    assert jobs._name.text() == "Reading b.DTA"
    assert jobs._bar.maximum() == 0  # nothing is known of its progress: the bar runs
    jobs.end(2)
    assert jobs.isHidden()


def test_a_message_that_asks_for_nothing_goes_by_itself_and_one_that_does_stays(strip, qtbot):
    strip.underMouse = lambda: False  # wherever the display has put the pointer
    strip._leave.setInterval(30)
    strip.show("Imported 3 files.", "good")
    qtbot.waitUntil(lambda: strip.text == "", timeout=2000)
    strip.show("a.DTA: the file is empty.", "error")
    qtbot.wait(80)
    assert strip.text == "a.DTA: the file is empty."
    assert len(strip.said) == 2
