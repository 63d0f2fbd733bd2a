"""Make the example spectra in naglass_gui/resources/examples: the same files, bit by bit, every time.

The pellet is that of the reference study (NTOC-4, Chem. Sci. 2025, 16, 19857), as far as the study tells: the
conductivity at 25 °C and its activation energy are printed there; thickness and diameter are assumed. The noise is
seeded. Run it with `make examples`, or `python tools/make_examples.py [FOLDER]`.
"""

from __future__ import annotations

import cmath
import math
import random
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "naglass_gui" / "resources" / "examples"
SERIES = "temperature series"

BOLTZMANN_EV_K = 8.617333e-5
SIGMA_25C_S_CM = 4.41e-3
ACTIVATION_ENERGY_EV = 0.32
THICKNESS_CM, DIAMETER_CM = 0.080, 0.800
AREA_CM2 = math.pi * DIAMETER_CM**2 / 4
# Cable and fixture stand beside the pellet: without them its arc would lie above 5 MHz at every temperature.
CAPACITANCE_F, EXPONENT = 100e-12, 0.95
CABLE_H = 0.5e-6
SPIKE_Y, SPIKE_N = 2.0e-6, 0.90
NOISE = 0.01
HIGHEST_HZ, LOWEST_HZ = 5.0e6, 0.1


@dataclass(frozen=True)
class Spectrum:
    """One file: where it goes, at which temperature, how dense, and the seed of its noise."""

    name: str
    celsius: int
    points_per_decade: int
    seed: int


SPECTRA = (
    Spectrum("NTOC-4_-25C.DTA", -25, 10, 1),
    Spectrum("NTOC-4_25C.DTA", 25, 10, 2),
    *(
        Spectrum(f"{SERIES}/NTOC-4_VT_{celsius:0{3 if celsius < 0 else 2}d}C.DTA", celsius, 6, 100 + celsius)
        for celsius in (-25, -15, -5, 5, 15, 25, 35, 45, 55)
    ),
)


def conductivity(celsius: float) -> float:
    """Conductivity in S/cm: sigma T = A exp(-Ea / kB T) through the value at 25 °C."""
    kelvin, reference = celsius + 273.15, 298.15
    return (
        SIGMA_25C_S_CM
        * reference
        / kelvin
        * math.exp(-ACTIVATION_ENERGY_EV / BOLTZMANN_EV_K * (1 / kelvin - 1 / reference))
    )


def resistance(celsius: float) -> float:
    """Resistance of the pellet in ohm."""
    return THICKNESS_CM / (conductivity(celsius) * AREA_CM2)


def impedance(celsius: float, frequency: float) -> complex:
    """Z in ohm: cable inductance, the pellet beside cable and fixture, and blocking electrodes, in series."""
    omega = 2 * math.pi * frequency
    r = resistance(celsius)
    arc = r / (1 + (1j * omega * r * CAPACITANCE_F) ** EXPONENT)
    spike = 1 / (SPIKE_Y * (1j * omega) ** SPIKE_N)
    return 1j * omega * CABLE_H + arc + spike


def normal(chance: random.Random) -> float:
    """A normal deviate by Box and Muller: `random.random` is the same in every version of Python."""
    return math.sqrt(-2 * math.log(1 - chance.random())) * math.cos(2 * math.pi * chance.random())


def points(spectrum: Spectrum) -> list[tuple[float, complex]]:
    """Frequencies in Hz from high to low, and the noisy impedance in ohm; the noise is 1 % of |Z| in all."""
    chance = random.Random(spectrum.seed)
    count = round(math.log10(HIGHEST_HZ / LOWEST_HZ) * spectrum.points_per_decade) + 1
    found = []
    for i in range(count):
        frequency = HIGHEST_HZ * (LOWEST_HZ / HIGHEST_HZ) ** (i / (count - 1))
        z = impedance(spectrum.celsius, frequency)
        z += abs(z) * NOISE / math.sqrt(2) * complex(normal(chance), normal(chance))
        found.append((frequency, z))
    return found


