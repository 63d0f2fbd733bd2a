"""What is doubtful about shares as amounts: relaxation, flip angle, satellites, mass balance. Nothing is applied silently.

Remedies: "correct saturation" and "correct satellites" stand for the corrections in the option `derive_corrections`.
"""

from __future__ import annotations

from naglass_gui.core.project import Analysis, FitWarning
from naglass_gui.techniques.nmr.picture import Picture, total_of

RELAXED = 5.0
"""T1 times that a recycle delay should have."""
SMALL_FLIP = 15.0
"""Degrees up to which sites of any quadrupolar coupling are excited alike."""
UNLIKE = 0.05
"""Relative difference of centreband fractions that is worth a word."""


def advice(analysis: Analysis) -> tuple[FitWarning, ...]:
    """The warnings on the shares of the current fit; () without one."""
    if analysis.fit is None:
        return ()
    picture = Picture.of(analysis, analysis.fit)
    found = [*_mass_balance(picture)]
    for spectrum in range(picture.spectra):
        found += [*_saturation(picture, spectrum), *_flip_angle(picture, spectrum), *_satellites(picture, spectrum)]
    return tuple(dict.fromkeys(found))


def current_warnings(analysis: Analysis) -> tuple[FitWarning, ...]:
    """The warnings of the current fit as they are now: T1, couplings and corrections may have been typed since."""
    if analysis.fit is None:
        return ()
    # What is said of the fit itself always offers a remedy that is no correction.
    of_the_fit = (w for w in analysis.fit.warnings if w.remedy and not w.remedy.startswith("correct "))
    return (*of_the_fit, *advice(analysis))


def _saturation(picture: Picture, spectrum: int) -> list[FitWarning]:
    delay = picture.figure("recycle_delay", spectrum)
    if not delay or "saturation" in picture.analysis.option("derive_corrections", ()):
        return []
    found = []
    for site in picture.counted:
        if site.t1 and 0 < delay < RELAXED * site.t1:
            factor = picture.saturation(site, spectrum)
            text = (
                f"The recycle delay, {delay:g} s, is {delay / site.t1:.2g} T1 of {site.name} ({site.t1:g} s) instead of "
                f"{RELAXED:g}: its intensity is too small by a factor of {factor:.3f}. Wait longer, or correct for it."
            )
            found.append(FitWarning("note", text, "correct saturation"))
    return found


def _flip_angle(picture: Picture, spectrum: int) -> list[FitWarning]:
    angle, spin = picture.flip_angle(spectrum), picture.figure("spin", spectrum)
    if angle is None or spin is None or spin <= 0.5 or angle <= SMALL_FLIP or len(picture.counted) < 2:
        return []
    text = (
        f"The flip angle, {angle:.3g}°, is above {SMALL_FLIP:g}°: sites of different quadrupolar coupling are not excited "
        "alike, so shares are not amounts. Use a short pulse."
    )
    return [FitWarning("note", text)]


def _satellites(picture: Picture, spectrum: int) -> list[FitWarning]:
    if "satellites" in picture.analysis.option("derive_corrections", ()) or not picture.figure("mas_rate", spectrum):
        return []
    seen = {site: picture.centreband(site, spectrum) for site in picture.counted if not len(site.areas[0]) > 1}
    known = {site: share for site, share in seen.items() if share is not None}
    if len(known) < 2:
        return []
    least, most = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    factor = known[most] / known[least]
    if factor < 1.0 + UNLIKE:
        return []
    text = (
        f"The centreband of {least.name} (C_Q {least.cq:.3g} MHz) shows {100 * known[least]:.0f} % of its intensity, that of "
        f"{most.name} (C_Q {most.cq:.3g} MHz) {100 * known[most]:.0f} %: their ratio is off by a factor of {factor:.2f}. "
        "Correct the shares by C_Q."
    )
    return [FitWarning("note", text, "correct satellites")]


def _mass_balance(picture: Picture) -> list[FitWarning]:
    """An oxychloride holds one sodium for each tantalum; the mixture decides how many there are in all."""
    nominal = picture.nominal_sodium
    if nominal is None:
        return []
    inside = [picture.intensity(site, 0) for site in picture.counted if site.role == "oxychloride"]
    if not inside:
        return []
    total = total_of([picture.intensity(site, 0) for site in picture.counted])
    share = total_of(inside).over(total, 100.0)
    limit = 100.0 / nominal
    error = picture.error(share) or 0.0
    if not share.value - 2.0 * error > limit:
        return []
    text = (
        f"The oxychloride holds {share.value:.1f} % of the sodium, but a mixture with {nominal:g} Na to each Ta allows "
        f"{limit:.1f} % at most: some sodium is not seen, or not counted."
    )
    return [FitWarning("note", text)]
