"""Several spectra fitted together: the lines of one, shared by all; each with its own areas, baseline and processing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from naglass_gui.core.errors import InputError
from naglass_gui.core.project import Analysis, Fit, Measurement, new_id
from naglass_gui.techniques.nmr.components import all_parameters, completed, flat_name, number_of, own_in_each
from naglass_gui.techniques.nmr.spectrum import chain_name, chain_of, nucleus_of, steps_of

Pair = tuple[Measurement, Analysis]
"""A spectrum and the analysis that says how it is processed."""


def joint(pairs: Sequence[Pair], shared: str | Sequence[str] = "all", name: str = "") -> Analysis:
    """A new analysis of several spectra together, with the lines, regions and options of the first.

    Args:
        pairs: at least two spectra; each keeps its own processing.
        shared: see `components.SHARED`.
        name: of the analysis; told by their number without.

    Raises:
        InputError: fewer than two spectra, unlike nuclei, or a way to share that is not known.
    """
    if len(pairs) < 2:
        raise InputError("A joint fit takes at least two spectra: select them first.")
    _check_nuclei(pairs)
    _, first = pairs[0]
    chains = tuple((chain_name(k), steps_of(*pair)) for k, pair in enumerate(pairs, 1))
    kept = tuple((n, value) for n, value in first.options if n not in ("shared", "processing"))
    options = (*kept, ("shared", shared if isinstance(shared, str) else tuple(shared)), *chains)
    made = replace(
        first,
        id=new_id(),
        name=name or f"{len(pairs)} spectra together",
        sources=tuple(measurement.id for measurement, _ in pairs),
        components=tuple(replace(c, id=new_id()) for c in first.components),
        regions=tuple(replace(r, id=new_id()) for r in first.regions),
        masked=(),
        options=options,
        fits=(),
        current=None,
    )
    return completed(made, len(pairs))


def with_shared(analysis: Analysis, shared: str | Sequence[str]) -> Analysis:
    """The joint analysis with something else shared; values stay where they are. Raises InputError as `completed` does."""
    value = shared if isinstance(shared, str) else tuple(shared)
    return completed(analysis.with_option("shared", value), len(analysis.sources))


def for_spectrum(analysis: Analysis, spectrum: int) -> Analysis:
    """A joint analysis as that of one of its spectra alone, with plain names: what a figure or a plot of it shows.

    Args:
        analysis: with the parameters of all its spectra.
        spectrum: from 1.
    """
    suffix = f"_s{spectrum}" if spectrum > 1 else ""
    values = {p.name: p for c in analysis.components for p in c.parameters} | {p.name: p for p in analysis.parameters}
    lines = []
    for line in analysis.components:
        number, separate = number_of(line), own_in_each(line.kind, analysis)
        parameters = []
        for p in line.parameters:
            own = p.name.partition("_")[0]
            if p.name == flat_name(own, number):
                there = values.get(p.name + suffix, p) if own in separate else p
                parameters.append(replace(there, name=p.name))
        lines.append(replace(line, parameters=tuple(parameters)))
    first = tuple(p for p in analysis.parameters if "_s" not in p.name)
    baseline = tuple(replace(values.get(p.name + suffix, p), name=p.name) for p in first)
    chain = chain_of(analysis, spectrum)
    options = tuple((n, v) for n, v in analysis.options if not n.startswith("processing"))
    options = options if chain is None else (*options, ("processing", chain))
    source = (analysis.sources[spectrum - 1],)
    fits = () if analysis.fit is None else (fit_for_spectrum(analysis, analysis.fit, spectrum),)
    return replace(analysis, sources=source, components=tuple(lines), parameters=baseline, options=options, fits=fits)


def fit_for_spectrum(analysis: Analysis, fit: Fit, spectrum: int) -> Fit:
    """The fit of a joint analysis as that of one of its spectra, with plain names of parameters, quantities and figures."""
    suffix = f"_s{spectrum}" if spectrum > 1 else ""
    held = {p.name: p for p in fit.parameters}
    parameters = []
    for p in fit.parameters:
        if _OTHER.search(p.name) is None:
            parameters.append(replace(held.get(p.name + suffix, p), name=p.name))
    derived = tuple(replace(d, name=d.name.removesuffix(suffix)) for d in fit.derived if _belongs(d.name, suffix))
    figures = tuple((name.removesuffix(suffix), value) for name, value in fit.statistics if _belongs(name, suffix))
    common = tuple((name, value) for name, value in fit.statistics if name in _COMMON)
    return replace(
        fit, parameters=tuple(parameters), derived=derived, statistics=tuple((dict(common) | dict(figures)).items())
    )


def name_in(analysis: Analysis, name: str, spectrum: int) -> str:
    """The name in a joint analysis of what one of its spectra calls `name`: "area_1" of the second is "area_1_s2"."""
    if spectrum == 1:
        return name
    there = f"{name}_s{spectrum}"
    return there if any(p.name == there for p in all_parameters(analysis)) else name


_OTHER = re.compile(r"_s\d+$")
_COMMON = ("aicc", "bic", "reduced_chi_square", "degrees_of_freedom", "runs_p", "durbin_watson", "correlation_time")


def _belongs(name: str, suffix: str) -> bool:
    return name.endswith(suffix) if suffix else _OTHER.search(name) is None


def _check_nuclei(pairs: Sequence[Pair]) -> None:
    known = {n.name: m.name for m, a in pairs if (n := nucleus_of(dict(m.metadata), a)) is not None}
    if len(known) > 1:
        (one, first), (two, second), *_ = known.items()
        raise InputError(f"{first} is a spectrum of {one}, {second} of {two}: fit spectra of one nucleus together.")
