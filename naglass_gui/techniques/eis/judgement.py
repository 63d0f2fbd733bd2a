"""What is doubtful about a fit, computed and put in sentences, in two ranks.

*note*: relative error over 50 %, residuals that are not white (p < 0.001), |r| > 0.98 between what the result depends on
(Y and n of one CPE are always near -0.99: exempt). *reject*: a parameter on its bound, a time constant outside the
band, an error over 100 % of what the result depends on.

Remedies are a verb and a parameter, "remove R0", "widen R1", "fix Y2", or one of "starts" and "circuit".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from naglass_gui.core.doubt import NOT_WHITE, PATTERN, TOO_SMALL
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import FittedParameter, FitWarning
from naglass_gui.core.quantity import format_value, unit_symbol
from naglass_gui.fitting import StartStatistics, correlation_matrix, runs_test
from naglass_gui.techniques.eis.band import Real
from naglass_gui.techniques.eis.capacitance import SMALLEST_EXPONENT, top_frequency
from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.guess import Extent

LARGE_ERROR = 0.5
CORRELATED = 0.98


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What a fit is judged by.

    Attributes:
        circuit: the model.
        parameters: as set by the person, in circuit order.
        fitted: as the fit left them, in circuit order.
        free: names in the order of `covariance`.
        covariance: of the free parameters, shape (n, n).
        extent: of the fitted points.
        runs_p: probability of the runs of the residuals.
        result: names of the resistances that the conductivity depends on.
        result_error: relative error of their sum; None where it is unknown.
        starts: how the search went, None after a refit.
        converged: whether the fit ended properly.
    """

    circuit: Circuit
    parameters: tuple[Parameter, ...]
    fitted: tuple[FittedParameter, ...]
    free: tuple[str, ...]
    covariance: Real
    extent: Extent
    runs_p: float
    result: tuple[str, ...]
    result_error: float | None
    starts: StartStatistics | None
    converged: bool


def judge(evidence: Evidence) -> tuple[FitWarning, ...]:
    """The warnings of a fit, rejects first."""
    found = [
        *_bounds(evidence),
        *_time_constants(evidence),
        *_result(evidence),
        *_errors(evidence),
        *_correlations(evidence),
        *_residuals(evidence),
        *_search(evidence),
    ]
    return tuple(sorted(found, key=lambda warning: warning.rank != "reject"))


def _bounds(evidence: Evidence) -> list[FitWarning]:
    found: list[FitWarning] = []
    specs = [item.spec for item in evidence.circuit.parameters]
    for fitted, parameter, spec in zip(evidence.fitted, evidence.parameters, specs, strict=True):
        if not fitted.at_bound:
            continue
        value = format_value(fitted.value, significant=3)
        value += f" {unit_symbol(fitted.unit)}" if fitted.unit else ""
        own = [b for b in (parameter.minimum, parameter.maximum) if b is not None]
        if any(math.isclose(fitted.value, bound, rel_tol=1e-6, abs_tol=1e-12) for bound in own):
            text = f"{fitted.name} lies on the bound set for it, {value}: widen the bound or fix the value."
            found.append(FitWarning("reject", text, f"widen {fitted.name}"))
        elif not spec.logarithmic:
            simpler = ("a capacitor" if fitted.value > 0.5 else "a resistor") if spec.name == "n" else "a simpler one"
            text = f"{fitted.name} lies on its bound {fitted.value:g}: replace its element by {simpler}, or fix it."
            found.append(FitWarning("reject", text, f"fix {fitted.name}"))
        else:
            text = f"{fitted.name} ran to its limit ({value}), where it has no influence: remove its element."
            found.append(FitWarning("reject", text, f"remove {fitted.name}"))
    return found


def _time_constants(evidence: Evidence) -> list[FitWarning]:
    values = {p.name: p.value for p in evidence.fitted}
    low, high = evidence.extent.omega_low / (2 * math.pi), evidence.extent.omega_high / (2 * math.pi)
    found: list[FitWarning] = []
    for name, frequency in characteristic_frequencies(evidence.circuit, values).items():
        if low * (1 - 1e-9) <= frequency <= high * (1 + 1e-9):
            continue
        side = "above" if frequency > high else "below"
        text = (
            f"The characteristic frequency of {name}, {format_value(frequency, significant=3)} Hz, lies {side} the "
            f"fitted band: what the fit says of it is extrapolated. Use a circuit without it, or fix a parameter of it."
        )
        found.append(FitWarning("reject", text, "circuit"))
    return found


