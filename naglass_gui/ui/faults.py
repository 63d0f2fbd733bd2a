"""Faults of the program itself: every hook leads to one report, made once, after the document is safe."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from naglass_gui import __version__
from naglass_gui.core.errors import NaGlassError

log = logging.getLogger(__name__)

_QT_LEVEL = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: what to say, and the report for whoever mends it. `expected` is a failure a person can act on."""

    sentence: str
    details: str
    expected: bool = False


class Faults(QObject):
    """Takes over the hooks of Python and Qt.

    Whatever goes wrong, wherever, is logged; the first time it is also told: `rescue` is called, then `told` is emitted in
    the window's thread.
    """

    told = Signal(object)  # Fault
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rescue: Callable[[], None] = _nothing
        self._seen: set[str] = set()
        self._telling = False
        self._before: tuple[Any, Any, Any, Any] | None = None
        # From another thread this is queued; from the window's own it is told at once.
        self._arrived.connect(self._tell)

    def install(self) -> None:
        """Take the hooks over."""
        self._before = (
            sys.excepthook,
            threading.excepthook,
            sys.unraisablehook,
            qInstallMessageHandler(self._qt_message),
        )
        sys.excepthook = self.happened
        threading.excepthook = self._in_thread
        sys.unraisablehook = self._unraisable

    def uninstall(self) -> None:
        """Give the hooks back."""
        if self._before is not None:
            sys.excepthook, threading.excepthook, sys.unraisablehook, handler = self._before
            qInstallMessageHandler(handler)
            self._before = None

    def protect(self, rescue: Callable[[], None]) -> None:
        """Call this before any report: it brings the document to safety."""
        self._rescue = rescue

    def happened(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None, where: str = ""
    ) -> None:
        """Report an exception that nobody caught. Never raises."""
        if isinstance(fault, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        text = "".join(traceback.format_exception(kind, fault, trace))
        log.error("%s%s", f"{where}\n" if where else "", text)
        if text in self._seen:
            return
        self._seen.add(text)
        if isinstance(fault, NaGlassError):
            self._arrived.emit(Fault(fault.sentence, "\n\n".join(t for t in (fault.details, text) if t), expected=True))
        else:
            sentence = f"Something went wrong inside NaGlass ({kind.__name__}). Your work is kept; you can go on."
            self._arrived.emit(Fault(sentence, report(text)))

    # -- the other hooks -------------------------------------------------------------------------------------------

    def _in_thread(self, what: threading.ExceptHookArgs) -> None:
        if what.exc_value is not None and what.exc_type is not SystemExit:
            name = what.thread.name if what.thread else "a thread"
            self.happened(what.exc_type, what.exc_value, what.exc_traceback, f"in the thread {name}")

    def _unraisable(self, what: Any) -> None:
        if what.exc_value is not None:
            self.happened(what.exc_type, what.exc_value, what.exc_traceback, f"{what.err_msg or ''} {what.object!r}")

    def _qt_message(self, kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
        where = f" ({context.file}:{context.line})" if context.file else ""
        logging.getLogger("Qt").log(_QT_LEVEL.get(kind, logging.WARNING), "%s%s", message, where)

    def _tell(self, fault: Fault) -> None:
        if self._telling:  # a fault in telling a fault: it is in the log
            return
        self._telling = True
        try:
            if not fault.expected:
                self._bring_to_safety()
            self.told.emit(fault)
        finally:
            self._telling = False

    def _bring_to_safety(self) -> None:
        try:
            self._rescue()
        except Exception:
            # Reported already once it is a fault of its own; the report at hand must come out in any case.
            log.exception("the recovery copy could not be written")


def report(text: str) -> str:
    """A traceback with the versions that whoever mends it must know."""
    system = f"NaGlass {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
    return f"{system}\n\n{text}"


def _nothing() -> None:
    pass
