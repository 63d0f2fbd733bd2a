"""Hostile instrument files: bombs, entities, links out of an experiment, absurd sizes. A canary tells that nothing outside was
opened, and the memory that nothing was believed.
"""

from __future__ import annotations

import io
import os
import random
import sys
import time
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, experiments_in, matlab, read_file
from tests.faults import rounds, seed
from tests.faults.test_instrument_files import FILES as EIS
from tests.faults.test_nmr_files import FILES as NMR
from tests.formats.nmr.experiments import experiment
from tests.formats.nmr.test_other_formats import csdm
from tests.formats.test_workbook import spectrum, workbook
from tests.storage.test_hostile import Watch

MEMORY = 2**27
LIMIT_S = 5.0
ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY c SYSTEM "{uri}"><!ENTITY % d SYSTEM "{uri}">%d;]>'


@pytest.fixture(autouse=True, scope="module")
def imported() -> None:
    """What readers import on their first call takes longer than a file may."""
    import openpyxl  # noqa: F401


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    path = tmp_path / "canary.txt"
    path.write_text("1000,1,-1\n" * 40)
    return path


@pytest.fixture
def watch(canary: Path) -> Iterator[Watch]:
    if not sys.platform.startswith("linux"):
        pytest.skip("only Linux tells which files are opened")
    watch = Watch(canary)
    yield watch
    watch.close()


def outcome(source: Source | Path, most: int = MEMORY, watched: bool = True) -> LoadError | None:
    """None where it was read. Fails for anything but a reading or a refusal in a sentence, soon and with little memory."""
    begun = time.process_time()
    if watched:  # which takes several times as long
        tracemalloc.start()
    try:
        read_file(source)
    except LoadError as refusal:
        assert "\n" not in refusal.sentence
        return refusal
    finally:
        if watched:
            memory = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert memory < most
        assert time.process_time() - begun < LIMIT_S
    return None


# -- workbooks ---------------------------------------------------------------------------------------------------------


def with_members(**changed: Callable[[bytes], bytes]) -> bytes:
    """A good workbook, some of its members changed; "xl_workbook" stands for xl/workbook.xml."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(Sheet1=spectrum()))) as good, zipfile.ZipFile(file, "w") as bad:
        for name in good.namelist():
            change = changed.get(name.removesuffix(".xml").replace("/", "_"), lambda content: content)
            bad.writestr(name, change(good.read(name)))
    return file.getvalue()


def lying(declared: int) -> bytes:
    """A workbook whose first sheet unpacks to 50 MB, with other sizes in the zip's table."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 50_000_000)
    return file.getvalue().replace((50_000_000).to_bytes(4, "little"), declared.to_bytes(4, "little"))


def flood() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(2500):
            archive.writestr(f"../../outside{number}", "")
    return file.getvalue()


def laughs(content: bytes) -> bytes:
    levels = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    head = f'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">{levels}]>'.encode()
    return head + content.replace(b"<v>", b"<v>&i;", 1)


def entity(uri: str) -> Callable[[bytes], bytes]:
    return lambda content: ENTITY.format(uri=uri).encode() + content.replace(b"<v>", b"<v>&c;", 1)


