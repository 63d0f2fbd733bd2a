from __future__ import annotations

import csv
import io

from naglass_gui.core.table import Cell, Head, Table, csv_text, latex, markdown, tsv

TABLE = Table(
    (Head("sample"), Head("σ", "S/cm", number=True), Head("R", number=True)),
    (
        ("NTC, 4 h", Cell(1.0845e-4, 2.1e-6), Cell(1467.5, 12.1, "ohm")),
        ("=cmd|x", Cell(None), Cell(-3.5e-9, None, "ohm")),
    ),
)


def test_tab_separated_has_value_error_and_unit_apart_at_full_precision() -> None:
    assert tsv(TABLE).splitlines() == [
        "sample\tσ\tσ s.e.\tσ unit\tR\tR s.e.\tR unit",
        "NTC, 4 h\t0.00010845\t2.1e-06\tS cm⁻¹\t1467.5\t12.1\tΩ",
        "'=cmd|x\t\t\t\t-3.5e-09\t\tΩ",
    ]


def test_a_decimal_comma_needs_another_separator_in_csv() -> None:
    rows = list(csv.reader(io.StringIO(csv_text(TABLE, ",")), delimiter=";"))
    assert rows[1] == ["NTC, 4 h", "0,00010845", "2,1e-06", "S cm⁻¹", "1467,5", "12,1", "Ω"]
    assert list(csv.reader(io.StringIO(csv_text(TABLE))))[1][0] == "NTC, 4 h"


def test_markdown_prints_values_as_papers_do() -> None:
    assert markdown(TABLE).splitlines() == [
        "| sample | σ / S cm⁻¹ | R |",
        "| --- | ---: | ---: |",
        "| NTC, 4 h | (1.084 ± 0.021) × 10⁻⁴ | 1468 ± 12 Ω |",
        "| =cmd\\|x | – | −3.5000 × 10⁻⁹ Ω |",
    ]


def test_latex_escapes_names_and_raises_powers() -> None:
    lines = latex(TABLE).splitlines()
    assert lines[0] == r"\begin{tabular}{lrr}"
    assert lines[2] == r"sample & $\sigma$ / S cm$^{-1}$ & R \\"
    assert lines[4] == r"NTC, 4 h & (1.084 $\pm$ 0.021) $\times$ 10$^{-4}$ & 1468 $\pm$ 12 $\Omega$ \\"
    hostile = Table((Head("a_b"),), ((r"50 % & \input{x} #1 $ ^ ~",),))
    assert latex(hostile).splitlines()[4] == (
        r"50 \% \& \textbackslash{}input\{x\} \#1 \$ \textasciicircum{} \textasciitilde{} \\"
    )


def test_a_doubtful_value_bears_a_star_in_print_and_a_remark_among_plain_numbers() -> None:
    table = Table((Head("name"), Head("share", "%", True)), (("NaCl", Cell(26.0, 0.4, remark="errors too small")),))
    assert tsv(table).splitlines() == [
        "name\tshare\tshare s.e.\tshare unit\tshare remark",
        "NaCl\t26.0\t0.4\t%\terrors too small",
    ]
    assert markdown(table).splitlines()[2] == "| NaCl | 26.00 ± 0.40* |"
