"""ssNake's own files, .json and .mat: decays and spectra with their axes in Hz."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from naglass_gui.core.arrays import Array
from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats import matlab
from naglass_gui.formats.nmr.reading import Complex, Header, Real, raw_reading, spectrum_reading
from naglass_gui.formats.source import Source

NAME = "ssNake"
VERSION = "1"

_NOTES = {
    "# Scans": "scans", "Recycle Delay [s]": "recycle_delay", "Receiver Gain": "receiver_gain",
    "Experiment Name": "pulse_program", "Sample": "title", "Time Completed": "date",
}  # fmt: skip


def sniff(source: Source) -> float:
    """1 for ssNake's JSON by its keys; 0.9 for a MATLAB file, whose content is not seen from outside."""
    if source.data.startswith(matlab.SIGNATURE):
        return 0.9
    head = source.head.lstrip()
    if not head.startswith("{"):
        return 0.0
    keys = sum(f'"{key}"' in source.text for key in ("dataReal", "dataImag", "freq", "sw", "spec"))
    return 1.0 if keys >= 4 else 0.0


def read(source: Source) -> tuple[Reading, ...]:
    """The decay, spectrum or series of an ssNake file.

    Raises:
        LoadError: no ssNake data in it, a real 2D, or arrays that contradict each other.
    """
    fields = _matlab(source) if source.data.startswith(matlab.SIGNATURE) else _json(source)
    values = fields["data"]
    dimensions = values.ndim
    frequency, width, is_spectrum, reference = (
        _numbers(source, fields, key, dimensions) for key in ("freq", "sw", "spec", "ref")
    )
    if dimensions > 2 or (dimensions == 2 and (np.size(fields.get("hyper", 0)) > 1 or is_spectrum[0])):
        raise LoadError(f"{source.name}: this is a real 2D spectrum; 2D correlation is not read for the moment.")
    header = _header(fields, frequency[-1], reference[-1], width[-1])
    axis = _axis(source, fields, values.shape[-1], dimensions - 1, dimensions)
    delays = _delays(source, fields, values, width[0], header) if dimensions == 2 else None
    if is_spectrum[-1]:
        zero = reference[-1] if np.isfinite(reference[-1]) and reference[-1] > 0 else frequency[-1]
        if not zero > 0:
            raise LoadError(f"{source.name}: it gives no Larmor frequency, so there is no shift axis.")
        return (spectrum_reading(source, axis / zero * 1e6, values, header, delays=delays),)
    return (raw_reading(source, values, header, delays=delays),)


def _header(fields: Mapping[str, Any], frequency: float, reference: float, width: float) -> Header:
    header = Header(
        larmor_frequency=frequency / 1e6,
        reference=reference / 1e6 if np.isfinite(reference) and reference > 0 else frequency / 1e6,
        sweep_width=width,
        origin="ssNake",
    )
    for key, value in fields.get("metaData", {}).items():
        name, text = _NOTES.get(key), str(value).strip()
        if not text or text == "-" or len(text) > 300:
            continue
        if name in ("scans", "recycle_delay", "receiver_gain"):
            try:
                setattr(header, name, float(text))
            except ValueError:
                header.others[key] = text
        elif name is not None:
            setattr(header, name, text)
        else:
            header.others[key] = text
    history = [str(line).strip() for line in np.atleast_1d(fields.get("history", [])).tolist()][:200]
    if history:
        header.others["history"] = "\n".join(history)[:5000]
    if np.any(fields.get("wholeEcho", 0)):
        header.others["whole echo"] = "yes"
    return header


def _axis(source: Source, fields: Mapping[str, Any], points: int, dimension: int, dimensions: int) -> Real:
    """The stored axis of one dimension: Hz from 0 ppm, or s."""
    held = fields.get("xaxArray")
    if held is None:
        raise LoadError(f"{source.name}: it holds no axis (xaxArray). Save it again.")
    # One dimension is kept as a bare array, several as a list of arrays.
    nested = dimensions > 1 or (isinstance(held, list) and len(held) == 1)
    axis = np.asarray(held[dimension] if nested else held, dtype=np.float64).ravel()
    if len(axis) != points:
        raise LoadError(f"{source.name}: its axis has {len(axis)} points, its data {points}: the file is damaged.")
    return axis


def _delays(
    source: Source, fields: Mapping[str, Any], values: Complex, width: float, header: Header
) -> list[float] | None:
    """The delays of a series, where its axis is not just the row number at some sweep width."""
    axis = _axis(source, fields, values.shape[0], 0, 2)
    counted = np.arange(len(axis)) / width
    if np.allclose(axis, counted, rtol=1e-6, atol=1e-12) or not (np.isfinite(axis).all() and (axis >= 0).all()):
        header.notices.append("The file gives no delays for its series of spectra: type them.")
        return None
    return [float(value) for value in axis]


def _numbers(source: Source, fields: Mapping[str, Any], key: str, dimensions: int) -> Real:
    try:
        numbers = np.atleast_1d(np.asarray(fields[key], dtype=np.float64)).ravel()
    except (KeyError, ValueError, TypeError) as fault:
        raise LoadError(
            f"{source.name}: its field “{key}” is missing or damaged. Save it again.", str(fault)
        ) from fault
    if len(numbers) != dimensions:
        raise LoadError(f"{source.name}: its field “{key}” has {len(numbers)} values for {dimensions} dimensions.")
    return numbers


def _json(source: Source) -> dict[str, Any]:
    try:
        content = json.loads(source.text)
        real, imag = (np.asarray(content[key], dtype=np.float64) for key in ("dataReal", "dataImag"))
        # Data of one dimension and of several phases are wrapped in one list more.
        real, imag = (part[0] if part.ndim == 2 and len(content["freq"]) == 1 else part for part in (real, imag))
        fields = {**content, "data": real + 1j * imag}
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as fault:
        raise LoadError(
            f"{source.name}: this is no complete ssNake file; it is damaged. Save it again.", str(fault)
        ) from fault
    meta = fields.get("metaData")
    fields["metaData"] = meta if isinstance(meta, dict) else {}
    fields["history"] = [h for h in fields.get("history") or [] if isinstance(h, str)]
    return fields


def _matlab(source: Source) -> dict[str, Any]:
    """The fields of the structure that ssNake keeps, with one-dimensional arrays for MATLAB's rows."""
    try:
        held = matlab.variables(source.data)
    except matlab.Damaged as fault:
        raise LoadError(f"{source.name}: this MATLAB file is damaged: {fault}. Save it again.") from fault
    wanted = {"data", "freq", "sw", "spec", "xaxArray"}
    found = next((v for v in held.values() if isinstance(v, dict) and wanted <= set(v)), None)
    if found is None:
        raise LoadError(f"{source.name}: this MATLAB file holds no ssNake data, and no other is read.")
    data = _complex(source, found["data"])
    # The first axis counts the parts of hypercomplex data: one, unless it is a real 2D.
    one_part = data.ndim == np.size(found["freq"]) + 1 and data.shape[0] == 1
    fields = {**found, "data": data[0] if one_part else data}
    if not isinstance(fields["xaxArray"], list):
        fields["xaxArray"] = np.ravel(fields["xaxArray"])
    meta = fields.get("metaData")
    fields["metaData"] = meta if isinstance(meta, dict) else {}
    return fields


def _complex(source: Source, values: Array) -> Complex:
    try:
        return np.asarray(values, dtype=np.complex128)
    except (ValueError, TypeError) as fault:
        raise LoadError(
            f"{source.name}: its data are no numbers; the file is damaged. Save it again.", str(fault)
        ) from fault