WORKBOOKS: dict[str, Callable[[str], bytes]] = {
    "an entity of the canary in the workbook": lambda uri: with_members(xl_workbook=entity(uri)),
    "in a sheet": lambda uri: with_members(xl_worksheets_sheet1=entity(uri)),
    "in the list of contents": lambda uri: with_members(**{"[Content_Types]": entity(uri)}),
    "in the styles": lambda uri: with_members(xl_styles=entity(uri)),
    "entities of entities in a sheet": lambda uri: with_members(xl_worksheets_sheet1=laughs),
    "a relation that leads to the canary": lambda uri: with_members(
        **{"xl__rels_workbook.xml.rels": lambda c: c.replace(b"/xl/worksheets/sheet1.xml", uri.encode())}
    ),
    "a relation with dots": lambda uri: with_members(
        **{"xl__rels_workbook.xml.rels": lambda c: c.replace(b"/xl/", b"../../../../../../")}
    ),
    "a size of less than it unpacks to": lambda uri: lying(1000),
    "a size of more than fits": lambda uri: lying(2**31),
    "thousands of members with names that climb": lambda uri: flood(),
    "a cell a million rows down": lambda uri: with_members(
        xl_worksheets_sheet1=lambda c: c.replace(b'<row r="5"', b'<row r="1048576"').replace(b'"A5"', b'"XFD1048576"')
    ),
    "a sheet that claims to be as large as can be": lambda uri: with_members(
        xl_worksheets_sheet1=lambda c: c.replace(b'ref="A1:C32"', b'ref="A1:XFD1048576"')
    ),
    "nested tags": lambda uri: with_members(
        xl_worksheets_sheet1=lambda c: c.replace(b"<sheetData>", b"<a>" * 20_000 + b"<sheetData>")
    ),
}


@pytest.mark.parametrize("kind", WORKBOOKS)
def test_a_hostile_workbook_reaches_nothing(kind: str, canary: Path, watch: Watch, tmp_path: Path) -> None:
    data = WORKBOOKS[kind](canary.as_uri())
    watch.seen()
    before = sorted(tmp_path.iterdir())
    outcome(Source.from_bytes("a.xlsx", data))
    assert not watch.seen()
    assert sorted(tmp_path.iterdir()) == before


# -- experiments that are folders --------------------------------------------------------------------------------------


def written(folder: Path) -> Path:
    for name, content in experiment().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.parametrize("part", ["fid", "acqus", "vdlist", "text", "pulseprogram", "lists/vd/a", "pdata/1/title"])
def test_a_part_that_is_a_link_out_of_the_experiment_is_refused(
    part: str, canary: Path, watch: Watch, tmp_path: Path
) -> None:
    folder = written(tmp_path / "study" / "7")
    if part.startswith("pdata"):
        (folder / "pdata" / "1").mkdir(parents=True, exist_ok=True)
        (folder / "pdata" / "1" / "procs").write_text("##$SI= 8\n")
    (folder / part).parent.mkdir(parents=True, exist_ok=True)
    (folder / part).unlink(missing_ok=True)
    (folder / part).symlink_to(canary)
    watch.seen()
    refusal = outcome(folder)
    assert refusal is not None and f"its {part} is a link to a file outside the experiment" in refusal.sentence
    assert not watch.seen()


