"""Nuclei: spin and frequency ratio, so that nucleus, magnet and frequency can be checked against each other.

Frequency ratios are those of Harris, Becker, Cabral de Menezes, Goodfellow and Granger, Pure Appl. Chem. 73 (2001) 1795.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

PROTON_MHZ_PER_TESLA = 42.577478
"""Larmor frequency of the proton in a field of 1 T (CODATA 2018)."""


@dataclass(frozen=True, slots=True)
class Nucleus:
    """An isotope with a spin.

    Attributes:
        name: as chemists write it: "23Na".
        spin: its spin quantum number.
        ratio: its resonance frequency in the field where the protons of tetramethylsilane are at 1.
    """

    name: str
    spin: Fraction
    ratio: float

    @property
    def quadrupolar(self) -> bool:
        """Whether it has a quadrupole moment, so that its lines may be shaped by the second-order interaction."""
        return self.spin > Fraction(1, 2)


# Name, twice the spin, frequency ratio in per cent.
_TABLE = """
1H 1 100        2H 2 15.350609   3H 1 106.663974  6Li 2 14.716086  7Li 3 38.863797  9Be 3 14.051813  10B 6 10.743658
11B 3 32.083974 13C 1 25.145020  14N 2 7.226317   15N 1 10.136767  17O 5 13.556457  19F 1 94.094011  23Na 3 26.451900
25Mg 5 6.121635 27Al 5 26.056859 29Si 1 19.867187 31P 1 40.480742  33S 3 7.676000   35Cl 3 9.797909  37Cl 3 8.155725
39K 3 4.666373  43Ca 7 6.730029  45Sc 7 24.291747 47Ti 5 5.637534  49Ti 7 5.639037  51V 7 26.302948  53Cr 3 5.652496
55Mn 5 24.789218 59Co 7 23.727074 63Cu 3 26.515473 65Cu 3 28.403693 67Zn 5 6.256803 69Ga 3 24.001354 71Ga 3 30.496704
73Ge 9 3.488315 75As 3 17.122614 77Se 1 19.071513 79Br 3 25.053980 81Br 3 27.006518 85Rb 5 9.654943  87Rb 3 32.720454
87Sr 9 4.333822 89Y 1 4.900198   91Zr 5 9.296298  93Nb 9 24.476170 95Mo 5 6.516926  97Mo 5 6.653695  103Rh 1 3.186447
107Ag 1 4.047819 109Ag 1 4.653533 111Cd 1 21.215480 113Cd 1 22.193175 115In 9 21.912629 117Sn 1 35.632259
119Sn 1 37.290632 121Sb 5 23.930577 123Sb 7 12.959217 125Te 1 31.549769 127I 5 20.007486 129Xe 1 27.810186
131Xe 3 8.243921 133Cs 7 13.116142 135Ba 3 9.934457 137Ba 3 11.112928 139La 7 14.125641 181Ta 7 11.989600
183W 1 4.166387 195Pt 1 21.496784 199Hg 1 17.910822 203Tl 1 57.123200 205Tl 1 57.683838 207Pb 1 20.920599
209Bi 9 16.069288
"""


def _read_table() -> dict[str, Nucleus]:
    words = _TABLE.split()
    rows = zip(words[::3], words[1::3], words[2::3], strict=True)
    return {name: Nucleus(name, Fraction(int(twice), 2), float(ratio) / 100) for name, twice, ratio in rows}


NUCLEI = _read_table()
"""Every nucleus known here by its name."""

_WRITTEN = re.compile(
    r"(?:(?P<before>\d{1,3})[ ^-]?(?P<symbol>[A-Za-z]{1,2})|(?P<symbol2>[A-Za-z]{1,2})[-_ ]?(?P<after>\d{1,3}))"
)
_WORDS = {"proton": "1H", "carbon": "13C", "deuterium": "2H", "sodium": "23Na", "lithium": "7Li", "phosphorus": "31P"}


def nucleus_named(text: str) -> Nucleus | None:
    """The nucleus a header names: "23Na", "Na23", "13c", "Proton"; None where it is none that is known here."""
    text = text.strip()
    if text.lower() in _WORDS:
        return NUCLEI[_WORDS[text.lower()]]
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    mass, symbol = match["before"] or match["after"], match["symbol"] or match["symbol2"]
    return NUCLEI.get(f"{int(mass)}{symbol.capitalize()}")


OFF_BY = 0.01
"""By which share field and frequency may disagree: magnets are called by round numbers."""
MOVING = ("23Na", "7Li", "6Li", "39K", "87Rb", "133Cs", "17O", "35Cl", "79Br", "81Br", "127I", "63Cu", "65Cu", "2H")
"""Quadrupolar nuclei of ions that move in solids, the usual ones first."""


def moving_nucleus_at(megahertz: float, tesla: float) -> Nucleus | None:
    """The one of `MOVING` that resonates at a frequency in a field; None where none does, or spins are in doubt.

    A nucleus of another spin must be more than twice as far off as the nearest one.
    """
    ratio = megahertz / (PROTON_MHZ_PER_TESLA * tesla)
    off = {name: abs(ratio / NUCLEI[name].ratio - 1.0) for name in MOVING}
    near = [name for name in MOVING if off[name] <= OFF_BY]
    if not near:
        return None
    spin = NUCLEI[min(near, key=lambda name: off[name])].spin
    least = min(off[name] for name in near)
    alike = [name for name in near if NUCLEI[name].spin == spin]
    doubtful = any(off[name] <= 2.0 * least for name in near if name not in alike)
    return None if doubtful else NUCLEI[alike[0]]


def nuclei_in(text: str) -> tuple[Nucleus, ...]:
    """The nuclei that stand as words of a title, in its order: "29Si MAS of NaCl" names 29Si alone."""
    found = re.findall(r"(?<![\w.])\{?(\d{1,3}[A-Z][a-z]?)\}?(?![A-Za-z0-9])", text)
    return tuple(dict.fromkeys(NUCLEI[name] for name in found if name in NUCLEI))