def dta(spectrum: Spectrum) -> str:
    """The file as Gamry writes it, with the temperature in its notes."""
    minute = 10 + (spectrum.celsius + 25) // 5
    header = [
        "EXPLAIN",
        "TAG\tEISPOT",
        "TITLE\tLABEL\tPotentiostatic EIS\tTest &Identifier",
        "DATE\tLABEL\t3/14/2025\tDate",
        f"TIME\tLABEL\t{9 + minute // 60:02d}:{minute % 60:02d}:00\tTime",
        "NOTES\tNOTES\t3\t&Notes...",
        f"\tNTOC-4 glass, {spectrum.celsius} °C",
        "\tIn | pellet | In, 8 mm split cell, pressed at 360 MPa",
        "\tSimulated by NaGlass (tools/make_examples.py)",
        "PSTAT\tPSTAT\tSimulated\tPotentiostat",
        "VDC\tPOTEN\t0.00000E+000\tT\tDC &Voltage (V)",
        f"FREQINIT\tQUANT\t{gamry(HIGHEST_HZ)}\tInitial Fre&q. (Hz)",
        f"FREQFINAL\tQUANT\t{gamry(LOWEST_HZ)}\tFinal Fre&q. (Hz)",
        f"PTSPERDEC\tQUANT\t{gamry(spectrum.points_per_decade)}\tPoints/&decade",
        "VAC\tQUANT\t1.00000E+001\tAC &Voltage (mV rms)",
        "AREA\tQUANT\t1.00000E+000\t&Area (cm^2)",
        "ZCURVE\tTABLE",
        "\tPt\tTime\tFreq\tZreal\tZimag\tZsig\tZmod\tZphz\tIdc\tVdc\tIERange",
        "\t#\ts\tHz\tohm\tohm\tV\tohm\t°\tA\tV\t#",
    ]
    rows, seconds = [], 0.0
    for i, (frequency, z) in enumerate(points(spectrum)):
        seconds += 1 + 2 / frequency
        phase = math.degrees(cmath.phase(z))
        rows.append(
            f"\t{i}\t{seconds:.0f}\t{frequency:.7g}\t{z.real:.7g}\t{z.imag:.7g}\t1\t{abs(z):.7g}\t{phase:.7g}"
            "\t0.00000E+000\t0.00000E+000\t9"
        )
    return "\r\n".join([*header, *rows, ""])


def gamry(value: float) -> str:
    """A number with Gamry's three digits of exponent."""
    mantissa, exponent = f"{value:.5E}".split("E")
    return f"{mantissa}E{exponent[0]}{int(exponent[1:]):03d}"


README = """# Example spectra

Simulated by `tools/make_examples.py` (`make examples`); the same files, bit by bit, every time.

The sample is NTOC-4, a glass made by ball-milling Na2O + NaCl + TaCl5 for 4 h: I. A. Ojelade, E. Truong et al., Chem. Sci.
2025, 16, 19857, DOI 10.1039/d5sc05307b. Its conductivity of {sigma} mS/cm at 25 °C and its activation energy of {energy} eV
are printed there. **Assumed here**, because the study does not give them: thickness {thickness} mm, diameter {diameter} mm.

What was simulated, in series: {cable} µH of cable; the pellet's resistance R = L / (σ A), beside {capacitance} pF of cable and
fixture (exponent {exponent}; with the pellet's own few pF alone, its arc would lie far above 5 MHz even at −25 °C); a blocking
spike, Y = {spike} S s^{spike_n}. The noise is {noise} % of |Z|. σT = A exp(−Ea / kB T).

At −25 °C the arc's top lies at 4.3 MHz: `R(RQ)Q` shows an arc and a spike. At 25 °C it lies at 44 MHz: `LRQ`, and the
resistance comes from the spike. Either way σ = L / (A R_total) should come out within the 1.8 % that lengths of
0.80 ± 0.01 mm and 8.00 ± 0.05 mm leave open.

| temperature (°C) | R (Ω) | σ (mS/cm) |
|---|---|---|
{rows}

| file | temperature (°C) | points |
|---|---|---|
{files}
"""


def readme() -> str:
    """What the files hold, and what should come out."""
    temperatures = sorted({spectrum.celsius for spectrum in SPECTRA})
    rows = (f"| {minus(t)} | {resistance(t):.2f} | {1e3 * conductivity(t):#.4g} |" for t in temperatures)
    files = (f"| `{s.name}` | {minus(s.celsius)} | {len(points(s))} |" for s in SPECTRA)
    return README.format(
        sigma=f"{1e3 * SIGMA_25C_S_CM:.2f}",
        energy=f"{ACTIVATION_ENERGY_EV:.2f}",
        thickness=f"{10 * THICKNESS_CM:.2f}",
        diameter=f"{10 * DIAMETER_CM:.2f}",
        cable=f"{1e6 * CABLE_H:g}",
        capacitance=f"{1e12 * CAPACITANCE_F:g}",
        exponent=EXPONENT,
        spike=f"{SPIKE_Y:g}",
        spike_n=SPIKE_N,
        noise=f"{100 * NOISE:g}",
        rows="\n".join(rows),
        files="\n".join(files),
    )


def minus(value: int) -> str:
    """A whole number with a real minus."""
    return str(value).replace("-", "−")


def main(folder: Path = FOLDER) -> None:
    """Write every example, and what it should give, into a folder."""
    for spectrum in SPECTRA:
        file = folder / spectrum.name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(dta(spectrum).encode("latin-1"))
    (folder / "README.md").write_bytes(readme().encode())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
