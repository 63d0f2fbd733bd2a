"""NaGlass: from the raw files of a solid-electrolyte study to its figures and numbers."""

__version__ = "0.1.0"
