"""An analysis as a short Python script of public functions (see scripting.py) that reads the raw file and fits it again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from typing import Any

from naglass_gui import __version__
from naglass_gui.core.errors import InputError
from naglass_gui.core.parameter import Parameter
from naglass_gui.core.project import Analysis, Measurement, Specimen

WIDTH = 118
_NAMES = ("Component", "Mask", "Parameter", "Quantity", "Region", "Specimen")


def script(
    analysis: Analysis, measurements: Sequence[Measurement], specimen: Specimen | None, project_file: str = ""
) -> str:
    """The text of the script.

    Args:
        analysis: what was fitted; the values of its current fit are where the script starts.
        measurements: its sources, in their order.
        specimen: what they were measured on.
        project_file: name of the saved project: a script of what is made from other analyses reads that.

    Raises:
        InputError: the analysis is made from other analyses, and the project was never saved.
    """
    if not measurements or tuple(m.id for m in measurements) != analysis.sources:
        return _of_the_project(analysis, project_file)
    body = [*_data(measurements), "", *_specimen(specimen), *_analysis(analysis)]
    used = [name for name in _NAMES if any(f"{name}(" in line for line in body)]
    head = [
        f'"""{_doc(analysis.name)}: {_doc(analysis.model or "lines of a spectrum")}, as it was fitted with NaGlass {__version__}.',
        "",
        "Run it where the file is; it prints the values with their standard errors.",
        '"""',
        "",
        f"from naglass_gui.scripting import {', '.join([*used, 'analysis', 'fit', 'load', 'show'])}",
        "",
    ]
    single = len(measurements) == 1
    end = [
        "",
        f"result = fit(asked, {'data' if single else '[' + ', '.join(_names(measurements)) + ']'}"
        f"{', pellet' if specimen is not None else ''})",
        f"show(result, {analysis.name!r})",
        "",
    ]
    return "\n".join([*head, *body, *end])


def _of_the_project(analysis: Analysis, project_file: str) -> str:
    """The script of what is made from other analyses: these are fitted again, and it follows."""
    if not project_file:
        raise InputError(f"{analysis.name} is made from other analyses: save the project first, its script reads that.")
    lines = [
        f'"""{_doc(analysis.name)} and everything that it is made from, fitted again with NaGlass {__version__}.',
        "",
        "Run it where the project is; it prints the values with their standard errors.",
        '"""',
        "",
        "from naglass_gui.scripting import open_project, show",
        "",
        f"study = open_project({project_file!r})",
        f"result = study.refit({analysis.name!r})",
        f"show(result, {analysis.name!r})",
        "",
    ]
    return "\n".join(lines)


def _names(measurements: Sequence[Measurement]) -> list[str]:
    return ["data"] if len(measurements) == 1 else [f"data_{k}" for k in range(1, len(measurements) + 1)]


def _data(measurements: Sequence[Measurement]) -> list[str]:
    lines = []
    for name, measurement in zip(_names(measurements), measurements, strict=True):
        source = measurement.provenance
        words = [repr(source.file)]
        words += [f"sweep={source.sweep}"] if source.sweep else []
        words += [f"options={source.options!r}"] if source.options else []
        words.append(f"sha256={source.sha256!r}")
        lines += _call(f"{name} = load", words)
    return lines


def _specimen(specimen: Specimen | None) -> list[str]:
    return [] if specimen is None else [*_laid_out("pellet = ", replace(specimen, notes="")), ""]


def _analysis(analysis: Analysis) -> list[str]:
    fitted = {p.name: p.value for p in analysis.fit.parameters} if analysis.fit is not None else {}

    def at_the_fit(parameters: tuple[Parameter, ...]) -> tuple[Parameter, ...]:
        return tuple(replace(p, value=fitted.get(p.name, p.value)) for p in parameters)

    parts: dict[str, Any] = {
        "parameters": at_the_fit(analysis.parameters),
        "components": tuple(replace(c, parameters=at_the_fit(c.parameters)) for c in analysis.components),
        "regions": analysis.regions,
        "masked": analysis.masked,
        "options": analysis.options,
    }
    lines = ["asked = analysis(", f"    {analysis.technique!r},"]
    lines += [f"    {analysis.model!r},"] if analysis.model else []
    for name, value in parts.items():
        if value:
            lines += [f"    {line}" for line in _laid_out(f"{name}=", value)]
            lines[-1] += ","
    return [*lines, ")"]


def _call(head: str, words: Sequence[str]) -> list[str]:
    one = f"{head}({', '.join(words)})"
    return [one] if len(one) <= WIDTH else [f"{head}(", *(f"    {word}," for word in words), ")"]


def _laid_out(head: str, value: Any) -> list[str]:
    """Code for a value, on one line where it fits, else one line an item."""
    one = f"{head}{_code(value)}"
    if len(one) <= WIDTH - 8:
        return [one]
    if is_dataclass(value) and not isinstance(value, type):
        inner = [line for word, item in _arguments(value) for line in _ended(_laid_out(word, item))]
        return [f"{head}{type(value).__name__}(", *(f"    {line}" for line in inner), ")"]
    if isinstance(value, tuple):
        inner = [line for item in value for line in _ended(_laid_out("", item))]
        return [f"{head}(", *(f"    {line}" for line in inner), ")"]
    return [one]


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1] + ","]


def _code(value: Any) -> str:
    if is_dataclass(value) and not isinstance(value, type):
        words = [f"{word}{_code(item)}" for word, item in _arguments(value)]
        return f"{type(value).__name__}({', '.join(words)})"
    if isinstance(value, tuple):
        return f"({', '.join(_code(item) for item in value)}{',' if len(value) == 1 else ''})"
    return repr(value)


def _arguments(value: Any) -> list[tuple[str, Any]]:
    """What a dataclass is made with: required fields in their places, the others by name where they differ from the default.

    A number or text right after the required ones keeps its place too, as people write Parameter("R0", 170.0, "ohm").
    """
    found: list[tuple[str, Any]] = []
    in_place = True
    for field in fields(value):
        item = getattr(value, field.name)
        required = field.default is MISSING and field.default_factory is MISSING
        if required:
            found.append(("", item))
        elif item != field.default:
            in_place = in_place and field.name in ("unit", "stderr")
            found.append(("" if in_place else f"{field.name}=", item))
        elif field.name in ("unit", "stderr"):
            in_place = False
    return found


def _doc(text: str) -> str:
    """A name inside the script's docstring: nothing in it may end that."""
    return "".join(c for c in text if c.isprintable() and c not in '"\\')
