"""Every file and experiment of data/nmr: what it opens as, with numbers from its header, or the words of its refusal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Opens:
    """What a data set opens as.

    Attributes:
        reader: its format.
        shapes: of the signals of each reading.
        nucleus, megahertz: of the header.
        axis: first and last point of the first reading's axis.
        notices: words of its notices, all of them.
    """

    reader: str
    shapes: tuple[tuple[int, ...], ...]
    nucleus: str | None
    megahertz: float | None
    axis: tuple[float, float]
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refused:
    """Words its sentence must hold."""

    words: str


NO_DATA = Refused("not impedance or DC data")
TEXT = Refused("Name them in the column mapper")
SPECTROCHEMPY = "spectrochempy__spectrochempy_data/testdata/nmrdata/bruker/tests/nmr/"
DNPLAB = "DNPLab__DNPLab/data/"
SIMULATED = "deepanshs__mrsimulator/tests/spectral_integration_tests/"
SIMPSON = SIMULATED + "simpson_simulated_lineshapes/"
CARBON = "NMRPy__nmrpy/nmrpy/tests/test_data/bruker2/1"
BA2P2O7 = "deepanshs__mrsimulator/docs/_static/ba2p2o7_zg"
SATREC = "smeerten__ssnake/Tutorial/DataFiles/satrec2D.fid"
TUTORIALS = "smeerten__ssnake_tutorials/"
WRONG_MAGNET = "15N in a magnet of 200.13 MHz"
HOT = "410 °C is more than most NMR probes bear"
ASPIRIN = "cheminfo__jcamp-data-test/data/nmr/aspirin/"
NAMELESS = ("SIMPSON names no nucleus",)

FILES: dict[str, Opens | Refused] = {
    "DNPLab__DNPLab/LICENSE.txt": NO_DATA,
    DNPLAB + "delta/50percCHCL3.jdf": Opens("JEOL Delta", ((16384,),), "1H", 600.17230460376, (0, 0.262128)),
    DNPLAB + "prospa/toluene_10mM_Tempone/1/data.1d": Refused("a Magritek Prospa file (.1d)"),
    DNPLAB + "tnmr/1D.tnt": Opens(
        "Tecmag TNMR", ((3, 1024),), "1H", 14.946627, (0, 1023 * 2e-4), ("no delays", "1H in a magnet of 89.8385 MHz")
    ),
    DNPLAB + "topspin/1": Opens(
        "Bruker TopSpin", ((8192,), (16384,), (16384,)), "15N", 14.83141327, (0, 8191 / 75187.969924812),
        (HOT, WRONG_MAGNET, "magnitude or power"),
    ),
    DNPLAB + "topspin/304": Opens(
        "Bruker TopSpin", ((8, 7983),), "15N", 14.83141327, (0, 7982 / 9980.03992015968), (HOT, WRONG_MAGNET, "stored reference")
    ),
    CARBON: Opens("Bruker TopSpin", ((18180,), (32768,)), "13C", 150.91783927, (0, 18179 / 30303.0303030303)),
    "PROVENANCE.md": NO_DATA,
    "cheminfo__jcamp-data-test/LICENSE": NO_DATA,
    ASPIRIN + "1h.dx": Opens("JCAMP-DX", ((32768,),), "1H", 300.132250975, (15.47866, -0.478178)),
    ASPIRIN + "1h.fid.dx": Opens("JCAMP-DX", ((8192,),), "1H", 300.132250975, (0, 1.7102808)),
    "cheminfo__jcamp-data-test/data/nmr/varian/1h.jdx": Opens(
        "JCAMP-DX", ((16384,),), "1H", 299.9328561, (16.089531599, -0.746542441)
    ),
    "cheminfo__jeol-data-test/LICENSE": NO_DATA,
    "cheminfo__jeol-data-test/data/EC_10m200u_400_298K_bzhou_qH-1-1.jdf": Opens(
        "JEOL Delta", ((32768,),), "1H", 399.78219837825, (0, 4.37242848)
    ),
    "deepanshs__csdmpy/LICENSE": NO_DATA,
    "deepanshs__csdmpy/tests/file_read/test_files/1.csdfe": Refused("no valid CSDM file: its key must be “csdm”, not “CSDM”"),
    "deepanshs__mrsimulator/LICENSE": NO_DATA,
    BA2P2O7: Opens(
        "Bruker TopSpin", ((3584,), (16384,)), "31P", 162.162503786, (0, 3583 / 125000),
        ("stored reference of procno 1", "reference SF (100.372 MHz)"),
    ),
    "deepanshs__mrsimulator/examples/Na2SiO3_O17.csdf": Opens("CSDM", ((4096,),), None, 54.23708, (-161.8690, 206.7923)),
    SIMULATED + "rmnsim_lineshapes/quad_csa_cross1/test00/test00.json": NO_DATA,
    SIMULATED + "rmnsim_lineshapes/quad_csa_cross1/test00/testIp12.csdf": Opens(
        "CSDM", ((2048,),), None, 47.201, (-169.4879, 169.3224)
    ),
    **{
        SIMPSON + f"{case}/test0{i}/test0{i}.{kind}": what
        for case in ("quad_1st_order", "quad_sidebands")
        for i in (0, 1)
        for kind, what in (
            ("fid", Opens("SIMPSON", ((1024,),), None, None, (0, 1023 / 25000), NAMELESS)),
            ("json", NO_DATA),
            ("txt", TEXT if case == "quad_1st_order" else NO_DATA),
        )
    },
    "jjhelmus__nmrglue/LICENSE.txt": NO_DATA,
    "jjhelmus__nmrglue/examples/coadd/coadd_1d_pipe/test-run01.fid": Opens(
        "NMRPipe", ((1500,),), "13C", 125.681, (0, 1499 / 50000)
    ),
    "jjhelmus__nmrglue/examples/integration/integrate_1d/1d_data.ft": Opens(
        "NMRPipe", ((16384,),), "13C", 125.681, (300.1901, -97.6180)
    ),
    "jjhelmus__nmrglue/examples/integration/integrate_1d/limits.in": NO_DATA,
    "jjhelmus__nmrglue/nmrglue/fileio/tests/data/nmrpipe_1d_freq.fid": Opens("NMRPipe", ((16,),), "1H", 500.0, (149, 55.25)),
    "smeerten__ssnake/Tutorial/DataFiles/1D.json": Opens("ssNake", ((2048,),), None, 600.0, (0, 2047 / 50000)),
    "smeerten__ssnake/Tutorial/DataFiles/1Dintegrate.json": Opens("ssNake", ((4096,),), None, 600.0, (-41.6667, 41.6463)),
    SATREC: Opens("Varian VnmrJ", ((12, 1923),), "87Rb", 196.3444528, (0, 1922 / 192307.692308), ("was not regulated",)),
    TUTORIALS + "CSAfitting/data/GlycineStatic.mat": Opens("ssNake", ((4112,),), None, 75.48585864617, (81.2537, 305.6231)),
    TUTORIALS + "CzjzekFitting/data/FitResult.mat": Opens(
        "ssNake", ((3, 2048),), None, 83.2530860908, (-895.991, 961.634), ("no delays",)
    ),
    TUTORIALS + "MultiFitQuadrupole/data/600MHz.mat": Opens("ssNake", ((16384,),), None, 196.313640905, (-100.5, 52.3412)),
    TUTORIALS + "MultiFitQuadrupole/data/850MHz.mat": Opens("ssNake", ((16384,),), None, 278.019267784, (-106.2318, 37.6646)),
    TUTORIALS + "WholeEchoAcquisition/data": Opens(
        "Varian VnmrJ", ((942,),), "139La", 84.7335957, (0, 941 / 2.5e6), ("was not regulated", "The title names 15N, the header 139La")
    ),
    **{
        SPECTROCHEMPY + f"CP/{expno}": Opens("Bruker TopSpin", ((2013,),), "13C", 100.66805215095, (0, 2012 / 40322.5806451613))
        for expno in (80, 81)
    },
    SPECTROCHEMPY + "h3po4/4": Opens("Bruker TopSpin", ((8192,),), None, 300.129997, (0, 8191 / 50000)),
    SPECTROCHEMPY + "h3po4/readme.md": NO_DATA,
    SPECTROCHEMPY + "relax/100": Opens("Bruker TopSpin", ((9, 2048),), "29Si", 158.84896602, (0, 2047 / 156250)),
    SPECTROCHEMPY + "topspin_1d/1": Opens(
        "Bruker TopSpin", ((12487,), (16384,)), "1H", 500.0731174, (0, 12486 / 250000), ("−55.74 K",)
    ),
}  # fmt: skip
