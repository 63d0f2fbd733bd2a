"""`naglass` and `python -m naglass_gui`: the window (`naglass demo`: with the example), or a command without one.

Child processes import this module too, so nothing here imports Qt before it is known that a window is wanted.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for and return the exit code."""
    multiprocessing.freeze_support()
    arguments = list(sys.argv[1:] if argv is None else argv)
    # These two must work where hardly anything else does.
    if arguments[:1] == ["--diagnose"]:
        from naglass_gui.diagnosis.report import main as diagnose

        return diagnose(arguments[1:])
    if arguments[:1] == ["--probe"]:
        from naglass_gui.diagnosis.probe import main as probe

        return probe(arguments[1:])
    from naglass_gui import cli

    if cli.is_command(arguments):
        return cli.main(arguments)
    try:
        from naglass_gui.ui.application import run
    except ImportError as fault:  # a library was kept back by a virus scanner, or the system lacks one of Qt's
        from naglass_gui.diagnosis.report import tell_no_window

        return tell_no_window(fault)

    if arguments == ["demo"]:
        from naglass_gui.ui.example import example_files

        arguments = [str(file) for file in example_files()]
    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
