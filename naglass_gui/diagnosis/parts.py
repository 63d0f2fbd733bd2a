"""Can every library be imported, also those that are imported on use only? By name."""

from __future__ import annotations

import importlib
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from naglass_gui.diagnosis.finding import Doing, Finding, Findings, blocked, ok

# Module, the package it comes with, what it is for.
PARTS = (
    ("numpy", "numpy", "numbers"),
    ("scipy.optimize", "scipy", "numerical methods"),
    ("scipy.linalg", "scipy", "numerical methods"),
    ("scipy.special", "scipy", "numerical methods"),
    ("h5py", "h5py", "project files"),
    ("uncertainties", "uncertainties", "propagation of errors"),
    ("psutil", "psutil", "limits of child processes"),
    ("packaging.version", "packaging", "comparing versions"),
    ("pebble", "pebble", "child processes"),
    ("defusedxml.ElementTree", "defusedxml", "safe XML"),
    ("openpyxl", "openpyxl", "Excel files"),
    ("galvani", "galvani", "BioLogic .mpr files"),
    ("nmrglue", "nmrglue", "NMR files"),
    ("pybaselines", "pybaselines", "baselines"),
    ("lmfit", "lmfit", "profile likelihood"),
    ("emcee", "emcee", "Markov chains"),
    ("matplotlib.figure", "matplotlib", "printed figures"),
    ("matplotlib.backends.backend_agg", "matplotlib", "figures as pictures"),
    ("matplotlib.backends.backend_pdf", "matplotlib", "figures as PDF"),
    ("matplotlib.backends.backend_svg", "matplotlib", "figures as SVG"),
    ("schemdraw", "schemdraw", "circuits in printed figures"),
    ("PySide6.QtWidgets", "PySide6-Essentials", "the window"),
    ("PySide6.QtSvg", "PySide6-Essentials", "icons"),
    ("PySide6.QtPrintSupport", "PySide6-Essentials", "printing"),
    ("pyqtgraph", "pyqtgraph", "plots"),
    ("naglass_gui.formats", "naglass", "instrument files"),
    ("naglass_gui.techniques", "naglass", "techniques"),
    ("naglass_gui.figures", "naglass", "figures and tables"),
    ("naglass_gui.ui.application", "naglass", "the window"),
)


def findings() -> Findings:
    """Each part in turn."""
    for module, package, purpose in PARTS:
        yield Doing(f"importing {module} ({purpose})")
        yield imported(module, package, purpose)


def imported(module: str, package: str, purpose: str) -> Finding:
    """Import one part."""
    try:
        importlib.import_module(module)
    except Exception as fault:  # whatever a broken library raises is what is looked for
        return blocked(
            f"{module} ({purpose}) cannot be imported: {type(fault).__name__}: {fault}. A file is missing, or a virus scanner "
            f"keeps it back: install NaGlass again, and ask for {program_folder()} to be exempted from scanning."
        )
    return ok(f"{module} {_version(package)} ({purpose}) can be imported.".replace("  ", " "))


def program_folder() -> Path:
    """The folder of the program: of the package where it is frozen, else of its Python."""
    return Path(sys.executable).parent


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
