"""What T1 against temperature tells of the motion of ions: quadrupolar relaxation after Bloembergen, Purcell and Pound."""

from naglass_gui.techniques.bpp.technique import BPP, Bpp

__all__ = ["BPP", "Bpp"]
