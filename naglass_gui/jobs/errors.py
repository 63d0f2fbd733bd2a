"""How work in a child can fail without being wrong: it took too long, too much memory, or its process ended."""

from __future__ import annotations

from typing import Literal

from naglass_gui.core.errors import NaGlassError

Reason = Literal["time", "memory", "ended", "unexpected", "start"]


class JobError(NaGlassError):
    """A child could not finish its work; `reason` says which limit or fault it was."""

    def __init__(self, sentence: str, details: str = "", reason: Reason = "unexpected") -> None:
        super().__init__(sentence, details)
        self.reason: Reason = reason

    def __reduce__(self) -> tuple[type[JobError], tuple[str, str, Reason]]:  # type: ignore[override]
        return type(self), (self.sentence, self.details, self.reason)

    @classmethod
    def out_of_time(cls, name: str, seconds: float) -> JobError:
        """No progress for too long."""
        return cls(f"{name} was stopped: there was no progress for {seconds:g} s.", reason="time")

    @classmethod
    def out_of_memory(cls, name: str, gigabytes: float, details: str = "") -> JobError:
        """More memory asked for than a child may have."""
        sentence = f"{name} was stopped: it needs more than the {gigabytes:g} GB of memory one job may use."
        return cls(sentence, details, "memory")

    @classmethod
    def ended(cls, name: str, details: str = "") -> JobError:
        """The child's process is gone."""
        return cls(f"{name} failed: its process ended unexpectedly. Everything else goes on.", details, "ended")

    @classmethod
    def unexpected(cls, name: str, details: str) -> JobError:
        """An exception nobody foresaw; `details` is its traceback."""
        return cls(f"{name} failed in a way that was not foreseen; the details say where.", details, "unexpected")

    @classmethod
    def no_start(cls, name: str, details: str = "") -> JobError:
        """No child can be started on this machine now."""
        sentence = f"{name} failed: NaGlass cannot start the process it works in. Is memory or disk space short?"
        return cls(sentence, details, "start")
