"""JEOL Delta .jdf of one dimension; the header is parsed by nmrglue."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np

from naglass_gui.core.errors import LoadError
from naglass_gui.core.nuclei import PROTON_MHZ_PER_TESLA
from naglass_gui.core.reading import Reading
from naglass_gui.formats.nmr.reading import MAX_POINTS, Header, Real, raw_reading, spectrum_reading
from naglass_gui.formats.source import Source

NAME = "JEOL Delta"
VERSION = "1"

_MAGIC = b"JEOL.NMR"
_OTHERS = {
    "solvent": "solvent", "x_angle": "flip angle (deg)", "x_atn": "attenuation (dB)", "x_acq_time": "acquisition time (s)",
    "sample_id": "sample", "experiment": "experiment", "inst_model_number": "instrument", "version": "Delta",
    "irr_domain": "decoupled nucleus", "filter_factor": "filter_factor", "x_prescans": "dummy_scans",
}  # fmt: skip


def sniff(source: Source) -> float:
    """1 for a file that begins with JEOL.NMR."""
    return 1.0 if source.data.startswith(_MAGIC) else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The decay or spectrum of a Delta file.

    Raises:
        LoadError: several dimensions, a damaged header, or data of a kind that no sample was at hand for.
    """
    head, parameters = _parsed(source)
    if head["data_dimension_number"] != 1:
        raise LoadError(
            f"{source.name}: this JEOL file has several dimensions; 2D correlation is not read for the moment."
        )
    if head["data_format"] != "one_d" or head["data_axis_type"][0] not in ("real", "complex"):
        raise LoadError(f"{source.name}: this kind of JEOL file is not read. Export it as JCAMP-DX.")
    sections = _sections(source, head)
    # Delta's signal runs the other way round.
    signal = sections[0] - 1j * sections[1] if len(sections) == 2 else sections[0]
    header = _header(head, parameters)
    unit = head["units"][0][2]
    begin, end = head["data_axis_start"][0], head["data_axis_stop"][0]
    if unit == "ppm":
        return (spectrum_reading(source, np.linspace(begin, end, len(signal)), signal, header),)
    if unit != "second" or len(sections) != 2:
        raise LoadError(f"{source.name}: this kind of JEOL file is not read. Export it as JCAMP-DX.")
    if end > begin:
        header.sweep_width = (len(signal) - 1) / (end - begin)
    return (raw_reading(source, signal.astype(np.complex128), header),)


def _parsed(source: Source) -> tuple[dict[str, Any], dict[str, Any]]:
    from nmrglue.fileio import jeol

    try:
        parsed = jeol.parse_jeol(source.data)
    except (struct.error, KeyError, UnicodeDecodeError, TypeError, OverflowError, ValueError) as fault:
        raise LoadError(
            f"{source.name}: the header of this JEOL file is damaged. Export it again.", str(fault)
        ) from fault
    return parsed["header"], parsed["parameters"]


def _sections(source: Source, head: dict[str, Any]) -> list[Real]:
    """The real part, and the imaginary one of complex data; cut to the points that are valid."""
    points = int(head["data_points"][0])
    kind = {"float64": "f8", "float32": "f4"}.get(head["data_type"])
    count = 2 if head["data_axis_type"][0] == "complex" else 1
    start = int(head["data_start"])
    first, last = int(head["data_offset_start"][0]), int(head["data_offset_stop"][0])
    sound = kind is not None and 0 < points <= MAX_POINTS and math.prod(head["data_points"]) == points
    if not sound or not 0 <= first <= last < points:
        raise LoadError(f"{source.name}: the header of this JEOL file is damaged. Export it again.")
    dtype = np.dtype(("<" if head["endian"] == "little_endian" else ">") + str(kind))
    if start + count * points * dtype.itemsize > len(source.data):
        raise LoadError(f"{source.name}: the file ends before its {points} points. Was it copied completely?")
    values = np.frombuffer(source.data, dtype, count * points, start).astype(np.float64).reshape(count, points)
    return [row[first : last + 1] for row in values]


def _header(head: dict[str, Any], parameters: dict[str, Any]) -> Header:
    def number(key: str) -> float | None:
        value = parameters.get(key)
        return float(value) if isinstance(value, int | float) and math.isfinite(value) else None

    celsius = number("temp_get") if number("temp_get") is not None else number("temp_set")
    frequency, field = number("x_freq"), number("field_strength")
    offset = number("x_offset")
    megahertz = frequency / 1e6 if frequency else None
    made = head["creation_time"]
    return Header(
        nucleus=str(parameters.get("x_domain") or head["data_axis_titles"][0]),
        larmor_frequency=megahertz,
        # x_freq is that of the offset: 0 ppm lies below it.
        reference=megahertz / (1 + offset * 1e-6)
        if megahertz and offset is not None and abs(offset) < 1e5
        else megahertz,
        sweep_width=number("x_sweep"),
        group_delay=_group_delay(parameters),
        scans=number("total_scans"),
        receiver_gain=number("recvr_gain"),
        recycle_delay=number("relaxation_delay"),
        pulse=number("x_pulse"),
        mas_rate=number("mas_spin_get"),
        temperature=None if celsius is None else celsius + 273.15,
        title=str(head["title"]).strip() or None,
        pulse_program=str(parameters.get("experiment") or "") or None,
        origin=f"JEOL Delta, {head['site']}".strip(", "),
        date=f"{made['year']:04d}-{made['month']:02d}-{made['day']:02d}",
        proton_frequency=field * PROTON_MHZ_PER_TESLA if field else None,
        others={name: str(value) for key, name in _OTHERS.items() if (value := parameters.get(key)) not in (None, "")}
        | ({"comment": str(head["comment"]).strip()} if str(head["comment"]).strip() else {}),
    )


def _group_delay(parameters: dict[str, Any]) -> float | None:
    """The delay of Delta's cascade of filters in points, from its orders and factors; None where they are not clear.

    `orders` is their number and then the orders in a fixed width, `factors` one digit each; together they decimate by
    `filter_factor`. Each stage delays by half its order at its own rate.
    """
    if str(parameters.get("digital_filter")) != "TRUE":
        return None
    orders, factors = str(parameters.get("orders", "")), str(parameters.get("factors", ""))
    if not orders[:1].isdigit() or not factors.isdigit():
        return None
    stages, rest = int(orders[0]), orders[1:]
    if stages == 0 or len(factors) != stages or not rest.isdigit() or len(rest) % stages:
        return None
    wide = len(rest) // stages
    steps = [int(digit) for digit in factors]
    if math.prod(steps) != parameters.get("filter_factor"):
        return None
    taps = [int(rest[i * wide : (i + 1) * wide]) for i in range(stages)]
    return sum((tap - 1) / math.prod(steps[i:]) for i, tap in enumerate(taps)) / 2
