"""Intensities that compare between spectra: per scan and receiver gain, per mass of the filling, per mole of nuclei.

    intensity = A / (scans x receiver gain x sweep width)

The area A in Hz over the sweep width is the signal's amplitude at its first point, whatever the size and the apodization (as long
as that begins at 1), both for spectra made here and for TopSpin's, whose NC_proc the reader has put back. It compares only between
spectra of one probe and rotor, tuned alike, with the same pulse, and with each site rested and excited alike (see advice.py).

Options of an analysis: `derive_formula`, what the rotor holds ("Na2O + NaCl + TaCl5"); `derive_standard`, the intensity of
one mole of the nuclei in a standard that was measured alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from naglass_gui.core.elements import molar_mass, parse_formula
from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Derived, Specimen
from naglass_gui.techniques.nmr.picture import Intensity, Picture, total_of

LIMITS = "compare spectra of one probe and rotor, tuned alike, with the same pulse, sites rested"
MICRO = 1e6


@dataclass(frozen=True, slots=True)
class Filling:
    """What a rotor holds.

    Attributes:
        mass: in mg.
        error: relative standard error of the mass; 0 where it is not known.
        moles: of the observed nuclei; None where the formula does not tell.
        formula: as typed.
    """

    mass: float
    error: float
    moles: float | None
    formula: str


def absolute_quantities(picture: Picture, specimens: tuple[Specimen | None, ...]) -> list[Derived]:
    """What spectra with scans and gain allow: `intensity` and, with a mass, a formula and a standard, more.

    `intensity` (a.u.), `intensity_per_mass` (a.u./mg), `intensity_per_mol` (a.u./mol of nuclei), `observed` (% of the nuclei
    that the rotor holds) and `amount_2` (umol of nuclei in a line).

    Args:
        picture: of a fit.
        specimens: what each of its spectra was measured on.
    """
    found: list[Derived] = []
    for spectrum in range(picture.spectra):
        specimen = specimens[spectrum] if spectrum < len(specimens) else None
        found += _of_spectrum(picture, spectrum, filling_of(picture, specimen))
    return found


def filling_of(picture: Picture, specimen: Specimen | None) -> Filling | None:
    """What the rotor holds; None without a mass."""
    if specimen is None or specimen.mass is None or not specimen.mass.value > 0:
        return None
    mass = specimen.mass.to("mg")
    error = (mass.stderr or 0.0) / mass.value
    formula = picture.analysis.option("derive_formula")
    formula = formula if isinstance(formula, str) else ""
    return Filling(
        mass.value, error, moles_of(formula, mass.value, str(picture.analysis.option("nucleus", ""))), formula
    )


def moles_of(formula: str, mass: float, nucleus: str) -> float | None:
    """Moles of the element of a nucleus in so many mg of a compound; None where the formula does not tell."""
    element = nucleus.lstrip("0123456789")
    try:
        atoms = parse_formula(formula)
    except InputError:
        return None
    count = atoms.get(element, 0.0)
    return 1e-3 * mass / molar_mass(atoms) * count if count > 0 else None


def _of_spectrum(picture: Picture, spectrum: int, filling: Filling | None) -> list[Derived]:
    scans, gain, width = (picture.figure(name, spectrum) for name in ("scans", "receiver_gain", "sweep_width"))
    if not scans or not gain or not width or not picture.counted:
        return []
    factor = 1.0 / (scans * gain * width)
    parts = [picture.intensity(site, spectrum) for site in picture.counted]
    whole = total_of(parts)
    names = " + ".join(site.name for site in picture.counted)
    found = [_quantity(picture, "intensity", spectrum, whole, factor, 0.0, "a.u.", f"{names}, a scan and unit of gain")]
    if filling is None:
        return found
    error = filling.error
    found.append(
        _quantity(
            picture,
            "intensity_per_mass",
            spectrum,
            whole,
            factor / filling.mass,
            error,
            "a.u./mg",
            f"in {filling.mass:g} mg",
        )
    )
    if filling.moles is not None:
        held = f"{MICRO * filling.moles:.4g} µmol in {filling.mass:g} mg of {filling.formula}"
        per_mole = factor / filling.moles
        found.append(_quantity(picture, "intensity_per_mol", spectrum, whole, per_mole, error, "a.u./mol", held))
    standard = picture.analysis.option("derive_standard")
    if isinstance(standard, int | float) and not isinstance(standard, bool) and standard > 0:
        found += _by_standard(picture, spectrum, parts, factor / float(standard), filling)
    return found


def _by_standard(
    picture: Picture, spectrum: int, parts: list[Intensity], moles: float, filling: Filling
) -> list[Derived]:
    """Amounts by the intensity of a mole of nuclei in a standard; `moles` is what one unit of area stands for."""
    found = []
    if filling.moles is not None:
        share = 100.0 * moles / filling.moles
        note = "of the nuclei in the rotor, by the standard"
        found.append(_quantity(picture, "observed", spectrum, total_of(parts), share, filling.error, "%", note))
    for site, part in zip(picture.counted, parts, strict=True):
        note = f"nuclei in {site.name}, by the standard"
        found.append(_quantity(picture, f"amount_{site.number}", spectrum, part, MICRO * moles, 0.0, "umol", note))
    return found


def _quantity(
    picture: Picture, name: str, spectrum: int, area: Intensity, factor: float, error: float, unit: str, note: str
) -> Derived:
    """An area times a factor that has a relative error of its own."""
    value = factor * area.value
    by_fit = picture.error(area)
    stderr = None if by_fit is None else math.hypot(factor * by_fit, value * error)
    name = name if spectrum == 0 else f"{name}_s{spectrum + 1}"
    return Derived(name, value, stderr, unit, f"{note}; {LIMITS}")
