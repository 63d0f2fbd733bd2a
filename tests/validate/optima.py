"""The best fits of four real spectra, found from nothing with every seed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.conftest import DATA
from tests.techniques.eis.spectra import Complex, Real, fit, read

SEEDS = 20


@dataclass(frozen=True)
class Reference:
    """A spectrum, a circuit, and the lowest sum |dZ|^2/|Z|^2 that there is, to its printed digits.

    Attributes:
        name: for people.
        file: below the folder of instrument files.
        points: how many are fitted.
        circuit: what is fitted.
        optimum: the sum.
        digits: its relative error as printed.
        capacitive: whether only points with Im Z < 0 are taken; the others belong to the cables.
    """

    name: str
    file: str
    points: int
    circuit: str
    optimum: float
    digits: float = 1e-4
    capacitive: bool = False

    def spectrum(self, path: Path) -> tuple[Real, Complex]:
        """Frequency in Hz and Z in ohm, shape (points,) each."""
        frequency, z = read(path)
        return (frequency[z.imag < 0], z[z.imag < 0]) if self.capacitive else (frequency, z)


LPSCL = Reference(
    "LPSCl -25 C", "eis/hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C.mpr", 79, "R(RQ)Q", 0.025005
)
HOT = Reference("VT 140 C", "eis/EISFitpython/EIS_Data/Example-3-4/s04147-140deg.txt", 42, "(RQ)(RQ)Q", 7.332e-3, 5e-4)
BATTERY = Reference("Li-ion cell", "eis/impedance.py/data/exampleData.csv", 57, "R(RQ)(RQ)W", 0.009725, capacitive=True)
GAMRY = Reference("Gamry", "eis/impedance.py/data/exampleDataGamry.DTA", 72, "R(RQ)(RQ)", 0.22610)
REFERENCES = (LPSCL, HOT, BATTERY, GAMRY)


def trial(reference: Reference, seed: int) -> bool:
    """Whether a fit without a guess ends at the optimum."""
    found = fit(*reference.spectrum(DATA / reference.file), reference.circuit, seed=seed).fit
    return abs(found.chi_square / reference.optimum - 1.0) <= reference.digits
