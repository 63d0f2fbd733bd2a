"""Tables of the help that follow the code: shortcuts, circuit elements, what an arc may be."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from html import escape

from PySide6.QtGui import QKeySequence

from naglass_gui.core.quantity import unit_symbol
from naglass_gui.ui.actions import COMMANDS, Actions
from naglass_gui.ui.help_pages import table, table_of_html

Fill = Callable[[], str]


def fills(actions: Actions) -> dict[str, Fill]:
    """What stands in double braces in the pages."""
    return {
        "shortcuts": lambda: shortcuts(actions),
        "plot_keys": plot_keys,
        "elements": elements,
        "assignments": assignments,
    }


def shortcuts(actions: Actions) -> str:
    """Every command that has a shortcut now, with it."""
    rows: list[tuple[str, ...]] = []
    for command in COMMANDS:
        keys = actions[command.name].shortcuts()
        if keys:
            native = " or ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
            rows.append((native, command.help))
    return table(("keys", "what they do"), rows)


def plot_keys() -> str:
    """What the keys do in a plot that has the focus."""
    from naglass_gui.ui.plots.keyboard import KEYS

    return table(("keys", "what they do"), list(KEYS))


def elements() -> str:
    """Every circuit element with its impedance, parameters and source."""
    from naglass_gui.techniques.eis.elements import ELEMENTS

    rows: list[tuple[str, ...]] = []
    for element in ELEMENTS:
        parameters = "<br>".join(
            escape(f"{p.name}: {p.words}{f', {unit_symbol(p.unit)}' if p.unit else ''}") for p in element.parameters
        )
        words = as_printed(inspect.getdoc(type(element)) or "")
        rows.append((escape(element.symbol), escape(element.title), words, raised(parameters)))
    return table_of_html(("symbol", "element", "impedance and source", "parameters"), rows)


def assignments() -> str:
    """What an arc of which capacitance may be."""
    from naglass_gui.techniques.eis.assignment import PHENOMENA

    rows: list[tuple[str, ...]] = [(p.name, f"{p.printed} F cm⁻¹") for p in PHENOMENA]
    return table(("likely cause", "capacitance × L/A"), rows)


def as_printed(text: str) -> str:
    """The docstring of an element as HTML: "Z = 1 / (Y (i w)^n). Brug et al." with symbols, powers and its source below."""
    text = re.sub(r"\s+", " ", text.strip())
    end = re.search(r"[:.] ", text + " ")
    formula, rest = (text, "") if end is None else (text[: end.start()], text[end.end() :])
    lines = [_formula(formula)]
    if rest.strip():
        lines.append(f"<span class='source'>{raised(escape(rest.strip()).replace('sqrt ', '√'))}</span>")
    return "<br>".join(lines)


def raised(html: str) -> str:
    """Powers written with ^ as superscripts."""
    html = re.sub(r"\^\(([^()]*)\)", r"<sup>\1</sup>", html)
    return re.sub(r"\^(\w+|½)", r"<sup>\1</sup>", html)


def _formula(text: str) -> str:
    """Symbols in italics, functions and i upright, ω for w, √ for sqrt."""
    html = re.sub(r"\bw\b", "ω", escape(text)).replace("sqrt", "√").replace("1/2", "½").replace(" - ", " − ")
    html = re.sub(r"(?<![A-Za-z;&])([A-HJ-Za-hj-zω]w?)(?![A-Za-z;])", r"<i>\1</i>", html)
    html = re.sub(r"\bi ", "i", html)
    html = re.sub(r"<i>([A-Z])w</i>", r"<i>\1</i><sub>w</sub>", html)
    return raised(re.sub(r"\^<i>(\w)</i>", r"^(<i>\1</i>)", html))
