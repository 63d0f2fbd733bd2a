"""The words of the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from naglass_gui import __version__
from naglass_gui.core.errors import InputError

COMMANDS = ("info", "fit", "verify")


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
    commands = parser.add_subparsers(dest="command", metavar="info | fit | verify", parser_class=_Parser, required=True)
    _add_info(commands)
    _add_fit(commands)
    _add_verify(commands)
    return parser


def _add_info(commands: argparse._SubParsersAction[_Parser]) -> None:
    info = commands.add_parser(
        "info", help="say what instrument files and projects hold", allow_abbrev=False,
        description="Say what instrument files and projects hold: sweeps, points, ranges, conditions, fits.",
    )  # fmt: skip
    info.add_argument("files", nargs="+", metavar="FILE")
    info.add_argument("--json", action="store_true", help="for programs: a list with one object a file")


def _add_fit(commands: argparse._SubParsersAction[_Parser]) -> None:
    fit = commands.add_parser(
        "fit", help="fit every sweep of instrument files", allow_abbrev=False,
        description="Fit every sweep of instrument files, without a starting guess. "
        "Exit code 0 when all of them were fitted.",
    )  # fmt: skip
    fit.add_argument("files", nargs="+", metavar="FILE")
    fit.add_argument("--technique", metavar="NAME", help="fit the sweeps of this technique, e.g. eis")
    fit.add_argument(
        "--circuit",
        "--model",
        metavar="MODEL",
        help="e.g. 'R(RQ)Q' or 'R0-p(R1,CPE1)-CPE2', of a DC polarization auto, constant, exp1 to exp3, stretched, cottrell or "
        "cottrell-exp; chosen by the data without",
    )
    fit.add_argument(
        "--components", metavar="LINES",
        help="of an NMR spectrum: kind@ppm:width, e.g. 'pv@-11.2:380Hz, NaCl=pv@7:300Hz, ct@55:80Hz:cq=1.7:eta=0.2'; "
        "kinds: gauss, lorentz, pv, voigt, ct, czjzek, extczjzek; found by the fit without",
    )  # fmt: skip
    fit.add_argument("--nuclei", metavar="N,N...", help="nuclei per formula unit of each line, e.g. 1,1,2")
    fit.add_argument("--nucleus", metavar="NAME", help="of an NMR spectrum whose file does not tell, e.g. 23Na")
    fit.add_argument("--larmor", metavar="MHZ", help="frequency of 0 ppm where the file does not tell, e.g. 132.294")
    fit.add_argument(
        "--process", metavar="HOW", help="phases of an NMR spectrum: stored (default) or auto; raw data only"
    )
    fit.add_argument("--joint", action="store_true", help="fit all NMR spectra named together, with shared lines")
    fit.add_argument(
        "--shared", metavar="WHAT",
        help="by a joint fit: all (default), positions, or names like position,cq,eta; areas are each spectrum's own",
    )  # fmt: skip
    fit.add_argument(
        "--link", action="append", default=[], metavar="NAME=LINK",
        help="of NMR lines: 'width_2 = width_1', 'NaCl.area = 0.5*Na2O.area', 'position_2 = NaCl + 3.2 ppm'; several may be given",
    )  # fmt: skip
    fit.add_argument("--mass", metavar="MASS", help="of the rotor's filling, e.g. '30.0+-0.2 mg'")
    fit.add_argument("--formula", metavar="FORMULA", help="of the filling, e.g. 'Na2O + NaCl + TaCl5'")
    fit.add_argument(
        "--delays", metavar="T,T...", help="of the slices of a series whose file does not tell, e.g. '1ms,10ms,0.1,1'"
    )
    fit.add_argument("--spin", metavar="I", help="of the nucleus, for T1 against temperature, e.g. 1.5")
    fit.add_argument(
        "--cq", metavar="C_Q", help="hold the quadrupolar coupling fixed, in MHz, for T1 against temperature"
    )
    fit.add_argument(
        "--window", action="append", default=[], metavar="LOW:HIGH",
        help="fit only this span of the axis, in its unit; an end may be open (10:); several may be given",
    )  # fmt: skip
    fit.add_argument(
        "--mask", action="append", default=[], metavar="POINTS",
        help="leave out points: 'im>0', 'f<10 or abs>1e6', or their numbers '3,5-7'",
    )  # fmt: skip
    fit.add_argument("--weight", metavar="NAME", help="of impedance: modulus (default), unit or proportional")
    fit.add_argument("--thickness", metavar="LENGTH", help="of the pellet, e.g. '0.80+-0.01 mm'")
    fit.add_argument("--diameter", metavar="LENGTH", help="of the pellet, e.g. '8.00+-0.05 mm'")
    fit.add_argument("--area", metavar="AREA", help="of the electrodes, instead of a diameter, e.g. '0.503 cm^2'")
    fit.add_argument(
        "--voltage", metavar="U",
        help="of a DC polarization, in V or with a unit: '100+-1 mV'; chooses the step, and stands instead of the measured one",
    )  # fmt: skip
    fit.add_argument(
        "--sigma-ion", metavar="SIGMA",
        help="ionic conductivity, e.g. '4.41+-0.05 mS/cm': a DC polarization then gives the transference number t_ion",
    )  # fmt: skip
    fit.add_argument("--floor", metavar="I", help="what the instrument of a DC polarization cannot tell, e.g. '1 pA'")
    fit.add_argument("--temperature", metavar="T", help="in °C, or with a unit: '298 K'")
    fit.add_argument(
        "--temperatures", metavar="T,T...|names",
        help="with --technique arrhenius: of each sweep in °C, in the order of the files, or read from their names",
    )  # fmt: skip
    fit.add_argument("--unweighted", action="store_true", help="with --technique arrhenius: all points weigh alike")
    fit.add_argument("--ln-sigma", action="store_true", help="with --technique arrhenius: ln σ instead of ln(σT)")
    fit.add_argument("--zero-celsius", metavar="K", help="with --technique arrhenius: kelvins of 0 °C (default 273.15)")
    fit.add_argument(
        "--template", metavar="NAME", help="a template kept by the window, or its file: model, bounds, regions, options"
    )
    fit.add_argument("--seed", default="0", metavar="N", help="of the random starts (default 0)")
    fit.add_argument("--json", action="store_true", help="for programs: a list with one object a fit")
    fit.add_argument(
        "--out", metavar="DIR", help="write there: the fits as JSON, data with fit as CSV, a figure each, and a project"
    )


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
