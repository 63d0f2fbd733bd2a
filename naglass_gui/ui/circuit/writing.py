"""In which of the two forms a person writes circuits."""

from __future__ import annotations

import re

from naglass_gui.techniques.eis.circuit import Circuit
from naglass_gui.techniques.eis.syntax import boukamp, named


def is_named_form(text: str) -> bool:
    """Whether a circuit was written as `R0-p(R1,CPE1)`."""
    bare = re.sub(r"\{[^{}]*\}", "", text)
    return any(sign in bare for sign in "-–−,")


def text_like(circuit: Circuit, text: str) -> str:
    """The circuit written in the form the person used."""
    return named(circuit) if is_named_form(text) else boukamp(circuit)
