"""Common circuits, with a name and what each is for, as the menu offers them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommonCircuit:
    """A circuit people use: its name, its text in Boukamp's form, and one sentence on what it describes."""

    name: str
    text: str
    words: str


COMMON_CIRCUITS = (
    CommonCircuit(
        "Spike with cables",
        "LRQ",
        "A good conductor between blocking electrodes: the arc lies above the band, R0 is the whole electrolyte.",
    ),
    CommonCircuit("Spike", "RQ", "The same without the inductance of the cables, for resistances above some kΩ."),
    CommonCircuit(
        "Arc and spike",
        "R(RQ)Q",
        "A pellet between blocking electrodes whose arc, or its low-frequency flank, lies in the band.",
    ),
    CommonCircuit("Whole arc and spike", "(RQ)Q", "The same where the arc begins at the origin: no R0 can be seen."),
    CommonCircuit(
        "Bulk, grain boundary and spike",
        "(RQ)(RQ)Q",
        "A polycrystalline pellet between blocking electrodes: two arcs that begin at the origin.",
    ),
    CommonCircuit(
        "Two arcs and spike",
        "R(RQ)(RQ)Q",
        "The same where part of the first arc lies above the band, or leads add to it.",
    ),
    CommonCircuit("One arc", "R(RQ)", "An electrolyte with one reaction or one arc, and no blocking behaviour."),
    CommonCircuit(
        "Two arcs", "R(RQ)(RQ)", "An electrolyte with grain boundaries and an electrode reaction, or two reactions."
    ),
    CommonCircuit("Ideal arc", "R(RC)", "A dummy cell, or an arc that is not depressed."),
    CommonCircuit(
        "Cables, arc and spike",
        "LR(RQ)Q",
        "Arc and spike of a cell of low impedance, whose cables show at the high end.",
    ),
    CommonCircuit(
        "Arc and Warburg line", "R(RQ)W", "A reaction followed by diffusion without an end, at 45° to the axis."
    ),
    CommonCircuit("Randles", "R(Q[RW])", "Charge transfer with diffusion behind the same double layer (Randles 1947)."),
    CommonCircuit(
        "Randles, blocking end", "R(Q[RWo])", "Charge transfer with diffusion into a host of finite thickness."
    ),
    CommonCircuit(
        "Randles, transmissive end", "R(Q[RWs])", "Charge transfer with diffusion through a layer of finite thickness."
    ),
    CommonCircuit(
        "Porous electrode", "RDL", "An electrolyte and a porous blocking electrode (de Levie): 45°, then a steep line."
    ),
    CommonCircuit(
        "Composite cathode", "R(RQ)DLr", "An interface, and a porous electrode whose inner wall reacts (de Levie)."
    ),
    CommonCircuit("Gerischer", "RG", "A reaction coupled to diffusion, as in mixed-conducting electrodes."),
)
"""Circuits in the order of the menu: first those of a solid electrolyte between blocking electrodes."""
