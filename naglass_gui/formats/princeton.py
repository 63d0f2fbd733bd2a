"""Princeton Applied Research text: VersaStudio's columns of a PARSTAT run, and PowerSuite's three columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from naglass_gui.core.errors import LoadError
from naglass_gui.core.reading import Reading
from naglass_gui.formats.rows import impedance_columns, points, spectra
from naglass_gui.formats.source import Source

_VERSASTUDIO = re.compile(r"(?:^|\t)Frequency \(Hz\)\tZre \(ohms\)\tZim \(ohms\)(?:\t|$)")
_POWERSUITE = re.compile(r"\s*Frequency\t\s*Zre\t\s*Zimg\s*$")


@dataclass(frozen=True, slots=True)
class Table:
    """A reader of a table of tabs whose header is its first line; `header` recognises it."""

    NAME: str
    header: re.Pattern[str]
    VERSION: str = "1"

    def sniff(self, source: Source) -> float:
        """1 for its first line."""
        first = source.head[:4096].splitlines()[:1]
        return 1.0 if first and self.header.search(first[0]) else 0.0

    def read(self, source: Source) -> tuple[Reading, ...]:
        """Every sweep of the table; what was recorded at direct current before it has no frequency, and is left out.

        Raises:
            LoadError: no complete impedance point, or a damaged row.
        """
        names, *lines = source.lines
        columns = impedance_columns(names.split("\t"), source, self.NAME)
        rows = [(place, line.rstrip().split("\t")) for place, line in enumerate(lines, 2) if line.strip()]
        raw = points(rows, columns, source)
        if not (raw.frequency > 0).any():
            raise LoadError(f"{source.name}: no row has a frequency: this is a DC record, not an impedance spectrum.")
        return spectra(source, raw)


READERS = (Table("VersaStudio text (PARSTAT)", _VERSASTUDIO), Table("PowerSuite text", _POWERSUITE))
