"""The command line without a window: `naglass info`, `naglass check`, `naglass fit`, `naglass export`, `naglass verify`.

Exit code 0, or 1 when something failed, or 2 when the request makes no sense; each failure is one sentence on the
standard error, never a traceback.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from io import TextIOWrapper

from naglass_gui.commands.arguments import COMMANDS, parse
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.log import command_log

log = logging.getLogger(__name__)


def is_command(arguments: Sequence[str]) -> bool:
    """Whether these arguments are for the command line, and not for the window."""
    return bool(arguments) and (arguments[0] in COMMANDS or arguments[0].startswith("-"))


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    with command_log():
        return _guarded(lambda: _run(argv))


def _run(argv: Sequence[str]) -> int:
    arguments = parse(argv)
    from naglass_gui.commands.terminal import Terminal

    terminal = Terminal(sys.stdout, sys.stderr)
    # Each command brings libraries of its own; only the one that runs is imported.
    match arguments.command:
        case "info":
            from naglass_gui.commands import info

            return info.run(arguments, terminal)
        case "check":
            from naglass_gui.commands import check

            return check.run(arguments, terminal)
        case "fit":
            from naglass_gui.commands import fit

            return fit.run(arguments, terminal)
        case "export":
            from naglass_gui.commands import export

            return export.run(arguments, terminal)
        case _:
            from naglass_gui.commands import verify

            return verify.run(arguments, terminal)


def _guarded(run: Callable[[], int]) -> int:
    """The exit code, with every way to fail turned into one sentence."""
    try:
        return run()
    except InputError as error:
        return _refuse(error.sentence, 2)
    except NaGlassError as error:
        log.info("%s\n%s", error.sentence, error.details)
        return _refuse(error.sentence, 1)
    except SystemExit as leaving:  # argparse, after --help and --version
        return leaving.code if isinstance(leaving.code, int) else 0
    except KeyboardInterrupt:
        return _refuse("Interrupted.", 130)
    except BrokenPipeError:
        # Whoever read the output has gone; the interpreter must not complain about it when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        log.error("%s", traceback.format_exc())
        return _refuse(f"NaGlass failed in a way that was not foreseen ({type(error).__name__}: {error}).", 1)


def _refuse(sentence: str, code: int) -> int:
    print(" ".join(sentence.split()), file=sys.stderr)
    return code
