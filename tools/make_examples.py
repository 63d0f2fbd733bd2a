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
STORAGE = "storage series"

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

# The DC polarization: 0.1 V for an hour after three minutes at zero bias, through three ranges of the instrument.
SIGMA_E_S_CM = 6.72e-10
DC_FILE, DC_SEED = "NTOC-4_DC_0.1V.DTA", 20
DC_VOLTAGE, DC_BEFORE_S, DC_LENGTH_S, DC_INTERVAL_S = 0.1, 180, 3600, 10
DECAYS_A_S = ((3.0e-8, 40.0), (2.0e-9, 400.0))
OFFSET_A = 2.0e-12
# Full scale of each range, its number in the file, and its own error of zero as a share of full scale.
RANGES = ((1.0e-7, 4, 0.0035), (1.0e-8, 3, -0.0028), (1.0e-9, 2, 0.0))
DC_NOISE = 0.004

# 23Na inversion recovery at 11.7 T: three components, their T1 at room temperature and their shares, as the study has them.
T1_FILE, T1_SEED = "NTOC-4_T1_25C.dx", 30
T1_LARMOR = 132.294
T1_POINTS, T1_LEFT, T1_RIGHT = 768, 110.0, -60.0
T1_DELAYS = tuple(float(f"{1e-4 * (30.0 / 1e-4) ** (k / 15):.3g}") for k in range(16))
T1_LINES = (
    ("NTOC", -11.18, 380.15, 38.4, 1.2e-3),
    ("NaCl", 7.0, 476.0, 4.80, 0.24),
    ("Na2O", 55.0, 1852.0, 56.8, 2.06),
)
T1_EFFICIENCY, T1_NOISE = 0.92, 0.004

# T1 against temperature at both fields. The study prints the curves, not the numbers: the motion behind them is assumed.
TABLE_FILE, TABLE_SEED = "NTOC-4_T1_VT.csv", 31
TABLE_LARMOR = (79.39, 132.294)
TABLE_FIELDS = {79.39: 7.05, 132.294: 11.75}
TABLE_CELSIUS = tuple(range(25, 90, 5))
TABLE_EA, TABLE_TAU0, TABLE_CQ, TABLE_NOISE = 0.32, 4.0e-14, 0.95e6, 0.015

# Ten days of storage: the study prints the first and the last value.
SIGMA_DAY_0, SIGMA_DAY_10 = 4.35e-3, 2.48e-3
DAYS = (0, 1, 2, 4, 6, 8, 10)


@dataclass(frozen=True)
class Spectrum:
    """One file: where it goes, at which temperature, how dense, and the seed of its noise."""

    name: str
    celsius: int
    points_per_decade: int
    seed: int
    day: int | None = None


