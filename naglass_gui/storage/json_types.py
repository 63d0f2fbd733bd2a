"""Frozen dataclasses as JSON by their type hints: what writing and reading share.

Canonical: fields in their declared order, all of them, no spaces, floats in the shortest form that reads back to the same
bits. Strict: a field, kind or number that the type does not allow is refused. Non-finite floats are the texts "nan",
"inf" and "-inf", and only in the classes that are named as admitting them: what a person typed is always finite.
"""

from __future__ import annotations

import types
from dataclasses import fields
from functools import cache
from typing import Any, Union, get_args, get_origin, get_type_hints

MAX_DEPTH = 32
MAX_INTEGER = 2**63
MAX_TEXT = 1_000_000


class StateFault(ValueError):
    """A value that does not fit its type; `path` leads to it from the root."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.path: list[str] = []

    def inside(self, *steps: str) -> StateFault:
        """The same fault seen from one level further out."""
        self.path[:0] = steps
        return self

    def __str__(self) -> str:
        return f"{'.'.join(self.path).replace('.[', '[') or 'the document'} {self.reason}"


@cache
def field_types(cls: type) -> dict[str, Any]:
    """The fields of a dataclass in their order, each with its type (finding them costs more than using them)."""
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def items(hint: Any) -> tuple[tuple[Any, ...], bool]:
    """The types of a tuple's entries, and whether there is one type for any number of entries."""
    kinds = get_args(hint)
    return (kinds[:1], True) if len(kinds) == 2 and kinds[1] is Ellipsis else (kinds, False)


def is_json(hint: Any) -> bool:
    """Whether a hint is `JSONValue`; spelled out, it is a union of every plain kind."""
    return {bool, int, float, str} <= set(get_args(hint))


def optional(hint: Any) -> Any:
    """X of `X | None`."""
    if get_origin(hint) in (Union, types.UnionType):
        others = [item for item in get_args(hint) if item is not type(None)]
        if len(others) == 1:
            return others[0]
    raise TypeError(f"{hint!r} has no form in a project file")
