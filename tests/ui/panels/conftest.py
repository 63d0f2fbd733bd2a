"""One panel at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from naglass_gui.ui.services import Services
from naglass_gui.ui.settings import Settings
from tests.ui.pieces import Said


@pytest.fixture
def services(qapp: Any, ask: Any, tmp_path: Path) -> Services:
    """Services whose messages are kept in `services.messages.sentences`, and whose questions `ask` answers."""
    return Services(jobs=None, messages=Said(), ask=ask, settings=Settings(tmp_path))  # type: ignore[arg-type]
