"""Does a child process with its limits do work, as every file is read and every fit is run?"""

from __future__ import annotations

import time

from naglass_gui.diagnosis.finding import Doing, Findings, blocked, ok
from naglass_gui.diagnosis.parts import program_folder

PATIENCE = 60.0


def findings() -> Findings:
    """One child of the window's own kind is started, asked, and ended."""
    from naglass_gui.core.errors import NaGlassError
    from naglass_gui.jobs import Jobs

    yield Doing("starting a child process that reads files and fits")
    began = time.monotonic()
    try:
        with Jobs(1, modules=()) as jobs:
            answer = jobs.submit(_twice, (21,), name="The diagnosis").result(PATIENCE)
    except (NaGlassError, OSError, TimeoutError) as fault:
        yield blocked(
            f"Files cannot be read and nothing can be fitted, for the child process of it does not work: {fault} Ask for the "
            f"programs in {program_folder()} to be allowed to start each other."
        )
        return
    if answer != 42:
        yield blocked(
            "A child process answers something else than it was asked; the memory of this computer may be faulty."
        )
        return
    yield ok(
        f"A child process with its limits was started, did its work and ended in {time.monotonic() - began:.1f} s."
    )


def _twice(number: int) -> int:
    return 2 * number
