"""The parts of the EIS tab: its plots, arcs with their handles, gestures and fits."""
