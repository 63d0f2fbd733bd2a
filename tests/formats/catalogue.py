"""Every file of data/eis: its sweeps and points with numbers read by eye in the file, or the words of its refusal."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Opens:
    """Points of each sweep; the first point of the first sweep and the last of the last.

    A point is (f, Z', Z''), or for a polarization (time, current, voltage).
    """

    points: tuple[int, ...]
    first: Point
    last: Point
    technique: str = "eis"


@dataclass(frozen=True)
class Refused:
    """Words its sentence must hold."""

    words: str


STACKED = Opens((29,) * 4, (1e4, 109.00918219439028, -26.55567987651522), (1.0, 645.4787001504939, -90.61812830738303))
SINGLE = Opens((29,), STACKED.first, STACKED.last)
VT = "EISFitpython/EIS_Data/Example-3-4/s04147-{}deg.txt"
ECLAB = "yadg/tests/test_x_eclab/"
LPSCL = "hybrid-drt/tutorials/data/PEIS_LPSCl_IonBlocking_-25C"
LPSCL_FIRST = (7.0000185e6, 359.24146, -290.92038)
ZAHNER = "Zahner-Analysis-Python/Examples/"
CA = Opens(
    (20,) * 4,
    (20.65059947832196, 9.693702445496222e-6, 3.4241872),
    (629.9353971363016, 1.332343220587126e-5, 3.4431317),
    "polarization",
)

FILES: dict[str, Opens | Refused] = {
    "EISFitpython/EIS_Data/CSV_Example.csv": Opens(
        (50,), (1e6, 2369.7656, -6737.6167), (0.30000001, 475032.12, -373631.62)
    ),
    "EISFitpython/EIS_Data/Example-2/Example2a.txt": Opens(
        (51,), (1e6, 3805.5903, -6318.0615), (0.30000001, 218314.67, -150821.22)
    ),
    VT.format(140): Opens((42,), (1e6, 2.21423e4, -5.43115e4), (0.03, 3.27266e6, -1.40853e6)),
    VT.format(150): Opens((42,), (1e6, 2.26968e4, -4.63730e4), (0.03, 2.03344e6, -1.05180e6)),
    VT.format(160): Opens((42,), (1e6, 2.11122e4, -3.95568e4), (0.03, 1.32853e6, -7.93978e5)),
    VT.format(170): Opens((41,), (1e6, 2.07915e4, -3.33040e4), (0.045773, 8.02011e5, -4.61894e5)),
    VT.format(180): Opens((41,), (1e6, 1.96241e4, -2.76066e4), (0.045773, 5.47582e5, -3.44520e5)),
    VT.format(190): Opens((41,), (1e6, 1.76938e4, -2.26127e4), (0.045773, 3.81677e5, -2.56512e5)),
    VT.format(200): Opens((40,), (1e6, 1.58596e4, -1.83471e4), (0.069838, 2.35592e5, -1.37609e5)),
    "EISFitpython/EIS_Data/Example_header.txt": Opens(
        (50,), (1e7, 3.032358e4, 3.829188e4), (0.003, 2.027865e8, -7.295690e7)
    ),
    "EISFitpython/Example_scripts/Example3/Arrhenius_Analysis_Report.txt": Refused("not impedance"),
    "EISFitpython/Example_scripts/Example3/Batch_EISfit_Report.txt": Refused("not impedance"),
    "EISFitpython/Example_scripts/Example3/Effective_Capacitance_Values.txt": Refused("not impedance"),
    "PROVENANCE.md": Refused("not impedance"),
    "PyEIS/Tutorials/data/ex1.mpt": Opens(
        (59, 59), (2.0001948e5, 428.90558, -372.31183), (1.0005763e-2, 66802.320, -33712.059)
    ),
    # 20 points up from 1 kHz, then 55 down from 100 kHz.
    ZAHNER + "BasicIntroduction/rc-data.ism": Opens(
        (20, 55), (1049.3, 29038.58186, -1031097.437), (0.2, 99513834.07, -1933631.425)
    ),
    ZAHNER + "ComplexFitConfigurations/li-ion-battery.ism": Opens(
        (128,), (5e-4, 0.4165475157, -0.5358501948), (5e3, 0.02742234921, 0.02385469513)
    ),
    ZAHNER + "ImpedanceVsVoltageSeriesFit/measured_spectras/000_mvdc.ism": Opens((38,), (100, 8635.462813, -160.2456224), (5e5, 0.1401019775, -91.67661431)),
    ZAHNER + "ImpedanceVsVoltageSeriesFit/measured_spectras/100_mvdc.ism": Opens((38,), (100, 358.3668466, -0.2886054239), (5e5, 20.80221395, -84.59645974)),
    ZAHNER + "ImpedanceVsVoltageSeriesFit/measured_spectras/200_mvdc.ism": Opens((38,), (100, 7.495233115, 0.001971636207), (5e5, 7.415870272, -0.499183465)),
    "gamry-parser/tests/chronoa_data.dta": Opens(
        (10,), (0, -2.34197e-8, -5.4e-4), (270, 3e-9, 0.4), "polarization"
    ),
    # Its last four rows are set apart by spaces.
    "gamry-parser/tests/eispot_data.dta": Opens((10,), (1e4, 224.6075, -3.767681), (0.5, 226.885, -7.053867)),
    LPSCL + ".mpr": Opens((79,), LPSCL_FIRST, (0.10002181, 1799427.6, -8093785.5)),
    LPSCL + ".txt": Opens((79,), LPSCL_FIRST, (0.10002181, 1799427.6, -8093785.5)),
    LPSCL + "_RelaxIS.txt": Opens((79,), (0.10002180953933, 1799427.625, -8093785.5), (7.0000185e6, 359.241455, -290.92038)),
    "hybrid-drt/tutorials/data/sample_info.txt": Refused("not impedance"),
    "impedance.py/data/Circuit1_EIS_1.z": Opens((48,), (5e4, 29.036, 0.63662), (1.0, 75.803, -0.16244)),
    "impedance.py/data/Circuit2_EIS_1.z": Opens((56,), (3e5, 147.77, -11.335), (1.0, 654.19, 0.64271)),
    "impedance.py/data/exampleData.csv": Opens(
        (66,), (3.1623e-3, 4.949989776405060e-2, -2.043869854441892e-2), (1e4, 1.577148266048593e-2, 1.015747456493824e-2)
    ),
    "impedance.py/data/exampleDataAutolab.txt": Opens(
        (41,), (1e4, 0.013785863964281, 0.007191946305823), (0.1, 0.0345697771923854, -0.00390292888845954)
    ),
    "impedance.py/data/exampleDataBioLogic.mpt": Opens(
        (43,), (1.0003201e3, 65.470886, -0.38998979), (1.6895540e-2, 110.97003, -2.3458567)
    ),
    "impedance.py/data/exampleDataCHInstruments.txt": Opens((73,), (9.961e4, 98.91, -2.748), (0.1, 5685, -15860)),
    "impedance.py/data/exampleDataGamry.DTA": Opens(
        (72,), (200015.6, 825.8584, -1367.239), (0.0158898, 17007.49, -6635.557)
    ),
    "impedance.py/data/exampleDataParstat.txt": Opens(
        (31,), (1e4, -0.00049816280376104, 0.0175143479976367), (10, 0.0270946491457229, -0.00399791080333837)
    ),
    "impedance.py/data/exampleDataPowersuite.txt": Opens((30,), (0.1, 423929.46, -49014.063), (2e6, -470.54113, -1397.7358)),
    "impedance.py/data/exampleDataZPlot.z": Opens((21,), (3e5, 147.77, -11.335), (3e3, 613.68, -137.13)),
    "pyDRTtools/EIS data/csv files/data_1.csv": Opens(
        (107,), (999.040405, 0.109963283, 0.003569859), (0.005000832, 0.145364374, -0.021382034)
    ),
    "pyDRTtools/tutorial/data/1ZARC.csv": Opens(
        (81,), (0.01, 59.20397431908595, 0.5913301898954791), (1e6, 10.317831664834927, 31.16422514427696)
    ),
    "pyDRTtools/tutorial/data/2ZARC2.csv": Opens(
        (81,), (0.01, 89.45014043025988, -0.901983282619992), (1e6, 10.54976484650894, -0.8581951176985114)
    ),
    "pyimpspec/tests/case-multiple-spectra.csv": STACKED,
    "pyimpspec/tests/data-comma-decimal-separator.csv": SINGLE,
    "pyimpspec/tests/data.P00": Opens((29,), (1e4, 109.0, -26.556), (1.0, 645.5, -90.618)),
    "pyimpspec/tests/data.dfr": SINGLE,
    "pyimpspec/tests/data.dta": SINGLE,
    "pyimpspec/tests/data.i2b": SINGLE,
    "pyimpspec/tests/data.ids": Opens((29, 29), (1e4, 109.009, -26.5557), (1.0, 645.479, -90.6181)),
    "pyimpspec/tests/data.mpt": SINGLE,
    "pyimpspec/tests/data.xlsx": STACKED,
    "pyimpspec/tests/data.z": SINGLE,
    ECLAB + "ca.issue_149.mpr": CA,
    ECLAB + "ca.issue_149.mpt": CA,
    ECLAB + "peis.issue_149.mpr": Opens((21,) * 4, (1.9999814e5, 12.753284, -0.96167845), (99.968163, 82.633186, -17.386202)),
    ECLAB + "peis.issue_149.mpt": Opens((21,) * 4, (1.9999814e5, 12.753284, -0.96167845), (99.968163, 82.633186, -17.386202)),
    ECLAB + "peis.mpr": Opens((32,), (1.9999814e5, 10.512296, -0.73047662), (1.0000616, 18.024315, -2.6962531)),
    ECLAB + "peis.mpt": Opens((32,), (1.9999814e5, 10.512296, -0.73047662), (1.0000616, 18.024315, -2.6962531)),
}  # fmt: skip
