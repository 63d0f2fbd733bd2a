"""Whether a decoded project holds together: ids, references, arrays, links. The types alone cannot say."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping

from naglass_gui.core.arrays import ArrayRef
from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import order, parse
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Channel, Measurement, Project
from naglass_gui.storage.json_types import StateFault

DTYPES = frozenset(("|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"))
MAX_DIMENSIONS = 8
MAX_BYTES = 2**40
DIGEST = re.compile(r"[0-9a-f]{64}")


def check_project(project: Project) -> None:
    """Raise StateFault, with the reason, when parts of a project contradict each other."""
    _check_ids(project)
    _check_references(project)
    _check_arrays(project)
    for measurement in project.measurements():
        _check_shapes(measurement)
    for analysis in project.analyses:
        check_analysis(analysis)


def check_array(ref: ArrayRef) -> None:
    """Raise StateFault for an array name that no array can have."""
    if not DIGEST.fullmatch(ref.digest):
        raise StateFault("names an array by something that is no digest")
    if ref.dtype not in DTYPES:
        raise StateFault(f"names an array of the unknown kind {ref.dtype[:20]!r}")
    # An empty array may have no endless other side either: numpy refuses that in its own way.
    if (
        len(ref.shape) > MAX_DIMENSIONS
        or min(ref.shape, default=0) < 0
        or math.prod(n or 1 for n in ref.shape) > MAX_BYTES
    ):
        raise StateFault("names an array of an impossible size")


def _check_arrays(project: Project) -> None:
    kinds: dict[str, ArrayRef] = {}
    for ref in project.arrays():
        if kinds.setdefault(ref.digest, ref) != ref:
            raise StateFault("names one array in two shapes")
        check_array(ref)


def _check_ids(project: Project) -> None:
    seen: set[str] = {project.id}
    for id in _ids(project):
        if not 0 < len(id) <= 100 or id in seen:
            raise StateFault("gives two parts the same id" if id in seen else "has a part with an impossible id")
        seen.add(id)


def _ids(project: Project) -> Iterator[str]:
    for sample in project.samples:
        yield sample.id
        yield from (specimen.id for specimen in sample.specimens)
        yield from (measurement.id for measurement in sample.measurements)
    yield from (analysis.id for analysis in project.analyses)
    yield from (figure.id for figure in project.figures)


def _check_references(project: Project) -> None:
    specimens = {specimen.id for sample in project.samples for specimen in sample.specimens}
    for measurement in project.measurements():
        if measurement.specimen is not None and measurement.specimen not in specimens:
            raise StateFault(f"has a measurement, {measurement.name!r}, of a specimen that is not there")
    measured = {measurement.id for measurement in project.measurements()}
    sources = {analysis.id: analysis.sources for analysis in project.analyses}
    for analysis in project.analyses:
        if any(source not in measured and source not in sources for source in analysis.sources):
            raise StateFault(f"has an analysis, {analysis.name!r}, of a source that is not there")
    if _has_cycle({id: [s for s in needed if s in sources] for id, needed in sources.items()}):
        raise StateFault("has analyses that are made from each other in a circle")


def _has_cycle(needs: Mapping[str, Iterable[str]]) -> bool:
    """Kahn's algorithm: whether some nodes can never be reached because they wait for each other."""
    missing = {id: set(needed) for id, needed in needs.items()}
    users: dict[str, list[str]] = {id: [] for id in missing}
    for id, needed in missing.items():
        for source in needed:
            users[source].append(id)
    ready = [id for id, needed in missing.items() if not needed]
    done = 0
    while ready:
        done += 1
        node = ready.pop()
        for user in users[node]:
            missing[user].discard(node)
            if not missing[user]:
                ready.append(user)
    return done < len(missing)


def _check_shapes(measurement: Measurement) -> None:
    """Signals have one shape; an axis has it too, or runs along one of its dimensions."""
    shapes = {channel.array.shape for channel in measurement.channels if channel.role == "signal"}
    if len(shapes) > 1:
        raise StateFault(f"has a measurement, {measurement.name!r}, whose columns differ in length")
    for shape in shapes:
        if not all(_fits(channel, shape) for channel in measurement.channels if channel.role == "axis"):
            raise StateFault(f"has a measurement, {measurement.name!r}, with an axis of another length than its data")


def _fits(axis: Channel, shape: tuple[int, ...]) -> bool:
    return axis.array.shape == shape or (len(axis.array.shape) == 1 and axis.array.shape[0] in shape)


def check_analysis(analysis: Analysis) -> None:
    """Raise StateFault, with the reason, when parts of an analysis contradict each other."""
    for part in (analysis.fits, analysis.regions, analysis.components):
        if len({item.id for item in part}) < len(part):
            raise StateFault(f"gives two parts of the analysis {analysis.name!r} the same id")
    if any(not region.low < region.high for region in analysis.regions):
        raise StateFault(f"has an analysis, {analysis.name!r}, with an empty or reversed region")
    if any(mask.index < 0 for mask in analysis.masked):
        raise StateFault(f"has an analysis, {analysis.name!r}, that leaves out a point before the first")
    _check_links(analysis)


def _check_links(analysis: Analysis) -> None:
    parameters: list[Parameter] = [*analysis.parameters, *(p for c in analysis.components for p in c.parameters)]
    try:
        used = {name for p in parameters if p.link for name in parse(p.link).names}
        links = {p.name: p.link for p in analysis.parameters if p.link}
        order(links, used | {p.name for p in analysis.parameters})
    except InputError as fault:
        raise StateFault(f"has a link in the analysis {analysis.name!r} that cannot be computed: {fault}") from fault
