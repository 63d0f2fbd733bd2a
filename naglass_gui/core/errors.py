"""Failures a person can act on: each is one sentence, with the technical rest kept apart."""

from __future__ import annotations


class NaGlassError(Exception):
    """A failure told in one sentence.

    Args:
        sentence: what happened, to which file or field, and what to do.
        details: the technical rest, for the log and the details button.
    """

    def __init__(self, sentence: str, details: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = details

    def __reduce__(self) -> tuple[type[NaGlassError], tuple[str, str]]:
        return type(self), (self.sentence, self.details)


class LoadError(NaGlassError):
    """An instrument file cannot be read, or not as what was asked for."""


class FitError(NaGlassError):
    """A model cannot be fitted to these data."""


class ProjectError(NaGlassError):
    """A project file cannot be read or written."""


class InputError(NaGlassError):
    """A typed value makes no sense; `field` names where it was typed."""

    def __init__(self, sentence: str, details: str = "", field: str = "") -> None:
        super().__init__(sentence, details)
        self.field = field

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:  # type: ignore[override]
        return type(self), (self.sentence, self.details, self.field)


class Cancelled(NaGlassError):
    """The person, or a newer request, ended the work."""
