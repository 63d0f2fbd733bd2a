"""Can a spectrum be trusted? The linear Kramers-Kronig test and Z-HIT of the points that are fitted, and what both say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from naglass_gui.core.errors import NaGlassError
from naglass_gui.techniques.eis.kramers_kronig import KramersKronig, kramers_kronig
from naglass_gui.techniques.eis.sweep import Sweep
from naglass_gui.techniques.eis.verdict import Evidence, Finding, findings, noise_of, rms
from naglass_gui.techniques.eis.zhit import ZHit, z_hit


@dataclass(frozen=True, slots=True, eq=False)
class DataCheck:
    """The checked points and what was found, from the highest frequency to the lowest.

    Attributes:
        index: positions in the file, shape (m,).
        kramers_kronig: the linear test.
        zhit: the reconstruction from the phase.
        noise: standard deviation of the scatter of one part of Z, as a share of |Z|.
        findings: warnings first.
    """

    index: NDArray[np.intp]
    kramers_kronig: KramersKronig
    zhit: ZHit
    noise: float
    findings: tuple[Finding, ...]

    @property
    def rms(self) -> float:
        """The Kramers-Kronig residual of both parts, root mean square, as a share of |Z|."""
        return rms(self.kramers_kronig.residual)

    @property
    def consistent(self) -> bool:
        """Whether nothing speaks against a linear, stable system."""
        return not any(finding.rank == "warning" for finding in self.findings)

    @property
    def points(self) -> tuple[int, ...]:
        """Positions in the file of every point that a warning would leave out."""
        return tuple(sorted({p for finding in self.findings if finding.rank == "warning" for p in finding.points}))


def check_data(sweep: Sweep, name: str = "The sweep") -> DataCheck:
    """Check the points of a sweep that are fitted; `name` is what a refusal calls it.

    Raises:
        FitError: too few of them, or too narrow a band.
        InputError: a point without a frequency above zero or without an impedance, or none at all.
    """
    sweep.check(name)
    index = np.flatnonzero(sweep.used)
    index = index[np.argsort(-sweep.frequency[index], kind="stable")]
    frequency, z = sweep.frequency[index], sweep.z[index]
    test, reconstruction = kramers_kronig(frequency, z), z_hit(frequency, z)
    noise = noise_of(test)
    return DataCheck(
        index, test, reconstruction, noise, findings(Evidence(index, test, reconstruction.residual, noise))
    )


def check_several(sweeps: Sequence[tuple[str, Sweep]]) -> tuple[DataCheck | str, ...]:
    """The check of each of these sweeps with their names; of one that cannot be checked the sentence that says why."""
    return tuple(_check_or_sentence(name, sweep) for name, sweep in sweeps)


def _check_or_sentence(name: str, sweep: Sweep) -> DataCheck | str:
    try:
        return check_data(sweep, name)
    except NaGlassError as refusal:
        return refusal.sentence
