"""Relaxation of magnetisation: recovery curves, and what T1 against temperature tells of motion."""
