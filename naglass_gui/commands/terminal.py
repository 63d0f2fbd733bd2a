"""What a command says: results on the standard output, one sentence a failure on the standard error."""

from __future__ import annotations

import glob
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from naglass_gui.core.errors import NaGlassError
from naglass_gui.formats import experiments_in

log = logging.getLogger(__name__)


class Terminal:
    """The two outputs and the exit code they amount to.

    Attributes:
        exit_code: 0 until something failed, then 1.
    """

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out = out
        self._err = err
        self.exit_code = 0

    def say(self, text: str) -> None:
        """Print a result."""
        print(text, file=self._out, flush=True)

    def say_json(self, value: Any) -> None:
        """Print a result for programs: strict JSON, no NaN."""
        json.dump(value, self._out, ensure_ascii=False, allow_nan=False, indent=2)
        print(file=self._out, flush=True)

    def complain(self, error: NaGlassError) -> None:
        """Say a failure in its one sentence; its details go to the log."""
        self.exit_code = 1
        print(" ".join(error.sentence.split()), file=self._err, flush=True)
        if error.details:
            log.info("%s\n%s", error.sentence, error.details)


def file_paths(words: Sequence[str]) -> list[Path]:
    """The files that were named; a pattern the shell left alone (on Windows it always does) stands for what it matches.

    A folder stands for what lies in it: NMR experiments by their folders, other files by themselves.
    """
    paths: list[Path] = []
    for word in words:
        matches = sorted(glob.glob(word)) if glob.has_magic(word) and not Path(word).exists() else []
        for path in map(Path, matches or [word]):
            found = sorted(experiments_in(path)) if path.is_dir() else []
            paths += found or [path]
    return paths