def test_a_folder_of_processed_data_that_is_a_link_is_refused(canary: Path, watch: Watch, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere" / "1"
    outside.mkdir(parents=True)
    (outside / "procs").symlink_to(canary)
    folder = written(tmp_path / "study" / "7")
    (folder / "pdata").symlink_to(outside.parent)
    watch.seen()
    assert outcome(folder) is not None
    assert not watch.seen()


def test_links_within_an_experiment_and_to_it_are_fine(tmp_path: Path) -> None:
    folder = written(tmp_path / "study" / "7")
    (folder / "fid").rename(folder / "data.bin")
    (folder / "fid").symlink_to("data.bin")
    (tmp_path / "shortcut").symlink_to(folder)
    assert outcome(tmp_path / "shortcut") is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_part_that_is_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    folder = written(tmp_path / "study" / "7")
    os.mkfifo(folder / "vdlist")
    assert outcome(folder) is None


def test_a_circle_of_folders_comes_to_an_end(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "deep"
    folder.mkdir(parents=True)
    (folder / "back").symlink_to(tmp_path / "data")
    (folder / "a.csv").write_text("")
    assert list(experiments_in(tmp_path / "data")) == [folder / "a.csv"]


# -- headers that claim more than there is -----------------------------------------------------------------------------

TEXTS = {
    "CSDM with numbers elsewhere": ("a.csdf", csdm().replace('"encoding"', '"components_url": "{uri}", "encoding"')),
    "CSDM with endless points": ("a.csdf", csdm().replace('"count": 4', '"count": 999999999999999')),
    "CSDM with endless digits": ("a.csdf", csdm().replace('"increment": "', '"increment": "' + "9" * 80_000 + " 1 ")),
    "CSDM nested": ("a.csdf", '{"csdm":' + "[" * 200_000),
    "ssNake nested": ("a.json", '{"dataReal":' + "[" * 200_000),
    "JCAMP-DX of endless points": ("a.dx", "##TITLE= x\n##JCAMP-DX= 5\n##DATA TYPE= NMR SPECTRUM\n##NPOINTS= 9999999999999\n"
        "##FIRSTX= 0\n##LASTX= 1\n##XYDATA= (X++(Y..Y))\n0 1 2 3\n##END=\n"),
    "JCAMP-DX repeated without end": ("a.dx", "##TITLE= x\n##JCAMP-DX= 5\n##DATA TYPE= NMR SPECTRUM\n##NPOINTS= 3\n"
        "##FIRSTX= 0\n##LASTX= 1\n##XYDATA= (X++(Y..Y))\n0A" + "z" * 30 + "99999999999999S\n##END=\n"),
    "JCAMP-DX nested": ("a.dx", "##TITLE= x\n##JCAMP-DX= 5\n##DATA TYPE= LINK\n##BLOCKS= 9\n" * 30_000),
    "SIMPSON of endless points": ("a.fid", "SIMP\nNP=99999999999999\nSW=1e4\nTYPE=FID\nDATA\n1 2\nEND\n"),
    "TopSpin text of endless points": ("a.txt", "# LEFT = 1 ppm. RIGHT = 0 ppm.\n# SIZE = 99999999999999\n1\n2\n"),
    "TopSpin text of less than no points": ("a.txt", "# LEFT = 1 ppm. RIGHT = 0 ppm.\n# SIZE = -5\n1\n2\n"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_that_claims_more_than_there_is(kind: str, canary: Path, watch: Watch) -> None:
    name, text = TEXTS[kind]
    outcome(Source.from_bytes(name, text.replace("{uri}", canary.as_uri()).encode()))
    assert not watch.seen()


def test_a_matlab_file_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matlab, "_MAX_UNPACKED", 2**20)  # a bomb of 200 MB takes long to make
    bomb = zlib.compress(bytes(20 * 2**20))
    head = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"
    data = head + (15).to_bytes(4, "little") + len(bomb).to_bytes(4, "little") + bomb
    assert outcome(Source.from_bytes("a.mat", data), 2**23) is not None


BINARY = {
    **{kind: f"eis/{EIS[kind]}" for kind in ("BioLogic .mpr", "Elins .i2b", "Zahner .ism", "Autolab .dfr")},
    **{kind: f"nmr/{NMR[kind]}" for kind in ("JEOL .jdf", "Tecmag .tnt", "NMRPipe decay", "ssNake .mat")},
}
NUMBERS = (b"\xff\xff\xff\x7f", b"\x7f\xff\xff\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x00\x00\x00\x10")


@pytest.mark.parametrize("kind", BINARY)
def test_absurd_numbers_in_a_header(kind: str, instrument_file: Callable[[str], Path]) -> None:
    """The largest and smallest integers, in either order of bytes, anywhere in the first kilobytes."""
    file = instrument_file(BINARY[kind])
    data = file.read_bytes()
    chance = random.Random(f"{kind} {seed()}")
    count = rounds(10, 2000)
    refused, before = 0, psutil.Process().memory_info().rss
    for _ in range(count):
        at = 4 * chance.randrange(min(len(data), 4096) // 4)
        hurt = data[:at] + chance.choice(NUMBERS) + data[at + 4 :]
        refused += outcome(Source.from_bytes(file.name, hurt), watched=False) is not None
    assert psutil.Process().memory_info().rss < before + MEMORY
    print(f"absurd numbers in {kind}: {count} headers, {refused} refused, none believed, seed {seed()}")
