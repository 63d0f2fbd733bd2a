"""A table of names and quantities, and how it is written for other programs: TSV, CSV, LaTeX, Markdown."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from naglass_gui.core.doubt import MARK
from naglass_gui.core.quantity import format_value, unit_symbol

Decimal = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what stands above it, its unit where all cells share one, and whether it holds quantities."""

    name: str
    unit: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A quantity in a table; `value` is None where there is none, `remark` says why it is doubtful."""

    value: float | None
    stderr: float | None = None
    unit: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; a row holds a text or a Cell for each column."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[str | Cell, ...], ...]


def tsv(table: Table, decimal: Decimal = ".") -> str:
    """Tab-separated, for Excel and Origin: value, standard error and unit in columns of their own at full precision."""
    return "".join("\t".join(_clean(cell) for cell in row) + "\n" for row in _plain(table, decimal))


def csv_text(table: Table, decimal: Decimal = ".") -> str:
    """Comma-separated (semicolons with a decimal comma), value, standard error and unit in columns of their own."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if decimal == "," else ",", lineterminator="\n")
    writer.writerows(_plain(table, decimal))
    return out.getvalue()


def markdown(table: Table) -> str:
    """A Markdown table with values as papers print them."""
    heads = [_markdown(_titled(head)) for head in table.heads]
    rule = ["---:" if head.number else "---" for head in table.heads]
    rows = [
        [_markdown(_printed(cell, head)) for cell, head in zip(row, table.heads, strict=True)] for row in table.rows
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in [heads, rule, *rows])


def latex(table: Table) -> str:
    r"""A LaTeX tabular; its rules need \usepackage{booktabs}."""
    columns = "".join("r" if head.number else "l" for head in table.heads)
    heads = " & ".join(_latex(_titled(head)) for head in table.heads)
    lines = [rf"\begin{{tabular}}{{{columns}}}", r"\toprule", rf"{heads} \\", r"\midrule"]
    for row in table.rows:
        cells = [_latex(_printed(cell, head)) for cell, head in zip(row, table.heads, strict=True)]
        lines.append(rf"{' & '.join(cells)} \\")
    return "\n".join([*lines, r"\bottomrule", r"\end{tabular}", ""])


# -- plain numbers -------------------------------------------------------------------------------------------------


def _plain(table: Table, decimal: Decimal) -> Iterable[Sequence[str]]:
    remarked = {k for row in table.rows for k, cell in enumerate(row) if isinstance(cell, Cell) and cell.remark}
    heads: list[str] = []
    for k, head in enumerate(table.heads):
        prefix = "" if head.name == "value" else f"{head.name} "
        heads += [head.name, f"{prefix}s.e.", f"{prefix}unit"] if head.number else [head.name]
        heads += [f"{prefix}remark"] if k in remarked else []
    yield heads
    for row in table.rows:
        line: list[str] = []
        for k, (cell, head) in enumerate(zip(row, table.heads, strict=True)):
            if isinstance(cell, str):
                line += [_unformula(cell), "", ""] if head.number else [_unformula(cell)]
            else:
                unit = (cell.unit or head.unit) if cell.value is not None else ""
                line += [_digits(cell.value, decimal), _digits(cell.stderr, decimal), unit_symbol(unit)]
            if k in remarked:
                line.append(cell.remark if isinstance(cell, Cell) else "")
        yield line


def _digits(value: float | None, decimal: Decimal) -> str:
    if value is None or not math.isfinite(value):
        return ""
    return repr(float(value)).replace(".", decimal)


def _unformula(text: str) -> str:
    """Names come from files: none may start a formula in a spreadsheet."""
    return f"'{text}" if text[:1] in ("=", "+", "@") or (text[:1] == "-" and not text[1:2].isdigit()) else text


def _clean(text: str) -> str:
    return " ".join(text.split()) if any(c in text for c in "\t\n\r") else text


# -- printed numbers -----------------------------------------------------------------------------------------------


def _titled(head: Head) -> str:
    return f"{head.name} / {unit_symbol(head.unit)}" if head.unit else head.name


def _printed(cell: str | Cell, head: Head) -> str:
    if isinstance(cell, str):
        return cell
    if cell.value is None:
        return "–"
    text = format_value(cell.value, cell.stderr) + (MARK if cell.remark else "")
    unit = "" if head.unit else unit_symbol(cell.unit)
    return f"{text} {unit}".rstrip()


def _markdown(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ")


_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "±": r"$\pm$", "×": r"$\times$", "−": "$-$", "–": "--",
    "Ω": r"$\Omega$", "µ": r"$\mu$", "°": r"$^\circ$", "σ": r"$\sigma$", "ε": r"$\varepsilon$", "χ": r"$\chi$",
    "½": "$^{1/2}$", "\n": " ", "₀": "$_0$",
}  # fmt: skip
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0123456789+-n", strict=True))


def _latex(text: str) -> str:
    out: list[str] = []
    raised = ""
    for character in text + "\0":
        if character in _RAISED:
            raised += _RAISED[character]
            continue
        if raised:
            out.append(f"$^{{{raised}}}$")
            raised = ""
        out.append(_LATEX.get(character, "" if character == "\0" else character))
    return "".join(out)
