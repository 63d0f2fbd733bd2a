"""What comes back at the next start: looks, layout, recent files, last folders, shortcuts."""

from __future__ import annotations

import base64
import json
import logging
import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal, cast

from PySide6.QtCore import QSettings

from naglass_gui.storage.folders import config_folder

ThemeChoice = Literal["system", "light", "dark"]
THEMES: tuple[ThemeChoice, ...] = ("system", "light", "dark")
RECENT_FILES = 10
_LARGEST = 2**20
# A section, a comment, or a key with one JSON text. Qt would unpickle "@Variant(...)": no line may lead there.
_BEGIN = rb'(?:\\"|[\[{0-9tfn-])'  # of a JSON text, as Qt writes it: quoted where it holds a comma
_LINE = re.compile(rb'(?:\[[^\]]*\]|[;#].*|[^=]+=(?:"%b(?:[^"\\]|\\.)*"|%b(?:[^"\\,;]|\\.)*)?)?' % (_BEGIN, _BEGIN))

_log = logging.getLogger(__name__)


class Settings:
    """Typed settings in one readable ini file.

    A value that cannot be read (edited by hand, from another version) counts as not set: settings never stop the start.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.file = (folder or config_folder()) / "naglass.ini"
        _set_aside_what_is_foreign(self.file)
        self._ini = QSettings(str(self.file), QSettings.Format.IniFormat)

    def get[Value](self, key: str, default: Value) -> Value:
        """The value under a key, or the default where there is none of the default's type."""
        text = self._ini.value(key)
        if not isinstance(text, str):
            return default
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return default
        if isinstance(default, float) and isinstance(value, int):
            value = float(value)
        return value if type(value) is type(default) else default

    def set(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold."""
        self._ini.setValue(key, json.dumps(value))

    def forget(self, key: str) -> None:
        """Go back to the default."""
        self._ini.remove(key)

    def sync(self) -> None:
        """Write to disk now."""
        self._ini.sync()

    # -- what the window keeps -------------------------------------------------------------------------------------

    @property
    def theme(self) -> ThemeChoice:
        """Light, dark, or as the system has it."""
        choice = self.get("look/theme", "system")
        return choice if choice in THEMES else "system"

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self.set("look/theme", choice)

    @property
    def decimal_sign(self) -> str:
        """The decimal sign of tables that are copied: a point or a comma."""
        return "," if self.get("tables/decimal_sign", ".") == "," else "."

    @decimal_sign.setter
    def decimal_sign(self, sign: str) -> None:
        self.set("tables/decimal_sign", sign)

    @property
    def asks_for_updates(self) -> bool:
        """Whether to ask for a newer version at the start; only where the person wants that."""
        return self.get("updates/ask", False)

    @asks_for_updates.setter
    def asks_for_updates(self, asks: bool) -> None:
        self.set("updates/ask", asks)

    @property
    def recent(self) -> tuple[Path, ...]:
        """Projects opened or saved last, newest first."""
        return tuple(Path(p) for p in self.get("files/recent", cast(list[str], [])) if isinstance(p, str))[
            :RECENT_FILES
        ]

    def add_recent(self, path: Path) -> None:
        """Put a project at the head of the recent ones."""
        paths = [str(path), *(str(p) for p in self.recent if p != path)]
        self.set("files/recent", paths[:RECENT_FILES])

    def remove_recent(self, path: Path) -> None:
        """Take a project out of the recent ones."""
        self.set("files/recent", [str(p) for p in self.recent if p != path])

    def folder(self, purpose: str) -> Path:
        """The folder last used for a purpose ("open", "import", "export"), the home folder at first."""
        folder = Path(self.get(f"folders/{purpose}", ""))
        return folder if str(folder) != "." and folder.is_dir() else Path.home()

    def set_folder(self, purpose: str, folder: Path) -> None:
        """Remember the folder used for a purpose."""
        self.set(f"folders/{purpose}", str(folder))

    @property
    def shortcuts(self) -> dict[str, str]:
        """Shortcuts a person changed: action name to key sequences, "; " between two."""
        found = self.get("shortcuts", cast(dict[str, str], {}))
        return {k: v for k, v in found.items() if isinstance(v, str)}

    def set_shortcuts(self, changed: dict[str, str]) -> None:
        """Keep the shortcuts that differ from the program's own."""
        self.set("shortcuts", changed)

    def state(self, name: str) -> bytes:
        """A window's or splitter's state as Qt gave it; empty at first."""
        try:
            return base64.b64decode(self.get(f"window/{name}", ""), validate=True)
        except ValueError:
            return b""

    def set_state(self, name: str, state: bytes | bytearray | memoryview) -> None:
        """Keep a window's or splitter's state."""
        self.set(f"window/{name}", base64.b64encode(state).decode("ascii"))


def _set_aside_what_is_foreign(file: Path) -> None:
    """Keep Qt from a settings file that this program cannot have written; it stays beside under another name."""
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
    except OSError:
        return  # none yet, or none that can be read
    if len(content) <= _LARGEST and all(_LINE.fullmatch(line.strip()) for line in content.splitlines()):
        return
    _log.warning("%s was not written by NaGlass; it is set aside, and the settings begin afresh", file)
    with suppress(OSError):
        os.replace(file, file.with_name(f"{file.name}.refused"))
        return
    with suppress(OSError):
        file.unlink()
