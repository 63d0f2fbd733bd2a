"""Elements: symbols and standard atomic weights, and formulas made of them.

Weights are the abridged ones of IUPAC 2021 (Pure Appl. Chem. 94 (2022) 573), in g/mol; of an interval its conventional value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from naglass_gui.core.errors import InputError

_TABLE = """
H 1.008 He 4.0026 Li 6.94 Be 9.0122 B 10.81 C 12.011 N 14.007 O 15.999 F 18.998 Ne 20.180 Na 22.990 Mg 24.305 Al 26.982
Si 28.085 P 30.974 S 32.06 Cl 35.45 Ar 39.95 K 39.098 Ca 40.078 Sc 44.956 Ti 47.867 V 50.942 Cr 51.996 Mn 54.938 Fe 55.845
Co 58.933 Ni 58.693 Cu 63.546 Zn 65.38 Ga 69.723 Ge 72.630 As 74.922 Se 78.971 Br 79.904 Kr 83.798 Rb 85.468 Sr 87.62
Y 88.906 Zr 91.224 Nb 92.906 Mo 95.95 Ru 101.07 Rh 102.91 Pd 106.42 Ag 107.87 Cd 112.41 In 114.82 Sn 118.71 Sb 121.76
Te 127.60 I 126.90 Xe 131.29 Cs 132.91 Ba 137.33 La 138.91 Ce 140.12 Pr 140.91 Nd 144.24 Sm 150.36 Eu 151.96 Gd 157.25
Tb 158.93 Dy 162.50 Ho 164.93 Er 167.26 Tm 168.93 Yb 173.05 Lu 174.97 Hf 178.49 Ta 180.95 W 183.84 Re 186.21 Os 190.23
Ir 192.22 Pt 195.08 Au 196.97 Hg 200.59 Tl 204.38 Pb 207.2 Bi 208.98 Th 232.04 U 238.03
"""
_WORDS = _TABLE.split()
ATOMIC_WEIGHTS: Mapping[str, float] = dict(zip(_WORDS[::2], map(float, _WORDS[1::2]), strict=True))
"""g/mol by symbol."""

LONGEST = 200
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_PART = re.compile(r"\s*(?P<count>\d+(?:\.\d+)?)?\s*(?P<formula>[A-Za-z(][A-Za-z0-9.()]*)\s*")
_TOKEN = re.compile(r"(?P<symbol>[A-Z][a-z]?)|(?P<open>\()|(?P<close>\))|(?P<count>\d+(?:\.\d+)?|\.\d+)")


def parse_formula(text: str) -> dict[str, float]:
    """How many atoms of each element a formula holds: "Na2O + NaTaO0.06Cl5.88", "2 NaCl·Na2O", "Na(BH4)".

    Args:
        text: formulas joined by +, · or -, each with a number before it or not; subscripts may be real ones.

    Raises:
        InputError: not a formula, an element that is not known, or nothing in it.
    """
    plain = text.translate(_SUBSCRIPTS).replace(",", ".").strip()
    if not plain or len(plain) > LONGEST:
        raise InputError("Type a formula like NaTaCl6 or Na2O + NaCl + TaCl5.", field="Formula")
    total: dict[str, float] = {}
    for part in re.split(r"[+·*\-−–]", plain):
        match = _PART.fullmatch(part)
        if match is None:
            raise InputError(f"“{part.strip() or text}” is not a formula like NaTaCl6.", field="Formula")
        times = float(match["count"] or 1.0)
        for symbol, count in _atoms(match["formula"], text).items():
            total[symbol] = total.get(symbol, 0.0) + times * count
    return {symbol: count for symbol, count in total.items() if count > 0}


def molar_mass(atoms: Mapping[str, float]) -> float:
    """g/mol of one formula unit, from atoms by symbol."""
    return sum(count * ATOMIC_WEIGHTS[symbol] for symbol, count in atoms.items())


def _atoms(formula: str, text: str) -> dict[str, float]:
    levels: list[dict[str, float]] = [{}]
    last: dict[str, float] = {}
    place = 0
    while place < len(formula):
        match = _TOKEN.match(formula, place)
        if match is None or (match["close"] and len(levels) == 1):
            raise InputError(f"“{text}” is not a formula: “{formula[place:]}” is not understood.", field="Formula")
        place = match.end()
        if match["open"]:
            levels.append({})
            last = {}
            continue
        if match["count"]:
            if not last:
                raise InputError(f"“{text}” is not a formula: the number {match['count']} belongs to nothing.")
            last = {symbol: count * (float(match["count"]) - 1.0) for symbol, count in last.items()}
        else:
            last = levels.pop() if match["close"] else {_known(match["symbol"], text): 1.0}
        for symbol, count in last.items():
            levels[-1][symbol] = levels[-1].get(symbol, 0.0) + count
        last = {} if match["count"] else last
    if len(levels) > 1:
        raise InputError(f"“{text}” is not a formula: a parenthesis is not closed.", field="Formula")
    return levels[0]


def _known(symbol: str, text: str) -> str:
    if symbol not in ATOMIC_WEIGHTS:
        raise InputError(f"“{text}”: there is no element {symbol}.", field="Formula")
    return symbol
