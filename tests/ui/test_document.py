"""The document: every change is one named step that can be undone."""

from __future__ import annotations

import pytest

from naglass_gui.core import edits
from naglass_gui.core.arrays import MemoryStore
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Project, Sample, new_id
from naglass_gui.ui.document import Document


@pytest.fixture
def document(qtbot) -> Document:
    return Document(MemoryStore())


def names(project: Project) -> list[str]:
    return [s.name for s in project.samples]


def test_undo_names_the_step_and_gives_back_the_very_same_project(document):
    before = document.project
    document.apply("Add sample NTOC-4", edits.add_sample, Sample(new_id(), "NTOC-4"))
    after = document.project
    assert document.stack.undoText() == "Add sample NTOC-4"
    document.stack.undo()
    assert document.project is before
    document.stack.redo()
    assert document.project is after


def test_undo_all_and_redo_all_give_the_same_projects(document):
    states = [document.project]
    for i in range(20):
        document.apply(f"Name it {i}", edits.rename_project, f"Study {i}")
        states.append(document.project)
    for state in reversed(states[:-1]):
        document.stack.undo()
        assert document.project is state
    for state in states[1:]:
        document.stack.redo()
        assert document.project is state


def test_a_drag_is_one_step(document):
    seen = []
    document.changed.connect(lambda before, after: seen.append(after.name))
    for i in range(10):
        document.preview(edits.rename_project, f"dragged {i}")
    assert document.committed.name == ""
    document.commit_preview("Drag the name")
    assert document.stack.count() == 1
    assert document.project.name == "dragged 9"
    assert seen == [f"dragged {i}" for i in range(10)]
    document.stack.undo()
    assert document.project.name == ""


def test_a_cancelled_drag_leaves_nothing(document):
    document.preview(edits.rename_project, "dragged")
    document.drop_preview()
    assert document.project.name == "" and document.stack.count() == 0 and not document.is_modified


def test_steps_in_a_row_with_one_key_become_one(document):
    for i in range(3):
        document.push("Type a name", edits.rename_project(document.project, f"N{i}"), merge="name")
    document.apply("Add sample", edits.add_sample, Sample(new_id(), "A"))
    document.push("Type a name", edits.rename_project(document.project, "last"), merge="name")
    assert [document.stack.text(i) for i in range(document.stack.count())] == [
        "Type a name",
        "Add sample",
        "Type a name",
    ]
    document.stack.undo()
    assert document.project.name == "N2"


def test_an_edit_that_fails_changes_nothing(document):
    with pytest.raises(InputError):
        document.apply("Rename", edits.rename, document.project.id, "")
    assert document.stack.count() == 0


def test_the_change_marker_follows_what_was_saved(document):
    shown = []
    document.modified.connect(shown.append)
    document.apply("Add sample", edits.add_sample, Sample(new_id(), "A"))
    saved = document.project
    document.apply("Add sample", edits.add_sample, Sample(new_id(), "B"))
    document.mark_saved(saved)
    assert document.is_modified, "what was saved is not what is shown"
    document.mark_saved(document.project)
    assert not document.is_modified
    document.stack.undo()
    assert document.is_modified
    document.stack.redo()
    assert not document.is_modified
    assert shown == [True, False, True, False]


def test_a_recovered_project_counts_as_not_saved(document):
    document.open(Project(new_id(), "recovered"), modified=True)
    assert document.is_modified and names(document.project) == []


def test_what_follows_from_an_edit_is_settled_in_the_same_step(qtbot):
    document = Document(MemoryStore(), settle=lambda before, after: edits.rename_project(after, after.name.upper()))
    document.apply("Name it", edits.rename_project, "study")
    assert document.project.name == "STUDY"
    document.stack.undo()
    assert document.project.name == ""
