"""Arrays behind the plots, and the units they are shown in."""

from __future__ import annotations

import math

import numpy as np
import pytest

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis import COMMON_CIRCUITS, Geometry, boukamp, parse_circuit, views
from tests.techniques.eis.spectra import PELLET

Z = np.array([3 - 4j, 5 + 12j])


def test_nyquist_and_bode() -> None:
    real, negative = views.nyquist(Z, 2.0)
    assert real.tolist() == [6, 10] and negative.tolist() == [8, -24]
    modulus, phase = views.bode(Z)
    assert modulus.tolist() == [5, 13] and phase[0] == pytest.approx(-math.degrees(math.atan2(4, 3)))
    assert np.abs(views.admittance(Z)).tolist() == pytest.approx([0.2, 1 / 13])
    assert views.admittance(Z).real[0] == pytest.approx(3 / 25) and views.admittance(Z).imag[0] == pytest.approx(4 / 25)


def test_residuals_are_percent_of_the_measured_modulus() -> None:
    real, imaginary = views.residual_percent(Z, Z * 0.9)
    assert real.tolist() == pytest.approx([6, 100 * 0.5 / 13]) and imaginary.tolist() == pytest.approx(
        [-8, 100 * 1.2 / 13]
    )


def test_specific_and_areal_units_need_the_sizes() -> None:
    geometry = Geometry.of(PELLET)
    assert geometry is not None
    area = math.pi * 0.64 / 4
    assert views.unit_factor("ohm", None) == 1
    assert views.unit_factor("ohm cm", geometry) == pytest.approx(area / 0.08)
    assert views.unit_factor("ohm cm^2", geometry) == pytest.approx(area)
    with pytest.raises(InputError, match="thickness and diameter"):
        views.unit_factor("ohm cm", None)
    with pytest.raises(InputError, match="not a unit of impedance"):
        views.unit_factor("furlong", geometry)


def test_the_electric_modulus_peaks_where_the_bulk_relaxes() -> None:
    """M'' of R||C peaks at w = 1/(RC) with the height C0/(2C)."""
    r, c = 1e5, 1e-11
    frequency = views.view_frequencies(1e3, 1e8, 5001)
    z = r / (1 + 2j * math.pi * frequency * r * c)
    geometry = Geometry.of(PELLET)
    assert geometry is not None
    modulus = views.electric_modulus(frequency, z, geometry)
    assert frequency[int(np.argmax(modulus.imag))] == pytest.approx(1 / (2 * math.pi * r * c), rel=3e-3)
    empty = 8.8541878128e-14 / geometry.cell_constant
    assert views.empty_cell(geometry) == pytest.approx(empty)
    assert modulus.imag.max() == pytest.approx(empty / (2 * c), rel=1e-5)
    assert modulus.real[-1] == pytest.approx(empty / c, rel=1e-3), "M' ends at 1/eps"
    assert views.electric_modulus(frequency, z, None).imag.max() == pytest.approx(1 / (2 * c), rel=1e-5)


def test_the_permittivity_of_a_lossy_capacitor() -> None:
    """R||C: eps' = C/C0 at every frequency, eps'' = 1/(w R C0), and tan delta = 1/(w R C)."""
    r, c = 1e5, 1e-11
    frequency = np.logspace(2, 7, 6)
    omega = 2 * math.pi * frequency
    z = r / (1 + 1j * omega * r * c)
    geometry = Geometry.of(PELLET)
    assert geometry is not None
    empty = views.empty_cell(geometry)
    relative = views.permittivity(frequency, z, geometry)
    assert relative.real == pytest.approx(np.full(6, c / empty))
    assert -relative.imag == pytest.approx(1 / (omega * r * empty))
    assert views.loss_tangent(z) == pytest.approx(1 / (omega * r * c))
    assert views.permittivity(frequency, z, None).real == pytest.approx(np.full(6, c))


def test_common_circuits_are_written_as_they_are_kept() -> None:
    assert len({common.name for common in COMMON_CIRCUITS}) == len(COMMON_CIRCUITS)
    for common in COMMON_CIRCUITS:
        assert boukamp(parse_circuit(common.text)) == common.text
        assert common.name and common.words.endswith(".")
