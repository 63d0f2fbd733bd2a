"""The options of `naglass fit`, in the groups its help shows: what all techniques know, then each technique's own."""

from __future__ import annotations

import argparse

_Options = argparse._ArgumentGroup


def add_fit_options(fit: argparse.ArgumentParser) -> None:
    """Add every option to the parser of `naglass fit`."""
    fit.add_argument("files", nargs="+", metavar="FILE")
    fit.add_argument("--technique", metavar="NAME", help="fit the sweeps of this technique, e.g. eis")
    fit.add_argument(
        "--circuit", "--model", metavar="MODEL",
        help="e.g. 'R(RQ)Q' or 'R0-p(R1,CPE1)-CPE2'; of the other techniques the name of a model; chosen by the data without",
    )  # fmt: skip
    fit.add_argument(
        "--template", metavar="NAME", help="a template kept by the window, or its file: model, bounds, regions, options"
    )
    fit.add_argument("--seed", default="0", metavar="N", help="of the random starts (default 0)")
    _of_data(fit.add_argument_group("data"))
    _of_pellet(fit.add_argument_group("pellet and temperature"))
    add_lead_options(fit.add_argument_group("impedance (--technique eis)"))
    _of_series(fit.add_argument_group("temperature series (--technique arrhenius)"))
    _of_stability(fit.add_argument_group("stability (--technique stability)"))
    _of_currents(fit.add_argument_group("DC polarization (--technique polarization)"))
    _of_lines(fit.add_argument_group("NMR spectra (--technique nmr)"))
    _of_relaxation(fit.add_argument_group("relaxation (--technique relaxation, bpp)"))
    _of_output(fit.add_argument_group("output"))


def add_point_options(options: _Options, span: str) -> None:
    """Add what chooses points; `span` says what a window is."""
    options.add_argument(
        "--window", action="append", default=[], metavar="LOW:HIGH",
        help=f"{span}; an end may be open (10:); several may be given",
    )  # fmt: skip
    options.add_argument(
        "--mask", action="append", default=[], metavar="POINTS",
        help="leave out points: 'im>0', 'f<10 or abs>1e6', or their numbers '3,5-7'",
    )  # fmt: skip


def _of_data(options: _Options) -> None:
    add_point_options(options, "fit only this span of the axis, in its unit")
    options.add_argument("--weight", metavar="NAME", help="of impedance: modulus (default), unit or proportional")


def _of_pellet(options: _Options) -> None:
    options.add_argument("--thickness", metavar="LENGTH", help="of the pellet, e.g. '0.80+-0.01 mm'")
    options.add_argument("--diameter", metavar="LENGTH", help="of the pellet, e.g. '8.00+-0.05 mm'")
    options.add_argument("--area", metavar="AREA", help="of the electrodes, instead of a diameter, e.g. '0.503 cm^2'")
    options.add_argument("--temperature", metavar="T", help="in °C, or with a unit: '298 K'")


def add_lead_options(options: _Options) -> None:
    """Add what takes cables and contacts off impedance data."""
    options.add_argument("--lead-resistance", metavar="R", help="of cables and contacts, off the data: '0.5+-0.1 ohm'")
    options.add_argument("--lead-inductance", metavar="L", help="of the cables, off the data: '0.5 uH'")
    options.add_argument("--short", metavar="FILE", help="a measurement of the short-circuited cell, off the data")


def _of_series(options: _Options) -> None:
    options.add_argument(
        "--temperatures", metavar="T,T...|names",
        help="of each sweep in °C, in the order of the files, or read from their names",
    )  # fmt: skip
    options.add_argument("--unweighted", action="store_true", help="all points weigh alike")
    options.add_argument("--ln-sigma", action="store_true", help="ln σ instead of ln(σT)")
    options.add_argument(
        "--one-law",
        action="store_true",
        help="also fit all temperatures at once, compared with the single fits by AICc",
    )
    options.add_argument("--zero-celsius", metavar="K", help="kelvins of 0 °C (default 273.15)")


def _of_stability(options: _Options) -> None:
    options.add_argument(
        "--conditions", metavar="C,C...|names",
        help="under which each file was measured, in their order: '0,1,4 d' or '25,100,150 °C'; by their names without",
    )  # fmt: skip
    options.add_argument(
        "--condition", metavar="NAME",
        help="what they are: time (default), annealing_temperature, annealing_time, milling_time, pressure, or any other name",
    )  # fmt: skip
    options.add_argument(
        "--quantity", metavar="NAME", help="what is followed, e.g. sigma, sigma_e or R1; the conductivity unless told"
    )
    options.add_argument("--law", metavar="NAME", help="auto (default), linear, exponential, stretched or none")


def _of_currents(options: _Options) -> None:
    options.add_argument(
        "--voltage", metavar="U",
        help="in V or with a unit: '100+-1 mV'; chooses the step, and stands instead of the measured one",
    )  # fmt: skip
    options.add_argument(
        "--sigma-ion", metavar="SIGMA",
        help="ionic conductivity, e.g. '4.41+-0.05 mS/cm': gives the transference number t_ion",
    )  # fmt: skip
    options.add_argument("--floor", metavar="I", help="what the instrument cannot tell, e.g. '1 pA'")


def _of_lines(options: _Options) -> None:
    options.add_argument(
        "--components", metavar="LINES",
        help="kind@ppm:width, e.g. 'pv@-11.2:380Hz, NaCl=pv@7:300Hz, ct@55:80Hz:cq=1.7:eta=0.2'; "
        "kinds: gauss, lorentz, pv, voigt, ct, czjzek, extczjzek; found by the fit without",
    )  # fmt: skip
    options.add_argument("--nuclei", metavar="N,N...", help="nuclei per formula unit of each line, e.g. 1,1,2")
    options.add_argument("--nucleus", metavar="NAME", help="where the file does not tell, e.g. 23Na")
    options.add_argument(
        "--larmor", metavar="MHZ", help="frequency of 0 ppm where the file does not tell, e.g. 132.294"
    )
    options.add_argument("--process", metavar="HOW", help="phases: stored (default) or auto; raw data only")
    options.add_argument("--joint", action="store_true", help="fit all spectra named together, with shared lines")
    options.add_argument(
        "--shared", metavar="WHAT",
        help="by a joint fit: all (default), positions, or names like position,cq,eta; areas are each spectrum's own",
    )  # fmt: skip
    options.add_argument(
        "--link", action="append", default=[], metavar="NAME=LINK",
        help="'width_2 = width_1', 'NaCl.area = 0.5*Na2O.area', 'position_2 = NaCl + 3.2 ppm'; several may be given",
    )  # fmt: skip
    options.add_argument("--mass", metavar="MASS", help="of the rotor's filling, e.g. '30.0+-0.2 mg'")
    options.add_argument("--formula", metavar="FORMULA", help="of the filling, e.g. 'Na2O + NaCl + TaCl5'")


def _of_relaxation(options: _Options) -> None:
    options.add_argument(
        "--delays", metavar="T,T...", help="of the slices of a series whose file does not tell, e.g. '1ms,10ms,0.1,1'"
    )
    options.add_argument("--spin", metavar="I", help="of the nucleus, for T1 against temperature, e.g. 1.5")
    options.add_argument("--cq", metavar="C_Q", help="hold the quadrupolar coupling fixed, in MHz")


def _of_output(options: _Options) -> None:
    options.add_argument("--json", action="store_true", help="for programs: a list with one object a fit")
    options.add_argument(
        "--out", metavar="DIR", help="write there: the fits as JSON, data with fit as CSV, a figure each, and a project"
    )
