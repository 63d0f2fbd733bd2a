"""What journals ask of a figure: widths, type and lines. No matplotlib here, so that dialogs can list it at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

MM_PER_INCH = 25.4

Format = Literal["svg", "pdf", "png", "tiff"]
FORMATS: tuple[Format, ...] = ("svg", "pdf", "png", "tiff")
RESOLUTIONS = (300, 600, 1200)


@dataclass(frozen=True, slots=True)
class Preset:
    """A publisher's column widths in mm and the type it prints well."""

    name: str
    single: float
    double: float
    font_size: float = 7.0
    line_width: float = 0.8
    marker_size: float = 2.6


PRESETS: tuple[Preset, ...] = (
    Preset("RSC", 83.0, 171.0),
    Preset("ACS", 84.7, 178.0),
    Preset("Wiley", 85.0, 180.0),
    Preset("Elsevier", 90.0, 190.0),
    Preset("Slide", 160.0, 300.0, font_size=14.0, line_width=1.6, marker_size=5.0),
)


def preset(name: str) -> Preset:
    """The preset of that name. Raises KeyError when there is none."""
    return next((p for p in PRESETS if p.name == name), None) or _unknown(name)


@dataclass(frozen=True, slots=True)
class FigureStyle:
    """How a figure is drawn; sizes in mm and points. `font` is the first choice, with faces of the same kind after it."""

    preset: str = "RSC"
    columns: int = 1
    height: float | None = None
    font: str = "Arial"
    font_size: float | None = None
    line_width: float | None = None
    marker_size: float | None = None
    panel_letters: bool = True
    grid: bool = False

    @property
    def width(self) -> float:
        """Width in mm."""
        chosen = preset(self.preset)
        return chosen.single if self.columns == 1 else chosen.double

    @property
    def points(self) -> float:
        """Type size in points."""
        return self.font_size or preset(self.preset).font_size

    @property
    def line(self) -> float:
        """Width of fitted curves in points."""
        return self.line_width or preset(self.preset).line_width

    @property
    def marker(self) -> float:
        """Diameter of data points in points."""
        return self.marker_size or preset(self.preset).marker_size

    def rc(self) -> dict[str, Any]:
        """The style in matplotlib's words."""
        size = self.points
        hair = max(0.5, 0.7 * self.line)
        return {
            "font.family": "sans-serif",
            "font.sans-serif": [self.font, "Arial", "Helvetica", "Liberation Sans", "Inter", "DejaVu Sans"],
            "font.size": size,
            "axes.labelsize": size,
            "axes.titlesize": size,
            "xtick.labelsize": size,
            "ytick.labelsize": size,
            "legend.fontsize": size,
            "legend.frameon": False,
            "legend.handlelength": 1.4,
            "axes.linewidth": hair,
            "axes.grid": self.grid,
            "grid.linewidth": 0.4,
            "grid.color": "#D9DDE3",
            "xtick.major.width": hair,
            "ytick.major.width": hair,
            "xtick.minor.width": 0.7 * hair,
            "ytick.minor.width": 0.7 * hair,
            "xtick.direction": "in",
            "ytick.direction": "in",
            "xtick.major.size": 0.45 * size,
            "ytick.major.size": 0.45 * size,
            "xtick.minor.size": 0.25 * size,
            "ytick.minor.size": 0.25 * size,
            "xtick.top": True,
            "ytick.right": True,
            "lines.linewidth": self.line,
            "lines.markersize": self.marker,
            "mathtext.fontset": "custom",
            "mathtext.rm": "sans",
            "mathtext.it": "sans:italic",
            "mathtext.bf": "sans:bold",
            "mathtext.cal": "sans",
            "mathtext.tt": "sans",
            "mathtext.sf": "sans",
            "figure.facecolor": "white",
            "savefig.facecolor": "white",
            # Text stays text: an editor can change it, and a journal can check its fonts.
            "svg.fonttype": "none",
            "pdf.fonttype": 42,
            # The same figure gives the same bytes.
            "svg.hashsalt": "naglass",
        }


def _unknown(name: str) -> Any:
    raise KeyError(name)
