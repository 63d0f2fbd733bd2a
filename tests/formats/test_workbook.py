"""Excel workbooks: sheets, headers, text that is a number, and zips that are bombs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import ColumnMapping, NeedsMapping, Source, read_file
from tests.formats.tools import arc, table


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(list(line))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def spectrum(r: float = 1000.0) -> list[list[object]]:
    return [["f (Hz)", "Z' (Ω)", "-Z'' (Ω)"], *[[f, re, -im] for f, re, im in arc(r=r)]]


def test_each_sheet_is_a_sweep_and_others_are_passed_over() -> None:
    data = workbook(**{"25 °C": spectrum(), "35 °C": spectrum(2000), "notes": [["pellet 3"], ["0.80 mm"]]})
    read = read_file(Source.from_bytes("VT.xlsx", data))
    assert [r.name for r in read.readings] == ["VT, 25 °C", "VT, 35 °C"]
    assert [dict(r.conditions)["temperature"].value for r in read.readings] == [25, 35]
    assert table(read.readings[1]) == pytest.approx(arc(r=2000))
    again = read_file(Source.from_bytes("VT.xlsx", data, read.options))
    assert [r.name for r in again.readings] == ["VT, 25 °C", "VT, 35 °C"]


def test_one_sheet_bears_the_name_of_the_file() -> None:
    read = read_file(Source.from_bytes("pellet.xlsx", workbook(Sheet1=spectrum())))
    assert [r.name for r in read.readings] == ["pellet"]


def test_numbers_typed_as_text_with_a_comma() -> None:
    lines = [[str(c).replace(".", ",") for c in line] for line in spectrum()]
    read = read_file(Source.from_bytes("a.xlsx", workbook(Sheet1=lines)))
    assert table(read.readings[0]) == pytest.approx(arc())


def test_a_table_below_a_title_and_beside_other_cells() -> None:
    lines = [["Pellet 3"], [], *[[*line, "" if i else "remark"] for i, line in enumerate(spectrum())]]
    read = read_file(Source.from_bytes("a.xlsx", workbook(Sheet1=lines)))
    assert table(read.readings[0]) == pytest.approx(arc())


def test_a_sheet_in_doubt_is_named() -> None:
    data = workbook(odd=[["x", "y", "z"], *[[f, re, im] for f, re, im in arc()]])
    with pytest.raises(NeedsMapping, match="sheet “odd”") as asked:
        read_file(Source.from_bytes("a.xlsx", data))
    assert asked.value.proposal is not None
    assert asked.value.proposal.sheet == asked.value.sheet == "odd"
    read = read_file(Source.from_bytes("a.xlsx", data), mapping=asked.value.proposal)
    assert table(read.readings[0]) == pytest.approx(arc())


def test_a_mapping_for_one_sheet() -> None:
    data = workbook(a=spectrum(), b=spectrum(2000))
    mapping = ColumnMapping(0, z_real=1, z_imag=2, sign="negated", skip=1, sheet="b")
    read = read_file(Source.from_bytes("x.xlsx", data), mapping=mapping)
    assert [r.name for r in read.readings] == ["x, b"]


def test_an_empty_workbook() -> None:
    with pytest.raises(LoadError, match="every sheet of this workbook is empty"):
        read_file(Source.from_bytes("a.xlsx", workbook(Sheet1=[])))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for i in range(3):
            archive.writestr(f"xl/worksheets/sheet{i}.xml", b" " * 40 * 1024**2)
    data = file.getvalue()
    assert len(data) < 200_000
    with pytest.raises(LoadError, match="unpacks to over 100 MB"):
        read_file(Source.from_bytes("bomb.xlsx", data))


def test_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    source = io.BytesIO(workbook(Sheet1=spectrum()))
    file = io.BytesIO()
    with zipfile.ZipFile(source) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            text = good.read(name)
            if name == "xl/workbook.xml":
                text = f"{bomb}]><workbook>&i;</workbook>".encode()
            bad.writestr(name, text)
    with pytest.raises(LoadError, match="workbook is damaged"):
        read_file(Source.from_bytes("bomb.xlsx", file.getvalue()))
