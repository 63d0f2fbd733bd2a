"""`naglass export`: the figures of a project, each with the data behind it."""

from __future__ import annotations

import argparse
from pathlib import Path

from naglass_gui.commands.output import write_figures
from naglass_gui.commands.stored import stored
from naglass_gui.commands.terminal import Terminal
from naglass_gui.core.errors import InputError, NaGlassError
from naglass_gui.figures import FORMATS, RESOLUTIONS, figures_of


def run(arguments: argparse.Namespace, terminal: Terminal) -> int:
    """Draw and write; the exit code is 0 when every figure was written.

    Raises:
        InputError: an option that makes no sense.
        NaGlassError: the project cannot be opened, or holds nothing to draw.
    """
    path, out = Path(arguments.project), Path(arguments.out)
    format = next((f for f in FORMATS if f == arguments.format), None)
    dpi = next((d for d in RESOLUTIONS if str(d) == arguments.dpi), None)
    if format is None:
        raise InputError(
            f"--format {arguments.format}: figures are written as svg, pdf, png or tiff.", field="--format"
        )
    if dpi is None:
        raise InputError(f"--dpi {arguments.dpi}: the resolution is 300, 600 or 1200.", field="--dpi")
    with stored(path, terminal) as (project, store, jobs):
        count = len(figures_of(project))
        if not count:
            raise NaGlassError(f"{path.name} holds no figure and no fit to draw: fit something first.")
        errors = write_figures(out, project, store, jobs, format, dpi)
    for error in errors:
        terminal.complain(NaGlassError(f"{path.name}: {error.sentence}", error.details))
    written = count - len(errors)
    terminal.say(f"{out}: {written} {'figure' if written == 1 else 'figures'} with data")
    return terminal.exit_code
