"""What follows from fitted lines: shares, mole ratios, the composition x, widths without the apodization.

All with the full covariance of the fit. Names carry the numbers of the lines: `share_2` (% of the counted intensity),
`ratio_1_2` (mole ratio, nuclei per formula unit taken into account), `natural_1` (Hz), `height_1`; `x` by
2x = (A_NaCl/N_NaCl)/(A_NTOC/N_NTOC), eq. 1 of Chem. Sci. 16 (2025) 19857; `sodium_per_tantalum`, the mass balance. In a joint fit those of the second spectrum end in `_s2`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

from naglass_gui.core.project import Analysis, Component, Derived, Specimen
from naglass_gui.techniques.nmr.absolute import absolute_quantities
from naglass_gui.techniques.nmr.components import flat_name, number_of
from naglass_gui.techniques.nmr.lines import height_of, natural_width, voigt_parts, voigt_width
from naglass_gui.techniques.nmr.picture import Intensity, Picture, total_of
from naglass_gui.techniques.nmr.roles import sites_of

MOST_RATIOS = 6
"""Lines up to which every pair gets its ratio."""
CORRECTIONS = ("satellites", "saturation")
_SUBSCRIPTS = str.maketrans("0123456789.", "₀₁₂₃₄₅₆₇₈₉.")


def fitted_quantities(analysis: Analysis, specimens: tuple[Specimen | None, ...] = ()) -> tuple[Derived, ...]:
    """Quantities that follow from the current fit; () without one.

    Args:
        analysis: with its fit.
        specimens: the rotor filling of each spectrum; its mass gives what compares between spectra.
    """
    fit = analysis.fit
    if fit is None or not fit.parameters:
        return ()
    picture = Picture.of(analysis, fit)
    return (*_quantities(picture), *(d for d in absolute_quantities(picture, specimens) if math.isfinite(d.value)))


def current_quantities(
    analysis: Analysis, values: Mapping[str, float], known: Mapping[str, float] | None = None
) -> tuple[Derived, ...]:
    """The same from the values of this moment, without errors, e.g. while a line is dragged; () without lines.

    Args:
        analysis: its lines and options.
        values: of all its parameters by name, links followed.
        known: figures of the spectrum, as a fit keeps them: "lorentz_broadening", "mas_rate"...; those of the current fit
            stand before them.
    """
    if not analysis.components:
        return ()
    figures = dict(known or {}) | (dict(analysis.fit.statistics) if analysis.fit else {})
    return _quantities(Picture(analysis, values, figures, sites_of(analysis, values, 1), 1, None))


def _quantities(picture: Picture) -> tuple[Derived, ...]:
    analysis = picture.analysis
    found: list[Derived] = []
    for spectrum in range(picture.spectra):
        found += [*_shares(picture, spectrum), *_ratios(picture, spectrum), *_composition(picture, spectrum)]
        found += _mass_balance(picture, spectrum)
        found += [quantity for c in analysis.components for quantity in _shape(picture, c, spectrum)]
    return tuple(d for d in found if math.isfinite(d.value))


def _shares(picture: Picture, spectrum: int) -> list[Derived]:
    counted = picture.counted
    parts = [picture.intensity(site, spectrum) for site in counted]
    total = total_of(parts)
    others = [site.name for site in picture.sites if not site.counted]
    note = "of " + " + ".join(site.name for site in counted)
    note += f"; {', '.join(others)} left out" if others else ""
    note += _corrected(picture)
    return [
        picture.derived(f"share_{site.number}", spectrum, part.over(total, 100.0), "%", f"{site.name} {note}")
        for site, part in zip(counted, parts, strict=True)
    ]


def _corrected(picture: Picture) -> str:
    chosen = [c for c in CORRECTIONS if c in picture.analysis.option("derive_corrections", ())]
    return f"; corrected for {' and '.join(chosen)}" if chosen else ""


def _ratios(picture: Picture, spectrum: int) -> list[Derived]:
    counted = picture.counted[:MOST_RATIOS]
    found = []
    for one, two in combinations(counted, 2):
        ratio = picture.intensity(one, spectrum).over(picture.intensity(two, spectrum), two.nuclei / one.nuclei)
        note = f"mol {one.name} / mol {two.name}, with {one.nuclei:g} and {two.nuclei:g} nuclei per formula unit"
        found.append(
            picture.derived(f"ratio_{one.number}_{two.number}", spectrum, ratio, "", note + _corrected(picture))
        )
    return found


def _composition(picture: Picture, spectrum: int) -> list[Derived]:
    """The x of NaTaO_xCl_(6-2x): every oxygen that enters sets two chlorides free, which appear as NaCl."""
    moles = {}
    for role in ("chloride", "oxychloride"):
        sites = [site for site in picture.counted if site.role == role]
        parts = [_per_formula(picture.intensity(site, spectrum), site.nuclei) for site in sites]
        if not parts:
            return []
        moles[role] = total_of(parts)
    x = moles["chloride"].over(moles["oxychloride"], 0.5)
    note = f"{formula(x.value)}; 2x = (A/N of NaCl)/(A/N of the oxychloride)" if 0 <= x.value <= 3 else "outside 0 to 3"
    return [picture.derived("x", spectrum, x, "", note + _corrected(picture))]


def _mass_balance(picture: Picture, spectrum: int) -> list[Derived]:
    """All sodium over tantalum, which sits in the oxychloride alone: what the mixture decides."""
    sites = [site for site in picture.counted if site.role == "oxychloride"]
    if not sites or len(sites) == len(picture.counted):
        return []
    tantalum = total_of([_per_formula(picture.intensity(site, spectrum), site.nuclei) for site in sites])
    sodium = total_of([picture.intensity(site, spectrum) for site in picture.counted])
    nominal = picture.nominal_sodium
    note = "Na seen for each Ta" + ("" if nominal is None else f"; the mixture holds {nominal:g}") + _corrected(picture)
    return [picture.derived("sodium_per_tantalum", spectrum, sodium.over(tantalum), "", note)]


def _per_formula(intensity: Intensity, nuclei: float) -> Intensity:
    return Intensity(intensity.value / nuclei, {name: slope / nuclei for name, slope in intensity.slopes.items()})


def formula(x: float) -> str:
    """The composition with real subscripts: "NaTaO₀.₀₆₃Cl₅.₈₇₅" for x = 0.0625."""
    return "".join(part.translate(_SUBSCRIPTS) if place % 2 else part for place, part in enumerate(formula_parts(x)))


def formula_parts(x: float) -> tuple[str, str, str, str]:
    """The composition as elements and subscripts in turn: ("NaTaO", "0.063", "Cl", "5.875")."""
    return "NaTaO", _subscript(x), "Cl", _subscript(6.0 - 2.0 * x)


def _subscript(value: float) -> str:
    return str(Decimal(repr(round(value, 9))).quantize(Decimal("0.001"), ROUND_HALF_UP))


def _shape(picture: Picture, component: Component, spectrum: int) -> list[Derived]:
    """Height, full width and the width without the apodization's broadening of a line of the Voigt family."""
    number = number_of(component)

    def value(own: str) -> float | None:
        separate = flat_name(own, number, spectrum + 1)
        return picture.values.get(separate, picture.values.get(flat_name(own, number)))

    area, width = value("area"), value("width")
    suffix = "" if spectrum == 0 else f"_s{spectrum + 1}"
    if component.kind == "voigt":
        gauss, lorentz = value("gauss"), value("lorentz")
        if gauss is None or lorentz is None:
            return []
        width = voigt_width(gauss, lorentz)
        found = [Derived(f"width_{number}{suffix}", width, _voigt_error(picture, number, spectrum), "Hz", "full width")]
    elif component.kind in ("gauss", "lorentz", "pv") and width and area is not None:
        mixing = {"gauss": 0.0, "lorentz": 1.0}.get(component.kind, value("mixing") or 0.0)
        gauss, lorentz = voigt_parts(width, mixing)
        found = [Derived(f"height_{number}{suffix}", height_of(area, width, mixing), None, "a.u.", component.name)]
    else:
        return []
    return found + _natural(picture, component, spectrum, gauss, lorentz)


