"""NaGlass: from the raw files of a solid-electrolyte study to its figures and numbers."""

try:
    from naglass_gui._version import REPOSITORY as REPOSITORY
    from naglass_gui._version import __version__ as __version__
except ImportError:  # these files were never installed: nobody has asked git
    __version__ = "0.1.0.dev0"
    REPOSITORY = ""
