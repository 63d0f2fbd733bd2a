"""What a reader is. Every module of this folder that reads a format is one; so is what a plug-in brings."""

from __future__ import annotations

from typing import Protocol

from naglass_gui.core.reading import Reading
from naglass_gui.formats.source import Source


class Reader(Protocol):
    """Recognises a file by its content, and turns it into readings."""

    @property
    def NAME(self) -> str:
        """What the format is called, e.g. "Gamry DTA"."""

    @property
    def VERSION(self) -> str:
        """Changes whenever the same bytes would be read differently."""

    def sniff(self, source: Source) -> float:
        """How sure it is that the file is its own: 0 not at all, 1 by the vendor's signature. Looks at content first."""

    def read(self, source: Source) -> tuple[Reading, ...]:
        """Every sweep of the file.

        Raises:
            LoadError: the file is damaged, or holds no impedance.
        """
