"""Vendors that are not read for the moment: recognised by content, refused by name."""

from __future__ import annotations

import pytest

from naglass_gui.core.errors import LoadError
from naglass_gui.formats import Source, read_file
from naglass_gui.formats.refused import REFUSALS


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"type":"PalmSens.DataFiles.SessionFile","measurements":[]}'.encode("utf-16"), "a PalmSens session"),
        (b"<Application>\nName=VersaStudio\n</Application>\n<Segment1>\nDefinition=Segment #, Point #, E(V)\n", "VersaStudio .par"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Excel workbook"),
        (b"\x89HDF\r\n\x1a\n" + b"\0" * 600, "NaGlass project"),
    ],
)  # fmt: skip
def test_a_vendor_is_recognised_by_content(data: bytes, words: str) -> None:
    with pytest.raises(LoadError, match=words):
        read_file(Source.from_bytes("file.bin", data))


def test_every_refusal_advises() -> None:
    for refusal in REFUSALS:
        with pytest.raises(LoadError) as fault:
            refusal.read(Source.from_bytes("x.dat", b"x"))
        assert fault.value.sentence.startswith(f"x.dat: this is {refusal.NAME}, ")
        assert fault.value.sentence.endswith(".")
        assert refusal.advice[0].isupper()
