"""mrsimulator's central transitions of a powder under infinitely fast MAS: one site, and a Czjzek distribution."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
from mrsimulator import Simulator, Site, SpinSystem
from mrsimulator.method.lib import BlochDecayCTSpectrum
from mrsimulator.models import CzjzekDistribution
from mrsimulator.spin_system.isotope import Isotope
from mrsimulator.utils.collection import single_site_system_generator


def _simulator(systems: Any, isotope: str, larmor: float, points: int, width: float) -> Simulator:
    field = larmor / abs(Isotope(symbol=isotope).gyromagnetic_ratio)
    dimension = {"count": points, "spectral_width": width, "reference_offset": 0.0}
    method = BlochDecayCTSpectrum(
        channels=[isotope], magnetic_flux_density=field, rotor_frequency=1e12, spectral_dimensions=[dimension]
    )
    simulator = Simulator(spin_systems=systems, methods=[method])
    simulator.config.decompose_spectrum = "none"
    return simulator


def site(isotope: str, larmor: float, cq: float, eta: float, points: int, width: float) -> dict[str, Any]:
    """One site of C_Q in MHz at 0 ppm; seconds of the simulation alone, and the unbroadened line."""
    quadrupolar = {"Cq": cq * 1e6, "eta": eta}
    simulator = _simulator(
        [SpinSystem(sites=[Site(isotope=isotope, quadrupolar=quadrupolar)])], isotope, larmor, points, width
    )
    began = time.perf_counter()
    simulator.run()
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "line": simulator.methods[0].simulation.y[0].components[0].real.tolist()}


def czjzek(isotope: str, larmor: float, sigma: float, points: int, width: float) -> dict[str, Any]:
    """A Czjzek distribution of sigma in MHz, in the convention that is twice mrsimulator's own."""
    couplings, etas = np.meshgrid(np.linspace(0.0, 8.0 * sigma, 81), np.linspace(0.0, 1.0, 21))
    began = time.perf_counter()
    _, _, weights = CzjzekDistribution(sigma=sigma / 2).pdf(pos=[couplings[0], etas[:, 0]])
    systems = single_site_system_generator(
        isotope=isotope,
        quadrupolar={"Cq": couplings.ravel() * 1e6, "eta": etas.ravel()},
        abundance=np.ravel(weights),
    )
    simulator = _simulator(systems, isotope, larmor, points, width)
    simulator.run(pack_as_csdm=True)
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "line": simulator.methods[0].simulation.y[0].components[0].real.tolist()}
