"""What is doubtful about a steady state, in two ranks, and the verdict as one sentence.

*reject*: a time beyond the step, a parameter on its bound, an error over 100 % or none at all. *note*: a current that drifts by more
than 1 % a minute, no zero bias, a value below what the instrument can tell, noise that is alike over many points.

Remedies: "step" (measure longer: no action), "model", "voltage", "pellet", "fix NAME", "widen NAME".
"""

from __future__ import annotations

import math

from naglass_gui.core.project import Analysis, Fit, FitWarning, Specimen
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.eis.geometry import Geometry
from naglass_gui.techniques.polarization.derived import Steady, is_upper_bound, ohmic_of
from naglass_gui.techniques.polarization.drift import LIMIT
from naglass_gui.techniques.polarization.models import BY_NAME

MATTERS = 1.5
"""Factor by which correlated noise widens the errors before it is worth a note."""
DETECTED = 3.0
"""Standard errors by which a current must differ from zero to count as seen."""
NORMAL_95 = 1.959964


def judge(analysis: Analysis, specimen: Specimen | None) -> tuple[FitWarning, ...]:
    """The warnings of the current fit, *reject* first."""
    fit, steady = analysis.fit, Steady.of(analysis)
    if fit is None or steady is None:
        return ()
    found = [*_model(fit, steady), *_drift(fit), *_smallness(steady), *_zero(analysis, fit), *_noise(fit)]
    found += _sizes(steady, specimen)
    check = ohmic_of(fit)
    if check is not None and not check.good:
        found.append(FitWarning("note", check.verdict, "voltage"))
    return tuple(sorted(found, key=lambda warning: warning.rank != "reject"))


def verdict(fit: Fit) -> tuple[bool, str]:
    """Whether the current is steady, and a sentence that says so."""
    drift, error = fit.statistic("drift"), fit.statistic("drift_stderr")
    if drift is None or error is None:
        return False, "Too few points to tell whether the current is steady."
    amount = f"{format_value(100 * abs(drift), 100 * error)} % a minute"
    if is_upper_bound(fit):
        return False, f"Upper bound only: over the last tenth of the step the current still falls by {amount}."
    if drift > LIMIT and drift > 2.0 * error:
        return False, f"Not steady: over the last tenth of the step the current rises by {amount}."
    if error > 0.5 * LIMIT:
        return False, f"Not decided: the last tenth is too noisy to see a drift of 1 % a minute ({amount})."
    return True, f"Steady: over the last tenth of the step the current changes by {amount}."


def _drift(fit: Fit) -> list[FitWarning]:
    steady, text = verdict(fit)
    if steady:
        return []
    if is_upper_bound(fit):
        text += " sigma_e is an upper bound: polarize for longer."
    elif text.startswith("Not steady"):
        text += " An electrode does not block, or the sample changes: the value holds for this moment only."
    return [FitWarning("note", text, "step")]


def _model(fit: Fit, steady: Steady) -> list[FitWarning]:
    found = []
    length = (fit.statistic("step_end") or 0.0) - (fit.statistic("step_start") or 0.0)
    current = abs(steady.current[0])
    error = fit.parameter("I_ss").stderr
    if fit.parameter("I_ss").vary and (error is None or error > current > 0):
        text = (
            "The data do not determine the steady current with this model: take a smaller one, or the mean of the end."
        )
        found.append(FitWarning("reject", text, "model"))
    for name in BY_NAME[fit.model].times:
        value = fit.parameter(name).value
        if value > length:
            text = (
                f"{name} = {format_value(value, significant=3)} s is longer than the step of {format_value(length, significant=3)} s: "
                "the steady state is only extrapolated; polarize for longer."
            )
            found.append(FitWarning("reject", text, "model"))
    for parameter in fit.parameters:
        if parameter.at_bound:
            text = f"{parameter.name} lies on its bound, {format_value(parameter.value, significant=4)}: choose another model."
            found.append(FitWarning("reject", text, f"widen {parameter.name}"))
    lost = [p.name for p in fit.parameters if p.name != "I_ss" and p.vary and p.stderr is None and not p.at_bound]
    if lost:
        text = f"The data do not determine {', '.join(lost)}: choose a smaller model."
        found.append(FitWarning("note", text, "model"))
    if fit.statistic("settled") == 0.0:
        text = (
            "No model describes the whole step with a steady state inside it: the mean of its last fifth is taken. Polarize for "
            "longer, or Shift-drag over what is steady."
        )
        found.append(FitWarning("note", text, "step"))
    return found


def _smallness(steady: Steady) -> list[FitWarning]:
    value, error = steady.current
    if not steady.known or abs(value) > DETECTED * error:
        return []
    limit = format_value(abs(value) + NORMAL_95 * error, significant=2)
    cause = "the instrument's floor" if steady.floor / math.sqrt(3.0) > 0.7 * error else "the noise"
    text = (
        f"The steady current does not stand out of {cause}: all that is known is that it lies below {limit} A (95 %)."
    )
    return [FitWarning("note", text, "step")]


def _zero(analysis: Analysis, fit: Fit) -> list[FitWarning]:
    points = fit.statistic("offset_points") or 0.0
    if points or analysis.option("reference", "zero bias") != "zero bias":
        return []
    text = (
        "There is no zero bias of 5 points or more, so the offset current of the instrument is not subtracted: record a minute at "
        "0 V before the step."
    )
    return [FitWarning("note", text, "")]


def _noise(fit: Fit) -> list[FitWarning]:
    time = fit.statistic("correlation_time") or 1.0
    factor = math.sqrt(time)
    if factor < MATTERS:
        return []
    text = (
        f"Neighbouring points are alike over about {time:.0f} points: the stated errors are {factor:.1f} times those of "
        "independent points."
    )
    return [FitWarning("note", text, "")]


def _sizes(steady: Steady, specimen: Specimen | None) -> list[FitWarning]:
    if steady.voltage is None:
        return [FitWarning("note", "The file holds no voltage: type the one that was applied, for sigma_e.", "voltage")]
    if Geometry.of(specimen) is None:
        return [FitWarning("note", "Type the pellet's thickness and diameter for sigma_e.", "pellet")]
    return []