def characteristic_frequencies(circuit: Circuit, values: Mapping[str, float]) -> dict[str, float]:
    """Frequencies in Hz of the arcs and of elements with a time constant, by the name of their resistance.

    An arc whose n is next to 0 has none.
    """
    found: dict[str, float] = {}
    for arc in circuit.all_arcs:
        if arc.kind in ("Q", "C"):
            admittance = values[f"{'Y' if arc.kind == 'Q' else 'C'}{arc.number}"]
            n = values[f"n{arc.number}"] if arc.kind == "Q" else 1.0
            if n > SMALLEST_EXPONENT and admittance > 0 and values[arc.resistance] > 0:
                found[arc.resistance] = top_frequency(values[arc.resistance], admittance, n).value
    for item in circuit.parameters:
        if item.spec.name == "t" and values[item.name] > 0:
            found[circuit.names_at(item.path)[0]] = 1.0 / (2 * math.pi * values[item.name])
    return found


def _result(evidence: Evidence) -> list[FitWarning]:
    error = evidence.result_error
    if not evidence.result:
        return []
    what = " + ".join(evidence.result)
    if error is None:
        text = f"The data do not determine {what}, on which the conductivity depends: use a simpler circuit."
        return [FitWarning("reject", text, "circuit")]
    if error > 1.0:
        text = f"The error of {what}, on which the conductivity depends, is {100 * error:.0f} %: use a simpler circuit."
        return [FitWarning("reject", text, "circuit")]
    return []


def _errors(evidence: Evidence) -> list[FitWarning]:
    found: list[FitWarning] = []
    for p in evidence.fitted:
        if p.name not in evidence.free or p.at_bound:
            continue
        if p.stderr is None:
            text = f"The data do not determine {p.name}: fix it, or remove its element."
            found.append(FitWarning("note", text, f"fix {p.name}"))
        elif p.stderr > LARGE_ERROR * abs(p.value):
            share = 100 * p.stderr / abs(p.value) if p.value else math.inf
            size = f"{share:.0f} %" if share < 1000 else "more than 1000 %"
            text = f"The error of {p.name} is {size} of its value: fix it, or remove its element."
            found.append(FitWarning("note", text, f"fix {p.name}"))
    return found


def _correlations(evidence: Evidence) -> list[FitWarning]:
    """Pairs that the data hardly separate, where a resistance of the result is one of them."""
    if not evidence.covariance.size:
        return []
    correlation = correlation_matrix(evidence.covariance)
    found: list[FitWarning] = []
    for (i, first), (j, second) in combinations(enumerate(evidence.free), 2):
        r = float(correlation[i, j])
        if math.isfinite(r) and abs(r) > CORRELATED and {first, second} & set(evidence.result):
            shown = f"{r:.3f}".replace("-", "−")
            text = f"{first} and {second} are correlated by {shown}: the data hardly separate them; fix one, or use a simpler circuit."
            found.append(FitWarning("note", text, f"fix {second if first in evidence.result else first}"))
    return found


def _residuals(evidence: Evidence) -> list[FitWarning]:
    if not evidence.runs_p < NOT_WHITE:
        return []
    text = (
        f"The {PATTERN}: the circuit misses something, so the {TOO_SMALL}. Try one more element, or a narrower region."
    )
    return [FitWarning("note", text, "circuit")]


def _search(evidence: Evidence) -> list[FitWarning]:
    found: list[FitWarning] = []
    if not evidence.converged:
        text = "The fit had not settled when its steps were used up: fit again, or use a simpler circuit."
        found.append(FitWarning("note", text, "starts"))
    starts = evidence.starts
    if starts is not None and starts.tried >= 10 and starts.reached == 1:
        text = f"Only 1 of {starts.tried} starts reached this optimum: fit again with more starts to be sure."
        found.append(FitWarning("note", text, "starts"))
    return found


def residual_p(real: Real, imaginary: Real) -> float:
    """Probability of the runs of both parts of the residuals, in order of frequency (Bonferroni of the two)."""
    return min(1.0, 2.0 * min(runs_test(real), runs_test(imaginary)))
