"""What is known of how a spectrum was measured, as a person reads it. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence

from naglass_gui.core.conditions import unlikely_temperature
from naglass_gui.core.edits import set_option
from naglass_gui.core.errors import InputError
from naglass_gui.core.nuclei import nucleus_named
from naglass_gui.core.project import Analysis, Measurement, Project, evolve
from naglass_gui.techniques.nmr.metadata import number_in, with_frequency
from naglass_gui.techniques.nmr.spectrum import larmor_in, nucleus_of

RAW = "raw data (FID)"


def read_nucleus(text: str) -> str:
    """A nucleus as typed, "23Na" or "Na-23". Raises InputError for what is none."""
    found = nucleus_named(text)
    if found is None:
        raise InputError(f"“{text.strip()}” is no nucleus that is known here; type it like 23Na.", field="Nucleus")
    return found.name


def nucleus_name(measurement: Measurement, analysis: Analysis | None) -> str | None:
    """The nucleus as it is used now; None where nothing says so."""
    found = nucleus_of(dict(measurement.metadata), analysis) if analysis is not None else None
    return found.name if found is not None else None


def frequency(measurement: Measurement, analysis: Analysis | None) -> float | None:
    """The frequency of 0 ppm in MHz as it is used now."""
    typed = analysis.option("larmor_frequency") if analysis is not None else None
    return larmor_in(dict(measurement.metadata)) or (float(typed) if isinstance(typed, int | float) else None)


def facts(measurement: Measurement) -> str:
    """How it was taken, in one line: "64 scans · gain 10 · recycle delay 5 s · pulse 3 µs · 20 kHz MAS"."""
    known = dict(measurement.metadata)

    def said(name: str, words: str, factor: float = 1.0) -> list[str]:
        value = number_in(known, name)
        return [] if value is None else [words.format(f"{factor * value:.6g}".replace("-", "−"))]

    parts = [
        *said("scans", "{} scans"),
        *said("receiver_gain", "gain {}"),
        *said("recycle_delay", "recycle delay {} s"),
        *said("pulse", "pulse {} µs"),
        *said("mas_rate", "{} kHz MAS", 1e-3),
        *said("nc_proc", "NC_proc {}"),
        *([known["pulse_program"]] if known.get("pulse_program") else []),
    ]
    return " · ".join(parts)


def title(measurement: Measurement) -> str:
    """The title a person gave it at the spectrometer, on one line."""
    return " ".join(dict(measurement.metadata).get("title", "").split())


def contradictions(measurement: Measurement, analysis: Analysis | None) -> tuple[str, ...]:
    """Where the file contradicts itself or is hard to believe, with nucleus and frequency as they are used now."""
    from naglass_gui.formats.nmr.conflicts import conflicts

    known = dict(measurement.metadata)
    rate, proton = number_in(known, "mas_rate"), number_in(known, "proton_frequency")
    told = conflicts(
        known.get("title"), nucleus_name(measurement, analysis), frequency(measurement, analysis), rate, proton
    )
    temperature = measurement.condition("temperature")
    doubt = unlikely_temperature("nmr", temperature.quantity) if temperature and temperature.source != "typed" else ""
    return (*told, f"The header's temperature: {doubt}.") if doubt else told


def of_one_file(project: Project, measurement: Measurement) -> Sequence[tuple[str, Measurement]]:
    """All that one experiment holds: its raw data and each stored spectrum, by name."""
    own = measurement.provenance
    found = [
        m
        for m in project.sample_of(measurement.id).measurements
        if m.technique == measurement.technique and m.provenance.file == own.file and m.provenance.sha256 == own.sha256
    ]
    return [(_name_of(m), m) for m in found]


def set_frequency(project: Project, measurement: Measurement, analysis: Analysis, value: float) -> Project:
    """The project with the frequency of 0 ppm that a person knows better than the file."""
    sample = project.sample_of(measurement.id).id
    project = evolve(
        project, ("samples", sample, "measurements", measurement.id), lambda old: with_frequency(old, value)
    )
    if len(analysis.sources) > 1:  # each spectrum has its own
        return project
    return set_option(project, analysis.id, "larmor_frequency", value)


def _name_of(measurement: Measurement) -> str:
    if any(channel.name == "time" for channel in measurement.channels):
        return RAW
    head, comma, label = measurement.name.rpartition(", ")
    return f"stored spectrum, {label}" if comma and head else "stored spectrum"
