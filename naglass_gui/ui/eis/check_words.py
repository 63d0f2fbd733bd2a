"""What a check of several spectra found, in one sentence for the message strip."""

from __future__ import annotations

from collections.abc import Sequence

from naglass_gui.techniques.eis.check import DataCheck
from naglass_gui.ui.eis.checking import Refused
from naglass_gui.ui.eis.spectra import Spectrum

MOST_NAMED = 3
REASONS = {
    "low end": "drift",
    "high end": "cables or instrument",
    "outliers": "stray point",
    "pattern": "change or nonlinearity",
}
"""Why points are left out, in a few words, by the kind of finding."""

Found = Sequence[tuple[Spectrum, DataCheck | Refused]]


def summary(found: Found) -> tuple[str, bool]:
    """The sentence, and whether all spectra are consistent."""
    wrong = [(s, _faults(check)) for s, check in found if not (isinstance(check, DataCheck) and check.consistent)]
    count = len(found)
    if not wrong:
        largest = max((check.rms for _, check in found if isinstance(check, DataCheck)), default=0.0)
        return (
            f"All {count} spectra are consistent with a linear, stable system, to {100 * largest:.2g} % or better.",
            True,
        )
    named = "; ".join(f"{s.measurement.name}: {faults}" for s, faults in wrong[:MOST_NAMED])
    more = f"; and {len(wrong) - MOST_NAMED} more" if len(wrong) > MOST_NAMED else ""
    are = "is" if len(wrong) == 1 else "are"
    return f"{len(wrong)} of {count} spectra {are} not consistent with a linear, stable system: {named}{more}.", False


def to_mask(found: Found) -> dict[str, tuple[int, ...]]:
    """The points that the warnings would leave out, by the id of the analysis."""
    return {
        s.analysis.id: check.points
        for s, check in found
        if isinstance(check, DataCheck) and check.points and s.analysis is not None
    }


def _faults(check: DataCheck | Refused) -> str:
    if isinstance(check, Refused):
        return "too few points to be checked"
    return ", ".join(REASONS[finding.kind] for finding in check.findings if finding.rank == "warning")
