"""What acqus and procs say of an experiment."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.formats.nmr.conflicts import SAME_FREQUENCY
from naglass_gui.formats.nmr.group_delay import group_delay
from naglass_gui.formats.nmr.parameters import Parameters
from naglass_gui.formats.nmr.reading import Header
from naglass_gui.formats.source import Source, decode

_WINDOWS = {0: "none", 1: "em", 2: "gm", 3: "sine", 4: "qsine"}
_OTHERS = {
    "INSTRUM": "instrument", "PROBHD": "probe", "SOLVENT": "solvent", "DS": "dummy_scans", "DE": "pre_scan_delay (us)",
    "NUC2": "nucleus 2", "BF1": "BF1 (MHz)", "O1": "O1 (Hz)", "DIGMOD": "DIGMOD", "DSPFVS": "DSPFVS", "DECIM": "DECIM",
    "AQ_mod": "AQ_mod", "NC": "NC", "EXP": "experiment", "CPDPRG2": "decoupling", "VDLIST": "delay list",
}  # fmt: skip
_ARRAYS = {
    "P": "pulses P (us)",
    "D": "delays D (s)",
    "CNST": "constants CNST",
    "PLW": "power levels PLW (W)",
    "PL": "power levels PL (dB)",
}


def acquisition_header(source: Source, acqus: Parameters, procs: Parameters, procno: str | None) -> Header:
    """The header of the raw data; phases, apodization and reference are those of the first processed data set."""
    header = _common(source, acqus, procno)
    _stored_processing(header, procs)
    header.sweep_width = acqus.number("SW_h")
    delay = group_delay(acqus.number("GRPDLY"), acqus.number("DSPFVS"), acqus.number("DECIM"))
    header.group_delay = delay
    if delay is None:
        header.notices.append(
            "The delay of its digital filter is not known (DSPFVS, DECIM): the first-order phase will be large."
        )
    base, stored = acqus.number("BF1"), procs.number("SF")
    if base and stored and abs(stored - base) <= SAME_FREQUENCY * base:
        header.reference = stored
    else:
        header.reference = base
        if base and stored and procno is not None:
            header.notices.append(
                f"The stored reference of procno {procno} ({stored:.6g} MHz) lies more than 1 % off the spectrometer's "
                f"{base:.6g} MHz, so it is not used: reference the spectrum."
            )
    return header


def processed_header(source: Source, acqus: Parameters, procs: Parameters, procno: str) -> Header:
    """The header of one processed data set."""
    header = _common(source, acqus, procno)
    _stored_processing(header, procs)
    header.sweep_width = procs.number("SW_p")
    header.reference = procs.number("SF")
    header.nc_proc = procs.whole("NC_proc")
    base = acqus.number("BF1")
    if base and header.reference and abs(header.reference - base) > SAME_FREQUENCY * base:
        header.notices.append(
            f"The reference SF ({header.reference:.6g} MHz) lies more than 1 % off the spectrometer's {base:.6g} MHz; "
            "the shift axis is as in the file: reference the spectrum."
        )
    if procs.whole("PH_mod") in (2, 3):
        header.notices.append(
            "The stored spectrum is a magnitude or power spectrum: it cannot be phased, nor its areas compared."
        )
    return header


def _common(source: Source, acqus: Parameters, procno: str | None) -> Header:
    nucleus = next((n for key in ("NUC1", "NUCLEUS") if nucleus_named(n := acqus.text(key) or "")), None)
    title = source.member(f"pdata/{procno}/title") if procno is not None else None
    seconds = acqus.number("DATE")
    mode = acqus.text("PULPROG")
    return Header(
        nucleus=nucleus,
        larmor_frequency=acqus.number("SFO1"),
        scans=acqus.whole("NS"),
        receiver_gain=acqus.number("RG"),
        recycle_delay=acqus.element("D", 1),
        pulse=acqus.element("P", 1),
        mas_rate=acqus.number("MASR"),
        temperature=acqus.number("TE"),
        title=decode(title).strip()[:2000] if title else None,
        pulse_program=mode,
        origin=acqus.text("ORIGIN"),
        date=_date(seconds),
        proton_frequency=_proton_frequency(acqus),
        others=_others(acqus),
    )


def _stored_processing(header: Header, procs: Parameters) -> None:
    header.phase0, header.phase1 = procs.number("PHC0"), procs.number("PHC1")
    header.line_broadening = procs.number("LB")
    header.window = _WINDOWS.get(procs.whole("WDW") or 0)
    header.size = procs.whole("SI")
    header.points_used = (procs.whole("TDeff") or 0) // 2
    if header.window == "gm" and (gb := procs.number("GB")) is not None:
        header.others["GB"] = repr(gb)
    if header.window in ("sine", "qsine") and (ssb := procs.number("SSB")) is not None:
        header.others["SSB"] = repr(ssb)


def _proton_frequency(acqus: Parameters) -> float | None:
    """The magnet as its 1H frequency in MHz: of the channel on protons, or of one that is off, where TopSpin writes it."""
    channels = [(acqus.text(f"NUC{i}"), acqus.number(f"BF{i}")) for i in range(1, 9)]
    for nucleus, frequency in channels:
        if frequency and nucleus_named(nucleus or "") is nucleus_named("1H"):
            return frequency
    # The first channel that is off: later ones may be left from another magnet.
    return next((f for nucleus, f in channels[1:] if f and (nucleus or "off").lower() == "off"), None)


def _others(acqus: Parameters) -> dict[str, str]:
    told = {name: value for key, name in _OTHERS.items() if (value := acqus.text(key)) and len(value) < 300}
    for key, name in _ARRAYS.items():
        values = [
            f"{key}{i} = {v:g}" for i, v in enumerate(acqus.array(key)) if math.isfinite(v) and v not in (0, 120, 1000)
        ]
        if values and len(values) <= 40:
            told[name] = ", ".join(values)
    return told


def _date(seconds: float | None) -> str | None:
    if seconds is None or not 0 < seconds < 4e9:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