def _natural(picture: Picture, component: Component, spectrum: int, gauss: float, lorentz: float) -> list[Derived]:
    by_lorentz = picture.figure("lorentz_broadening", spectrum) or 0.0
    by_gauss = picture.figure("gauss_broadening", spectrum) or 0.0
    if by_lorentz == 0.0 and by_gauss == 0.0:
        return []
    width = natural_width(gauss, lorentz, by_gauss, by_lorentz)
    if width is None:
        return []
    suffix = "" if spectrum == 0 else f"_s{spectrum + 1}"
    note = f"full width of {component.name} without the apodization, {by_lorentz:g} Hz Lorentzian, {by_gauss:g} Hz Gaussian"
    return [Derived(f"natural_{number_of(component)}{suffix}", width, None, "Hz", note)]


def _voigt_error(picture: Picture, number: int, spectrum: int) -> float | None:
    names = []
    for own in ("gauss", "lorentz"):
        separate = flat_name(own, number, spectrum + 1)
        names.append(separate if separate in picture.values else flat_name(own, number))
    gauss, lorentz = (picture.values[name] for name in names)
    root = math.sqrt(0.2166 * lorentz**2 + gauss**2)
    if root == 0.0 or picture.uncertainty is None:
        return None
    return picture.uncertainty.of({names[0]: gauss / root, names[1]: 0.5346 + 0.2166 * lorentz / root})