SPECTRA = (
    Spectrum("NTOC-4_-25C.DTA", -25, 10, 1),
    Spectrum("NTOC-4_25C.DTA", 25, 10, 2),
    *(
        Spectrum(f"{SERIES}/NTOC-4_VT_{celsius:0{3 if celsius < 0 else 2}d}C.DTA", celsius, 6, 100 + celsius)
        for celsius in (-25, -15, -5, 5, 15, 25, 35, 45, 55)
    ),
    *(Spectrum(f"{STORAGE}/NTOC-4_day_{day:02d}.DTA", 25, 5, 200 + day, day) for day in DAYS),
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


def stored(day: float) -> float:
    """Conductivity in S/cm at 25 °C after so many days: an exponential through both printed values."""
    return SIGMA_DAY_0 * (SIGMA_DAY_10 / SIGMA_DAY_0) ** (day / 10)


def resistance(celsius: float, day: int | None = None) -> float:
    """Resistance of the pellet in ohm."""
    sigma = conductivity(celsius) if day is None else stored(day)
    return THICKNESS_CM / (sigma * AREA_CM2)


def impedance(spectrum: Spectrum, frequency: float) -> complex:
    """Z in ohm: cable inductance, the pellet beside cable and fixture, and blocking electrodes, in series."""
    omega = 2 * math.pi * frequency
    r = resistance(spectrum.celsius, spectrum.day)
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
        z = impedance(spectrum, frequency)
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
        f"DATE\tLABEL\t3/{14 + (spectrum.day or 0)}/2025\tDate",
        f"TIME\tLABEL\t{9 + minute // 60:02d}:{minute % 60:02d}:00\tTime",
        "NOTES\tNOTES\t3\t&Notes...",
        f"\tNTOC-4 glass, {spectrum.celsius} °C" + ("" if spectrum.day is None else f", day {spectrum.day}"),
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


def polarization() -> list[tuple[float, float, float, int]]:
    """Time in s, voltage in V, current in A and number of the range, point by point; the noise is a share of full scale."""
    chance = random.Random(DC_SEED)
    steady = SIGMA_E_S_CM * DC_VOLTAGE * AREA_CM2 / THICKNESS_CM
    found = []
    for seconds in range(0, DC_BEFORE_S + DC_LENGTH_S + 1, DC_INTERVAL_S):
        since = seconds - DC_BEFORE_S
        true = steady + sum(a * math.exp(-since / t) for a, t in DECAYS_A_S) if since > 0 else 0.0
        scale, number, zero = next(r for r in reversed(RANGES) if abs(true) <= 0.95 * r[0])
        current = true + OFFSET_A + scale * (zero + DC_NOISE * normal(chance))
        found.append((seconds, DC_VOLTAGE * (since > 0) + 2e-5 * normal(chance), current, number))
    return found


def chronoa() -> str:
    """The polarization as Gamry writes it."""
    header = [
        "EXPLAIN",
        "TAG\tCHRONOA",
        "TITLE\tLABEL\tDC polarization\tTest &Identifier",
        "DATE\tLABEL\t3/15/2025\tDate",
        "TIME\tLABEL\t10:00:00\tTime",
        "NOTES\tNOTES\t3\t&Notes...",
        "\tNTOC-4 glass, 25 °C",
        "\tsteel | pellet | steel, 8 mm split cell, pressed at 360 MPa",
        "\tSimulated by NaGlass (tools/make_examples.py)",
        "PSTAT\tPSTAT\tSimulated\tPotentiostat",
        "VPRESTEP\tPOTEN\t0.00000E+000\tF\tPre-step Voltage (V)",
        f"TPRESTEP\tQUANT\t{gamry(DC_BEFORE_S)}\tPre-step Delay &Time (s)",
        f"VSTEP1\tPOTEN\t{gamry(DC_VOLTAGE)}\tF\tStep 1 Voltage (V)",
        f"TSTEP1\tQUANT\t{gamry(DC_LENGTH_S)}\tStep 1 Time (s)",
        f"SAMPLETIME\tQUANT\t{gamry(DC_INTERVAL_S)}\tSa&mple Period (s)",
        "AREA\tQUANT\t1.00000E+000\t&Area (cm^2)",
        "CURVE\tTABLE",
        "\tPt\tT\tVf\tIm\tVu\tSig\tAch\tIERange\tOver",
        "\t#\ts\tV vs. Ref.\tA\tV\tV\tV\t#\tbits",
    ]
    rows = [
        f"\t{i}\t{seconds:g}\t{gamry(volts)}\t{gamry(current)}\t0\t0\t0\t{number}\t..........."
        for i, (seconds, volts, current, number) in enumerate(polarization())
    ]
    return "\r\n".join([*header, *rows, ""])


def recovery() -> list[list[int]]:
    """The slices of the inversion recovery, in the order of the delays: Lorentzian lines of height A/width, noise of the highest."""
    chance = random.Random(T1_SEED)
    step = (T1_RIGHT - T1_LEFT) / (T1_POINTS - 1)
    slices = []
    for delay in T1_DELAYS:
        values = []
        for k in range(T1_POINTS):
            shift, total = T1_LEFT + k * step, 0.0
            for _, position, width, area, t1 in T1_LINES:
                half = width / T1_LARMOR / 2.0
                amount = area * (1.0 - (1.0 + T1_EFFICIENCY) * math.exp(-delay / t1))
                total += amount * half / math.pi / ((shift - position) ** 2 + half**2)
            values.append(total)
        slices.append(values)
    highest = max(abs(v) for values in slices for v in values)
    return [[round(20000.0 * (v / highest + T1_NOISE * normal(chance))) for v in values] for values in slices]


def jcamp() -> str:
    """The series as JCAMP-DX with a page a slice."""
    lines = [
        "##TITLE= NTOC-4 T1, 25 °C, simulated by NaGlass (tools/make_examples.py)",
        "##JCAMP-DX= 6.00",
        "##DATA TYPE= nD NMR SPECTRUM",
        "##ORIGIN= NaGlass",
        "##OWNER= public",
        "##NUM DIM= 2",
        f"##.OBSERVE FREQUENCY= {T1_LARMOR}",
        "##.OBSERVE NUCLEUS= ^23Na",
        "##NTUPLES= nD NMR SPECTRUM",
        "##VAR_NAME= RECOVERY DELAY, SHIFT, Y",
        "##SYMBOL= F1, F2, Y",
        f"##VAR_DIM= {len(T1_DELAYS)}, {T1_POINTS}, {T1_POINTS}",
        "##UNITS= SECONDS, PPM, ARBITRARY",
        "##FACTOR= 1, 1, 1",
        f"##FIRST= 0, {T1_LEFT}, 0",
        f"##LAST= 0, {T1_RIGHT}, 0",
    ]
    step = (T1_RIGHT - T1_LEFT) / (T1_POINTS - 1)
    for delay, values in zip(T1_DELAYS, recovery(), strict=True):
        lines += [f"##PAGE= F1={delay:g}", "##DATA TABLE= (F2++(Y..Y)), PROFILE"]
        for first in range(0, T1_POINTS, 12):
            row = " ".join(str(v) for v in values[first : first + 12])
            lines.append(f"{T1_LEFT + first * step:.5f} {row}")
    return "\n".join([*lines, "##END NTUPLES= nD NMR SPECTRUM", "##END=", ""])


def times() -> str:
    """T1 against temperature at two fields: quadrupolar relaxation of a spin 3/2 by one thermally activated motion."""
    chance = random.Random(TABLE_SEED)
    rows = ["T_C,T1_s,T1_err_s,larmor_MHz,B0_T"]
    for megahertz in TABLE_LARMOR:
        omega = 2e6 * math.pi * megahertz
        for celsius in TABLE_CELSIUS:
            tau = TABLE_TAU0 * math.exp(TABLE_EA / BOLTZMANN_EV_K / (celsius + 273.15))
            density = tau / (1 + (omega * tau) ** 2) + 4 * tau / (1 + 4 * (omega * tau) ** 2)
            t1 = 50.0 / ((2 * math.pi * TABLE_CQ) ** 2 * density)
            noisy = t1 * (1 + TABLE_NOISE * normal(chance))
            rows.append(f"{celsius},{noisy:.5g},{TABLE_NOISE * t1:.2g},{megahertz},{TABLE_FIELDS[megahertz]}")
    return "\n".join([*rows, ""])


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

`{dc_file}` is a DC polarization of the same pellet: {before} s at zero bias, then {voltage} V for {length} s. The steady current is that of
σ_e = {sigma_e} S/cm (printed in the study), with {decays} above it; {ranges} current ranges, each with an error of its own
zero; an offset of {offset} pA; noise of {dc_noise} % of full scale. σ_e = I_ss L / (U A) should come out within its error, and with
the spectrum at 25 °C t_ion = 1 − {t_e}.

`{t1_file}` is a 23Na inversion recovery at {t1_larmor} MHz (11.7 T): three components with the T1 of the study, 1.2 ms (NTOC), 0.24 s
(NaCl) and 2.06 s (Na2O), inverted to {efficiency} %, at 16 delays, as spectra; noise of {t1_noise} % of the highest point. Lines fitted to
all slices at once should give these three times.

`{table_file}` is a table of T1 at 25 to 85 °C and two fields, {low} MHz (7.05 T; the study prints 73.39, where 23Na does not resonate at
that field) and {high} MHz, noise {table_noise} %. **Assumed**: one motion with Ea = {table_ea} eV, τ0 = {tau0} s and C_Q = {cq} MHz, so that T1 is
{t1_25} ms at 25 °C and {low} MHz; the fit should give them back.

The storage series is the pellet at 25 °C over ten days: {day_0} falls to {day_10} mS/cm, {retention} %, as the study prints; the exponential
between is assumed. The days are in the files' names and notes: type them as conditions.

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
    files = [f"| `{s.name}` | {minus(s.celsius)} | {len(points(s))} |" for s in SPECTRA]
    files.append(f"| `{DC_FILE}` | 25 | {len(polarization())} |")
    files.append(f"| `{T1_FILE}` | 25 | {len(T1_DELAYS)} × {T1_POINTS} |")
    files.append(f"| `{TABLE_FILE}` | 25 to 85 | {len(TABLE_LARMOR) * len(TABLE_CELSIUS)} |")
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
        dc_file=DC_FILE,
        before=DC_BEFORE_S,
        voltage=DC_VOLTAGE,
        length=DC_LENGTH_S,
        sigma_e=f"{SIGMA_E_S_CM:.3g}",
        decays=" and ".join(f"{1e9 * a:g} nA exp(−t/{t:g} s)" for a, t in DECAYS_A_S),
        ranges=len(RANGES),
        offset=f"{1e12 * OFFSET_A:g}",
        dc_noise=f"{100 * DC_NOISE:g}",
        t_e=f"{SIGMA_E_S_CM / SIGMA_25C_S_CM:.3g}",
        t1_file=T1_FILE,
        t1_larmor=T1_LARMOR,
        efficiency=f"{100 * T1_EFFICIENCY:g}",
        t1_noise=f"{100 * T1_NOISE:g}",
        table_file=TABLE_FILE,
        low=TABLE_LARMOR[0],
        high=TABLE_LARMOR[1],
        table_noise=f"{100 * TABLE_NOISE:g}",
        table_ea=TABLE_EA,
        tau0=f"{TABLE_TAU0:g}",
        cq=f"{TABLE_CQ / 1e6:g}",
        t1_25=f"{1e3 * float(times().splitlines()[1].split(',')[1]):.1f}",
        day_0=f"{1e3 * SIGMA_DAY_0:g}",
        day_10=f"{1e3 * SIGMA_DAY_10:g}",
        retention=f"{100 * SIGMA_DAY_10 / SIGMA_DAY_0:.0f}",
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
    (folder / DC_FILE).write_bytes(chronoa().encode("latin-1"))
    (folder / T1_FILE).write_bytes(jcamp().encode("utf-8"))
    (folder / TABLE_FILE).write_bytes(times().encode())
    (folder / "README.md").write_bytes(readme().encode())


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
