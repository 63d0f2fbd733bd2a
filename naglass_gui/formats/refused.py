"""Files that are recognised and not read for the moment: each is refused by name, with the export that helps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.source import Source

_COLUMNS = "frequency, Z′ and Z″ as text (csv or txt)"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reader that reads nothing: it says what the file is and what to do.

    Attributes:
        NAME: what the file is, with its article: "an Autolab .dfr file".
        recognises: whether a source is such a file.
        advice: what to do instead.
        reason: what follows the name in the sentence.
    """

    NAME: str
    recognises: Callable[[Source], bool]
    advice: str
    reason: str = "which is not read for the moment"
    VERSION: str = "1"

    def sniff(self, source: Source) -> float:
        """0.95 where it is recognised: below a reader's own signature, above a table of columns."""
        return 0.95 if self.recognises(source) else 0.0

    def read(self, source: Source) -> tuple[Reading, ...]:
        """Raises LoadError, always."""
        raise LoadError(f"{source.name}: this is {self.NAME}, {self.reason}. {self.advice}")


def _head(pattern: str) -> Callable[[Source], bool]:
    """Recognises text by a pattern in its first 64 kB; one that backs up over line ends would take minutes on blank lines."""
    compiled = re.compile(pattern, re.MULTILINE)
    return lambda source: bool(compiled.search(source.head))


def _begins(*signatures: bytes) -> Callable[[Source], bool]:
    return lambda source: source.data.startswith(signatures)


def _is_part_of_a_bruker_experiment(source: Source) -> bool:
    return source.name in ("fid", "ser", "1r", "1i", "2rr") and not source.members and not source.is_text


def _is_palmsens(source: Source) -> bool:
    return source.head.lstrip("\ufeff").lstrip().startswith("{") and "PalmSens" in source.head


REFUSALS: tuple[Refusal, ...] = (
    Refusal(
        "a VersaStudio .par file",
        _head(r"^[ \t]*(Name=VersaStudio|<Application>)|Definition=Segment #,"),
        f"In VersaStudio, export {_COLUMNS}.",
    ),
    Refusal("a PalmSens session", _is_palmsens, f"In PSTrace, export {_COLUMNS}."),
    Refusal("a Magritek Prospa file (.1d)", _begins(b"SORPATAD"), "In Prospa, export the spectrum as JCAMP-DX."),
    Refusal(
        "one file of an NMR experiment",
        _is_part_of_a_bruker_experiment,
        "Open the folder it came from, with acqus or procpar.",
        "without the parameters that tell what it holds",
    ),
    Refusal(
        "a report of fit results",
        _head(r"(ANALYSIS REPORT|EIS Fit Report|\[\[Fit Statistics\]\])"),
        "Open the measured file it was made from.",
        "not impedance data",
    ),
    Refusal(
        "an old Excel workbook (.xls)",
        _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        "Save it as .xlsx or csv.",
    ),
    Refusal(
        "an HDF5 file or a NaGlass project",
        _begins(b"\x89HDF\r\n\x1a\n"),
        "Open a project with File > Open.",
        "not an instrument's file",
    ),
)
