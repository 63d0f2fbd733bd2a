"""T1 of a line as a T1 analysis of the project found it, for a line's menu."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from naglass_gui.core.project import Analysis, Component, Project
from naglass_gui.core.quantity import format_value
from naglass_gui.techniques.nmr.components import number_of
from naglass_gui.ui.deeds import Deed

if TYPE_CHECKING:
    from naglass_gui.ui.tabs.nmr import NmrTab

TECHNIQUE = "relaxation"
_T1 = re.compile(r"T1_\d+")


@dataclass(frozen=True, slots=True)
class MeasuredT1:
    """A relaxation time: what it is of ("NaCl · Na2O-NTC, 4 h"), and how long it is, in s."""

    of: str
    value: float
    stderr: float | None


def measured_t1(project: Project, nucleus: str) -> tuple[MeasuredT1, ...]:
    """Every T1 that the T1 analyses of a project found for this nucleus; of any where it is "" or theirs is not known."""
    found = []
    for analysis in project.analyses:
        other = analysis.option("nucleus")
        if analysis.technique != TECHNIQUE or analysis.fit is None or (nucleus and other and other != nucleus):
            continue
        for quantity in analysis.fit.derived:
            if _T1.fullmatch(quantity.name):
                of = quantity.note.rpartition(" · ")[0] or quantity.name
                found.append(MeasuredT1(f"{of} · {analysis.name}", quantity.value, quantity.stderr))
    return tuple(found)


def t1_entries(tab: NmrTab, analysis: Analysis, line: Component) -> list[tuple[str, list[Deed]]]:
    """A submenu that takes the T1 of a line from what was measured; () where nothing was."""
    known = measured_t1(tab.document.committed, str(analysis.option("nucleus") or ""))
    name = f"derive_t1_{number_of(line)}"
    deeds = [
        Deed(
            f"{t1.of}: {format_value(t1.value, t1.stderr)} s",
            partial(tab.editing.option, analysis, f"Take the T₁ of {line.name} from {t1.of}", name, t1.value),
            checked=analysis.option(name) == t1.value,
        )
        for t1 in known
    ]
    return [("T₁ from", deeds)] if deeds else []
