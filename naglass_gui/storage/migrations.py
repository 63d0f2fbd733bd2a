"""Project formats and the way from each older one to the present.

A format is major.minor. A new minor adds fields that have defaults; a new major changes what is there. Every step is a pure
function on the parsed state, from one format to the next, and none can be skipped. When the format changes: raise SCHEMA,
add the step, keep a file of the old format in tests/storage/golden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from naglass_gui.core.errors import ProjectError

Schema = tuple[int, int]
Step = tuple[Schema, Callable[[dict[str, Any]], dict[str, Any]]]

SCHEMA: Schema = (1, 1)
# From each older format: (the format it leads to, the function from that state to the next).
STEPS: Mapping[Schema, Step] = {
    # 1.1: what each fit was asked (`Fit.setup`) and its intervals (`Fit.uncertainties`), unknown in older files.
    (1, 0): ((1, 1), lambda state: state),
}


def format_schema(schema: Schema) -> str:
    """The format as it is written: "1.0"."""
    return f"{schema[0]}.{schema[1]}"


def parse_schema(text: str, name: str) -> Schema:
    """The format written as "1.0" in the file `name`. Raises ProjectError for anything else."""
    major, dot, minor = text.partition(".")
    if not (dot and _number(major) and _number(minor)):
        raise ProjectError(f"{name} has no project format that NaGlass knows.", f"schema {text[:40]!r}")
    return int(major), int(minor)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


def check_readable(schema: Schema, name: str, written_by: str = "", current: Schema = SCHEMA) -> None:
    """Raise ProjectError for a format of a newer major version, naming the program that reads it.

    Args:
        schema: format of the file.
        name: of the file.
        written_by: version of the NaGlass that wrote it.
        current: the format that is known here.
    """
    if schema[0] > current[0]:
        program = f"NaGlass {written_by}" if written_by else "a newer NaGlass"
        raise ProjectError(
            f"{name} has the project format {format_schema(schema)} and this NaGlass reads up to {current[0]}.x: "
            f"open it with {program} or later."
        )


def migrate(
    state: dict[str, Any], schema: Schema, name: str, steps: Mapping[Schema, Step] = STEPS, current: Schema = SCHEMA
) -> dict[str, Any]:
    """The state of the file `name` in the present format; one of that format or a newer minor is returned as it is.

    Raises:
        ProjectError: there is no way from its format.
    """
    while schema < current:
        if schema not in steps:
            raise ProjectError(f"{name} has the project format {format_schema(schema)}, which NaGlass never wrote.")
        schema, step = steps[schema]
        state = step(state)
    return state
