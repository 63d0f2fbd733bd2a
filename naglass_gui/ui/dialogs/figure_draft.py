"""What a person chooses for a printed figure, and how it is kept. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from naglass_gui.core.project import Figure, Id, JSONValue, new_id
from naglass_gui.figures.style import FORMATS, PRESETS, RESOLUTIONS, FigureStyle, Format

SETTING = "figures"
RASTER: frozenset[Format] = frozenset({"png", "tiff"})
PANELS = (
    ("nyquist", "Nyquist"), ("bode", "Bode"), ("residual", "Residual"), ("check", "KK residual"),
    ("admittance", "Y′, Y″"), ("modulus", "M′, M″"), ("permittivity", "ε′, ε″"),
)  # fmt: skip
FONTS = ("Arial", "Helvetica", "Liberation Sans", "Inter", "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class FigureDraft:
    """A figure's options as its kind knows them, and the file it is saved as.

    Attributes:
        options: of `core.project.Figure`: panels, unit, view, circuit, legend, and those of FigureStyle.
        format: of the file.
        dpi: resolution of png and tiff.
        data: whether the numbers are saved beside it as CSV.
    """

    options: Mapping[str, JSONValue] = field(default_factory=dict)
    format: Format = "svg"
    dpi: int = 600
    data: bool = True

    @classmethod
    def remembered(cls, kind: str, settings: Any, figure: Figure | None = None) -> FigureDraft:
        """As chosen last for this kind; a figure of the project brings its own options."""
        kept: dict[str, Any] = settings.get(f"{SETTING}/{kind}", {})
        options = dict(figure.options) if figure is not None else _options(kept.get("options"))
        chosen = kept.get("format") if kept.get("format") in FORMATS else "svg"
        dpi = kept.get("dpi") if kept.get("dpi") in RESOLUTIONS else 600
        return cls(options, cast(Format, chosen), cast(int, dpi), bool(kept.get("data", True)))

    def remember(self, kind: str, settings: Any) -> None:
        """Keep the choices for the next figure of this kind."""
        kept = {"options": dict(self.options), "format": self.format, "dpi": self.dpi, "data": self.data}
        settings.set(f"{SETTING}/{kind}", kept)

    def option(self, name: str, default: Any = None) -> Any:
        """One option, or the default."""
        return self.options.get(name, default)

    def with_option(self, name: str, value: JSONValue) -> FigureDraft:
        """The draft with an option changed; None takes it back to the default."""
        options = {k: v for k, v in self.options.items() if k != name}
        return replace(self, options=options if value is None else {**options, name: value})

    @property
    def style(self) -> FigureStyle:
        """The style among the options."""
        known = FigureStyle.__dataclass_fields__
        return FigureStyle(**{name: value for name, value in self.options.items() if name in known})  # type: ignore[arg-type]

    @property
    def panels(self) -> tuple[str, ...]:
        """The panels shown."""
        return tuple(str(p) for p in self.option("panels") or ("nyquist",))

    def figure(self, kind: str, name: str, sources: tuple[Id, ...], id: Id | None = None) -> Figure:
        """The description the project keeps."""
        return Figure(id or new_id(), name, kind, sources, tuple(sorted(self.options.items())))


def remember_option(kind: str, settings: Any, name: str, value: JSONValue) -> None:
    """Let the next figure of this kind have an option that was chosen in the window."""
    FigureDraft.remembered(kind, settings).with_option(name, value).remember(kind, settings)


def _options(kept: Any) -> dict[str, JSONValue]:
    """Options from the settings, what is not understood left out: settings never stop a figure."""
    if not isinstance(kept, dict):
        return {}
    options = {str(k): tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    if options.get("preset") not in {p.name for p in PRESETS}:
        options.pop("preset", None)
    panels = options.get("panels")
    if panels is not None and (not isinstance(panels, tuple) or not set(panels) <= {name for name, _ in PANELS}):
        options.pop("panels")
    return options
