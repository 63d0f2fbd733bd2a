"""The words of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from naglass_gui import __version__
from naglass_gui.commands.fit_options import add_fit_options, add_lead_options, add_point_options
from naglass_gui.core.errors import InputError

COMMANDS = ("info", "check", "fit", "export", "verify")


class _Parser(argparse.ArgumentParser):
    """Refuses with an exception instead of printing its usage and leaving."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message[:1].upper()}{message[1:]}. See {self.prog} --help.")


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The parsed command line; `command` names what to do. Raises InputError for what cannot be understood."""
    parser = _parser()
    return parser.parse_args(_joined(argv, _options_with_value(parser)))


def _parser() -> _Parser:
    parser = _Parser(
        prog="naglass",
        description="NaGlass: from the raw files of a solid-electrolyte study to its figures and numbers. "
        "Without a command it opens the window, on the files that are named.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"NaGlass {__version__}")
    # Answered before anything is imported; see __main__.
    parser.add_argument("--diagnose", metavar="FOLDER", nargs="?", help="say what is blocked on this computer")
    commands = parser.add_subparsers(dest="command", metavar=" | ".join(COMMANDS), parser_class=_Parser, required=True)
    _add_info(commands)
    _add_check(commands)
    _add_fit(commands)
    _add_export(commands)
    _add_verify(commands)
    return parser


def _add_info(commands: argparse._SubParsersAction[_Parser]) -> None:
    info = commands.add_parser(
        "info", help="say what instrument files and projects hold", allow_abbrev=False,
        description="Say what instrument files and projects hold: sweeps, points, ranges, conditions, fits.",
    )  # fmt: skip
    info.add_argument("files", nargs="+", metavar="FILE")
    info.add_argument("--json", action="store_true", help="for programs: a list with one object a file")


def _add_check(commands: argparse._SubParsersAction[_Parser]) -> None:
    check = commands.add_parser(
        "check", help="check impedance data by Kramers-Kronig and Z-HIT", allow_abbrev=False,
        description="Check impedance data without any circuit, by the linear Kramers-Kronig test and Z-HIT: drift, "
        "inductance, noise, stray points, each with what to do. Exit code 0 when every sweep could be checked.",
    )  # fmt: skip
    check.add_argument("files", nargs="+", metavar="FILE")
    add_point_options(check.add_argument_group("data"), "check only these frequencies in Hz")
    add_lead_options(check.add_argument_group("leads"))
    check.add_argument("--json", action="store_true", help="for programs: a list with one object a sweep")


def _add_fit(commands: argparse._SubParsersAction[_Parser]) -> None:
    fit = commands.add_parser(
        "fit", help="fit every sweep of instrument files", allow_abbrev=False,
        description="Fit every sweep of instrument files, without a starting guess. "
        "Exit code 0 when all of them were fitted.",
    )  # fmt: skip
    add_fit_options(fit)


def _add_export(commands: argparse._SubParsersAction[_Parser]) -> None:
    export = commands.add_parser(
        "export", help="write the figures of a project, with their data", allow_abbrev=False,
        description="Write the figures a project holds as they were exported last, and one of every other fitted analysis, "
        "each with the numbers behind it as CSV. Exit code 0 when all of them were written.",
    )  # fmt: skip
    export.add_argument("project", metavar="PROJECT")
    export.add_argument(
        "--out", metavar="DIR", required=True, help="the folder to write into; made where it is missing"
    )
    export.add_argument("--format", default="svg", help="svg, pdf, png or tiff; svg unless told")
    export.add_argument("--dpi", default="600", help="resolution of png and tiff: 300, 600 or 1200; 600 unless told")


def _add_verify(commands: argparse._SubParsersAction[_Parser]) -> None:
    verify = commands.add_parser(
        "verify", help="fit everything in a project again and compare", allow_abbrev=False,
        description="Fit everything in a project again, from the stored raw bytes where it holds them, and compare: "
        "values to 1e-6, standard errors to 1e-3, both relative.",
    )  # fmt: skip
    verify.add_argument("project", metavar="PROJECT")


def _options_with_value(parser: argparse.ArgumentParser) -> frozenset[str]:
    found: set[str] = set()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for sub in action.choices.values():
                found |= _options_with_value(sub)
        elif action.option_strings and action.nargs is None:
            found |= set(action.option_strings)
    return frozenset(found)


def _joined(argv: Sequence[str], options: frozenset[str]) -> list[str]:
    """The arguments as argparse can take them.

    "--window", "-20:0" becomes "--window=-20:0", since argparse takes a leading minus for another option; the files come
    last, in one row, since it gives up where options stand between them.
    """
    words: list[str] = []
    files: list[str] = []
    rest = iter(argv)
    for word in rest:
        if word == "--":
            files += [f"./{name}" if name.startswith("-") else name for name in rest]
        elif word in options:
            words.append(f"{word}={_value(word, next(rest, '--'))}")
        else:
            (words if word.startswith("-") else files).append(word)
    return [*files[:1], *words, *files[1:]]  # the first is the command


def _value(option: str, value: str) -> str:
    if value.startswith("--"):
        raise InputError(f"{option} needs a value after it.", field=option)
    return value
