"""Plots that draw fast and are pointed at: navigation, regions, masks, handles."""
