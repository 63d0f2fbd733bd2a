"""Projects for the tests: a small study as a laboratory would have it, and any project at all for hypothesis."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as nps

from naglass_gui.core.arrays import Array, ArrayStore
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import (
    Analysis,
    Channel,
    Component,
    Condition,
    Derived,
    Figure,
    Fit,
    FittedParameter,
    FitWarning,
    Mask,
    Measurement,
    Project,
    Provenance,
    Region,
    Sample,
    Specimen,
)
from naglass_gui.core.quantity import Quantity

# -- a study -----------------------------------------------------------------------------------------------------------


def a_study(store: ArrayStore, spectra: int = 2, points: int = 40, seed: int = 0, name: str = "LPSCl study") -> Project:
    """Impedance spectra of one pellet at several temperatures, each fitted; the same seed gives the same project."""
    rng = np.random.default_rng(seed)
    pellet = Specimen("pellet-1", "Pellet 1", thickness=Quantity(0.8, 0.01, "mm"), diameter=Quantity(8.0, None, "mm"))
    frequency = np.logspace(6, 0, points)
    measurements, analyses = [], []
    for i in range(spectra):
        measurement = a_spectrum(store, i, frequency, rng)
        measurements.append(measurement)
        analyses.append(an_analysis(store, i, measurement, rng, points))
    sample = Sample("sample-1", "LPSCl / ball-milled ²³Na", (pellet,), tuple(measurements), notes="4 h, 500 rpm")
    figure = Figure("figure-1", "Nyquist", "eis_nyquist", ("m0",), (("style", "acs"), ("ticks", (1, 2.5, None, True))))
    return Project("project-1", name, (sample,), tuple(analyses), (figure,), notes="")


def a_spectrum(store: ArrayStore, i: int, frequency: Array, rng: np.random.Generator) -> Measurement:
    """One sweep with its raw file."""
    z = 1297 / (1 + (2j * np.pi * frequency * 1e-7) ** 0.9) + rng.normal(size=frequency.size)
    raw = "\n".join(f"{f:.6e}\t{x.real:.6e}\t{x.imag:.6e}" for f, x in zip(frequency, z, strict=True)).encode()
    channels = (
        Channel("frequency", "Hz", store.put(frequency), "axis"),
        Channel("z_real", "ohm", store.put(z.real), "signal"),
        Channel("z_imag", "ohm", store.put(z.imag), "signal"),
    )
    return Measurement(
        f"m{i}",
        f"PEIS {-25 + 10 * i} °C",
        "eis",
        channels,
        Provenance(f"peis_{i}.mpt", len(raw), "0" * 64, "eclab_text", "1", raw=store.put(np.frombuffer(raw, np.uint8))),
        (("device", "SP-300"), ("electrode", "In | In")),
        (Condition("temperature", Quantity(-25.0 + 10 * i, None, "degC"), "file name"),),
        "pellet-1",
    )


def an_analysis(store: ArrayStore, i: int, measurement: Measurement, rng: np.random.Generator, points: int) -> Analysis:
    """A circuit fitted to it, with one undetermined error and a NaN in the covariance."""
    fit = Fit(
        id=f"fit-{i}",
        created="2025-01-02T03:04:05+00:00",
        model="R(RQ)",
        chi_square=1.5e-3,
        n_points=points,
        aicc=float("inf"),
        parameters=(FittedParameter("R0", 170.5, 1.25, "ohm"), FittedParameter("n1", 1 / 3, None, at_bound=True)),
        free=("R0", "n1"),
        covariance=((1.5625, math.nan), (math.nan, 0.1 + 0.2)),
        statistics=(("bic", -0.0),),
        derived=(Derived("sigma", 4.41e-3, 6e-5, "S/cm", "L / (R A)"),),
        warnings=(FitWarning("note", "n1 is at its bound", "release"),),
        curves=(
            Channel("z_real", "ohm", store.put(rng.normal(size=points)), "signal"),
            Channel("z_imag", "ohm", store.put(rng.normal(size=points)), "signal"),
        ),
        fingerprint="ab" * 32,
        software="NaGlass 0.1.0",
        seed=7,
    )
    return Analysis(
        id=f"a{i}",
        name=f"R(RQ) of {measurement.name}",
        technique="eis",
        sources=(measurement.id,),
        regions=(Region("region-1", 10.0, 1e6),),
        masked=(Mask(3, "im > 0"),),
        model="R(RQ)",
        parameters=(
            Parameter("R0", 170.5, "ohm", True, 0.0, None, "", "bulk"),
            Parameter("R1", 341.0, "ohm", link="2*R0"),
        ),
        components=(Component("c1", "line", "NaCl", (Parameter("position", -11.18, "ppm"),), "#aa0000"),),
        options=(("weight", "modulus"), ("window", (10.0, 1000000, None))),
        fits=(fit,),
        current=fit.id,
    )


# -- any project -------------------------------------------------------------------------------------------------------

# Lone surrogates stand for bytes of file names that are no UTF-8.
TEXTS = st.text(st.characters(codec=None), max_size=12) | st.sampled_from(
    ["", "Zn²⁺ / −25 °C", "\udc80", "a\0b", '"\\']
)
FINITE = st.floats(allow_nan=False, allow_infinity=False)
RESULTS = st.floats() | st.just(-0.0)
OPTIONS = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | FINITE | TEXTS,
    lambda inner: st.lists(inner, max_size=3).map(tuple),
    max_leaves=6,
)
QUANTITIES = st.builds(Quantity, FINITE, st.none() | FINITE, st.sampled_from(["mm", "degC", "", "ohm cm^2"]))
PARAMETERS = st.builds(
    Parameter, TEXTS, FINITE, TEXTS, st.booleans(), st.none() | FINITE, st.none() | FINITE, st.sampled_from(["", "2*x"])
)
DTYPES = ["|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16", ">f8"]


def arrays(shape: Any = None) -> st.SearchStrategy[Array]:
    """Arrays of every kind a project may hold: NaN with any bits, empty and of no dimension too."""
    shapes = st.sampled_from([(), (0,), (1,), (7,), (2, 3), (3, 0, 2), (600,)]) if shape is None else st.just(shape)
    return st.sampled_from(DTYPES).flatmap(lambda dtype: nps.arrays(np.dtype(dtype), shapes))


@st.composite
def projects(draw: st.DrawFn, store: ArrayStore) -> Project:
    """Any project that holds together; its arrays are in the store."""
    samples = [draw(_samples(store, f"s{i}")) for i in range(draw(st.integers(0, 2)))]
    measured = [m.id for sample in samples for m in sample.measurements]
    analyses: list[Analysis] = []
    for i in range(draw(st.integers(0, 3)) if measured else 0):
        sources = draw(st.lists(st.sampled_from([*measured, *(a.id for a in analyses)]), max_size=2))
        analyses.append(draw(_analyses(store, f"a{i}", tuple(sources))))
    options = st.lists(st.tuples(TEXTS, OPTIONS), max_size=2).map(tuple)
    figures = draw(st.lists(st.builds(Figure, st.just("f0"), TEXTS, TEXTS, st.just(()), options), max_size=1))
    return Project("p", draw(TEXTS), tuple(samples), tuple(analyses), tuple(figures), draw(TEXTS))


@st.composite
def _samples(draw: st.DrawFn, store: ArrayStore, id: str) -> Sample:
    specimen = Specimen(
        f"{id}p",
        draw(TEXTS),
        draw(st.sampled_from(["pellet", "rotor"])),
        draw(st.none() | QUANTITIES),
        notes=draw(TEXTS),
    )
    measurements = []
    for i in range(draw(st.integers(0, 2))):
        signal = draw(arrays())
        channels = [Channel(draw(TEXTS), draw(TEXTS), store.put(signal), "signal")]
        if signal.ndim:
            axis = draw(arrays((signal.shape[0],)))
            channels.insert(0, Channel(draw(TEXTS), draw(TEXTS), store.put(axis), "axis"))
        raw = draw(st.none() | st.binary(min_size=1, max_size=20))
        provenance = Provenance(
            draw(TEXTS), 3, "0", "r", "1", raw=None if raw is None else store.put(np.frombuffer(raw, np.uint8))
        )
        conditions = draw(
            st.lists(st.builds(Condition, TEXTS, QUANTITIES, st.sampled_from(["header", "typed"])), max_size=2)
        )
        measurements.append(
            Measurement(
                f"{id}m{i}",
                draw(TEXTS),
                draw(TEXTS),
                tuple(channels),
                provenance,
                draw(st.lists(st.tuples(TEXTS, TEXTS), max_size=2).map(tuple)),
                tuple(conditions),
                draw(st.sampled_from([None, specimen.id])),
            )
        )
    return Sample(id, draw(TEXTS), (specimen,), tuple(measurements))


@st.composite
def _analyses(draw: st.DrawFn, store: ArrayStore, id: str, sources: tuple[str, ...]) -> Analysis:
    fits = []
    for i in range(draw(st.integers(0, 2))):
        fits.append(
            Fit(
                f"fit{i}",
                draw(TEXTS),
                draw(TEXTS),
                draw(RESULTS),
                draw(st.integers(0, 2**40)),
                draw(RESULTS),
                tuple(draw(st.lists(st.builds(FittedParameter, TEXTS, RESULTS, st.none() | RESULTS), max_size=2))),
                covariance=tuple(draw(st.lists(st.tuples(RESULTS, RESULTS), max_size=2))),
                curves=(Channel(draw(TEXTS), draw(TEXTS), store.put(draw(arrays()))),),
            )
        )
    return Analysis(
        id,
        draw(TEXTS),
        draw(TEXTS),
        sources,
        parameters=tuple(draw(st.lists(PARAMETERS, max_size=2))),
        options=draw(st.lists(st.tuples(TEXTS, OPTIONS), max_size=2).map(tuple)),
        fits=tuple(fits),
        current=draw(st.sampled_from([None, *(f.id for f in fits)])),
    )
