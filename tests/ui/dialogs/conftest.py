from __future__ import annotations

from tests.ui.panels.conftest import services

__all__ = ["services"]
