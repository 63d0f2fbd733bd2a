"""What children do for the window and the command line: reading a file, a fit, opening a project.

The libraries are imported where they are used: the window imports this module only to name its functions.
"""

from __future__ import annotations

import functools
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from naglass_gui.core.errors import FitError, LoadError
from naglass_gui.core.reading import FileReading
from naglass_gui.jobs.network import local_copy, on_network
from naglass_gui.techniques.technique import FitInputs, FitOutcome, Progress, no_progress

if TYPE_CHECKING:
    from naglass_gui.core.project import Analysis, Uncertainty
    from naglass_gui.storage import LoadedProject
    from naglass_gui.techniques.eis import Together
    from naglass_gui.techniques.intervals import Method


def read(
    path: Path,
    mapping: Any = None,
    flip: bool = False,
    complete_rows: bool = False,
    progress: Progress = no_progress,
) -> FileReading:
    """Every sweep of an instrument file, every spectrum of an NMR experiment.

    Args:
        path: where it lies; a file on a network drive is copied first, an experiment's folder is read where it lies.
        mapping: how to read its columns, as the column mapper gave it.
        flip: whether to turn the sign of Z″ round.
        complete_rows: whether the complete rows will do where a column of a DC record is empty from some row on.
        progress: called as the copy grows.

    Raises:
        LoadError: it cannot be read; NeedsMapping when a person has to name its columns, IncompleteRows when a person
            has to say whether the complete rows will do.
    """
    from naglass_gui import formats

    experiment = formats.experiment_at(path)
    if experiment is not None:
        return formats.read_file(experiment)
    with tempfile.TemporaryDirectory(prefix="copy-", ignore_cleanup_errors=True) as folder:
        try:
            source = local_copy(path, Path(folder), progress) if on_network(path) else path
        except OSError as error:
            raise LoadError(f"{path.name}: the file cannot be copied from the network drive.", str(error)) from error
        return formats.read_file(source, mapping=mapping, flip=flip, complete_rows=complete_rows)


def read_again(name: str, raw: bytes, options: tuple[tuple[str, str], ...]) -> FileReading:
    """Every sweep of a file from its stored bytes, read as it was at import. Raises LoadError."""
    from naglass_gui import formats

    return formats.read_file(formats.Source.from_bytes(name, raw, options))


def _fitting[**P, T](work: Callable[P, T]) -> Callable[P, T]:
    @functools.wraps(work)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        from numpy.linalg import LinAlgError

        try:
            return work(*args, **kwargs)
        except (ArithmeticError, LinAlgError) as error:
            raise FitError(
                "The data cannot be computed with: their numbers are too large or too small, or all alike. "
                "Look at the columns and their units.",
                traceback.format_exc(),
            ) from error

    return told


@_fitting
def fit(inputs: FitInputs, progress: Progress = no_progress) -> FitOutcome:
    """Fit an analysis by its technique. Raises FitError or InputError."""
    from naglass_gui.techniques import technique

    science = technique(inputs.analysis.technique)
    if science is None:
        raise FitError(
            f"{inputs.analysis.name}: nothing here fits “{inputs.analysis.technique}”. Is a plug-in missing?"
        )
    return science.fit(inputs, progress)


@_fitting
def fit_series(series: tuple[FitInputs, ...], switch: bool, progress: Progress = no_progress) -> tuple[FitOutcome, ...]:
    """Fit impedance sweeps of one pellet from neighbour to neighbour; see `techniques.eis.fit_series`."""
    from naglass_gui.techniques import eis

    return eis.fit_series(series, progress, switch=switch)


@_fitting
def fit_neighbours(
    chains: tuple[tuple[FitInputs, ...], ...], corrected: Analysis, progress: Progress = no_progress
) -> tuple[FitOutcome, ...]:
    """Fit the neighbours of a corrected spectrum again, from its values on; see `techniques.eis.fit_neighbours`."""
    from naglass_gui.techniques import eis

    return eis.fit_neighbours(chains, corrected, progress)


@_fitting
def fit_together(series: tuple[FitInputs, ...], progress: Progress = no_progress) -> Together:
    """Fit a whole temperature series at once; see `techniques.eis.fit_together`."""
    from naglass_gui.techniques import eis

    return eis.fit_together(series, progress)


@_fitting
def intervals(inputs: FitInputs, method: Method, count: int = 0, progress: Progress = no_progress) -> Uncertainty:
    """Intervals of an analysis' current fit beyond the linear error. Raises FitError or InputError."""
    from naglass_gui.techniques import technique
    from naglass_gui.techniques.intervals import intervals as of

    science = technique(inputs.analysis.technique)
    if science is None:
        raise FitError(
            f"{inputs.analysis.name}: nothing here knows “{inputs.analysis.technique}”. Is a plug-in missing?"
        )
    return of(science, inputs, method, count, progress)


def load(path: Path, store: Path, progress: Progress = no_progress) -> LoadedProject:
    """Open a project file; its arrays go to the array store in the app-data folder `store`. Raises ProjectError."""
    from naglass_gui.storage import DiskStore, load_project

    return load_project(path, DiskStore(store), progress=lambda share: progress(share, "reading"))
