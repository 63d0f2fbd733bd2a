"""The exact state of a project as one JSON document, and back."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from functools import cache

from naglass_gui.core.errors import ProjectError
from naglass_gui.core.project import Analysis, Derived, Figure, Fit, FittedParameter, Measurement, Project
from naglass_gui.storage.consistency import check_project
from naglass_gui.storage.json_read import Decoder, parse
from naglass_gui.storage.json_types import StateFault
from naglass_gui.storage.json_write import Encoder
from naglass_gui.storage.migrations import SCHEMA, check_readable, format_schema, migrate, parse_schema

# A fit may end in a number that is none (an undetermined error, AICc with too few points); what people type may not.
_UNBOUNDED: frozenset[type] = frozenset({Fit, FittedParameter, Derived})
MAX_STATE = 2**26
_KEPT: frozenset[type] = frozenset({Measurement, Analysis, Fit, Figure})


@dataclass(frozen=True, slots=True)
class State:
    """A project as read from its JSON document. `read_only`: a newer minor format, of which something was passed over."""

    project: Project
    read_only: bool = False


class StateWriter:
    """Writes projects as JSON documents; what did not change since the last one is not written again (2 ms, not 80).

    One writer serves one thread at a time.
    """

    def __init__(self) -> None:
        self._encoder = Encoder(kept=_KEPT, unbounded=_UNBOUNDED)

    def text(self, project: Project) -> str:
        """The document, ASCII only; the same project gives the same text.

        Raises:
            ProjectError: the project holds something no file can keep (a typed number that is not finite...).
        """
        try:
            body = self._encoder.text(project)
        except StateFault as fault:
            raise ProjectError(f"The project cannot be saved: {fault}. Undo the last change and save again.") from fault
        text = f'{{"naglass":"project","schema":"{format_schema(SCHEMA)}","project":{body}}}'
        if len(text) > MAX_STATE:
            raise ProjectError(
                f"The project has grown too large for one file ({len(text) / 1e6:.0f} MB without its data). Remove old fits, "
                "or move samples to a project of their own."
            )
        return text


def state_text(project: Project) -> str:
    """The project's JSON document, as `StateWriter.text` gives it."""
    return StateWriter().text(project)


_repeated = StateWriter()
_repeated_lock = threading.Lock()


def state_text_again(project: Project) -> str:
    """The same as `state_text`, for a project that is written again and again: what did not change is kept in between."""
    if not _repeated_lock.acquire(blocking=False):
        return state_text(project)  # another thread saves just now
    try:
        return _repeated.text(project)
    finally:
        _repeated_lock.release()


def digest(text: str) -> str:
    """SHA-256 of a document."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def read_state(text: str, name: str, written_by: str = "") -> State:
    """The project of a JSON document, brought to the present format.

    Args:
        text: the document.
        name: of the file, for the sentence of a refusal.
        written_by: version of the NaGlass that wrote it, where that is known.

    Raises:
        ProjectError: not such a document, of a newer major format, or contradicting itself.
    """
    try:
        document = parse(text)
        if type(document) is not dict or document.keys() != {"naglass", "schema", "project"}:
            raise StateFault("is not the state of a NaGlass project")
        if document["naglass"] != "project" or type(document["schema"]) is not str:
            raise StateFault("is not the state of a NaGlass project")
        schema = parse_schema(document["schema"], name)
        check_readable(schema, name, written_by)
        if type(document["project"]) is not dict:
            raise StateFault("holds no project")
        body = migrate(document["project"], schema, name)
        project = _decoder(missing=schema < SCHEMA, unknown=schema > SCHEMA).read(Project, body)
        check_project(project)
    except StateFault as fault:
        raise ProjectError(
            f"{name} holds a project that is damaged or was not written by NaGlass. Open one of its backups.",
            str(fault),
        ) from fault
    return State(project, read_only=schema > SCHEMA)


@cache
def _decoder(*, missing: bool, unknown: bool) -> Decoder:
    return Decoder(_UNBOUNDED, missing=missing, unknown=unknown)


def check_savable(project: Project) -> None:
    """Raise ProjectError for a project that contradicts itself, as reading it back would."""
    try:
        check_project(project)
    except StateFault as fault:
        raise ProjectError(f"The project cannot be saved: {fault}. Undo the last change and save again.") from fault
