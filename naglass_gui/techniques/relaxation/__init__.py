"""Relaxation of magnetisation: recovery curves, and what T1 against temperature tells of motion."""

from naglass_gui.techniques.relaxation.technique import MODELS, RELAXATION, Relaxation

__all__ = ["MODELS", "RELAXATION", "Relaxation"]
