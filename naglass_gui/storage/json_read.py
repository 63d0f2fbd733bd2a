"""Frozen dataclasses from JSON text that may be hostile; see json_types.py for the form."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import partial
from typing import Any, Literal, get_args, get_origin

from naglass_gui.storage.json_types import (
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_TEXT,
    StateFault,
    field_types,
    is_json,
    items,
    optional,
)

_NON_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}

Read = Callable[[Any], Any]


def parse(text: str) -> Any:
    """JSON text as plain lists, dicts, texts and numbers.

    Raises:
        StateFault: not JSON, nested too deeply, a field given twice, NaN or infinity.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_twins, parse_constant=_no_constant)
    except StateFault:
        raise
    except RecursionError:
        raise StateFault("is nested too deeply") from None
    except ValueError as fault:
        raise StateFault(f"is not valid JSON ({fault})") from fault


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise StateFault("gives a field twice")
    return result


def _no_constant(name: str) -> Any:
    raise StateFault(f"holds {name}")


class Decoder:
    """Turns parsed JSON into dataclasses.

    Args:
        unbounded: classes whose floats may be non-finite.
        missing: whether a field that has a default may be absent (a document of an older minor version).
        unknown: whether a field that is not known is passed over (a document of a newer minor version).
    """

    def __init__(
        self, unbounded: frozenset[type] = frozenset(), *, missing: bool = False, unknown: bool = False
    ) -> None:
        self._unbounded = unbounded
        self._missing = missing
        self._unknown = unknown
        self._readers: dict[type, Read] = {}

    def read[T](self, cls: type[T], value: Any) -> T:
        """The instance. Raises StateFault for what its type does not allow."""
        result: T = self._reader(cls)(value)
        return result

    def _reader(self, cls: type) -> Read:
        reader = self._readers.get(cls)
        if reader is None:
            self._readers[cls] = lambda value: self._readers[cls](value)
            self._readers[cls] = reader = self._of_dataclass(cls)
        return reader

    def _of_dataclass(self, cls: type) -> Read:
        non_finite = cls in self._unbounded
        parts = [(name, self._of_hint(hint, non_finite)) for name, hint in field_types(cls).items()]
        known = frozenset(name for name, _ in parts)
        with_default = frozenset(
            f.name for f in fields(cls) if f.default is not MISSING or f.default_factory is not MISSING
        )

        def read(value: Any) -> Any:
            if type(value) is not dict:
                raise StateFault(f"is not a {cls.__name__}")
            if value.keys() != known:
                self._check_fields(value, known, with_default)
            arguments = {}
            for name, inner in parts:
                if name in value:
                    try:
                        arguments[name] = inner(value[name])
                    except StateFault as fault:
                        raise fault.inside(name) from None
            return cls(**arguments)

        return read

    def _check_fields(self, value: dict[str, Any], known: frozenset[str], with_default: frozenset[str]) -> None:
        unknown = value.keys() - known
        if unknown and not self._unknown:
            raise StateFault(f"has the unknown field {min(unknown)!r}")
        absent = known - value.keys()
        if absent and not (self._missing and absent <= with_default):
            raise StateFault(f"lacks the field {min(absent)!r}")

    def _of_hint(self, hint: Any, non_finite: bool) -> Read:
        if is_dataclass(hint) and isinstance(hint, type):
            return self._reader(hint)
        if hint in _PLAIN_READERS:
            return _PLAIN_READERS[hint]
        if hint is float:
            return partial(_read_float, non_finite)
        if get_origin(hint) is Literal:
            return partial(_read_choice, get_args(hint))
        if get_origin(hint) is tuple:
            kinds, repeated = items(hint)
            return _read_tuple([self._of_hint(kind, non_finite) for kind in kinds], repeated)
        if is_json(hint):
            return _read_json
        return _read_optional(self._of_hint(optional(hint), non_finite))


def _read_text(value: Any) -> str:
    if type(value) is not str or len(value) > MAX_TEXT:
        raise StateFault(f"is not a text of at most {MAX_TEXT:,} characters")
    return value


def _read_integer(value: Any) -> int:
    if type(value) is not int or not -MAX_INTEGER <= value < MAX_INTEGER:
        raise StateFault("is not a whole number of 64 bits")
    return value


def _read_truth(value: Any) -> bool:
    if type(value) is not bool:
        raise StateFault("is not true or false")
    return value


def _read_float(non_finite: bool, value: Any) -> float:
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) is int and -MAX_INTEGER <= value < MAX_INTEGER:
        return float(value)
    if non_finite and type(value) is str and value in _NON_FINITE:
        return _NON_FINITE[value]
    raise StateFault("is not a finite number")


def _read_choice(choices: tuple[Any, ...], value: Any) -> str:
    if type(value) is not str or value not in choices:
        raise StateFault(f"is not one of {', '.join(map(str, choices))}")
    return value


def _read_tuple(inner: list[Read], repeated: bool) -> Read:
    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise StateFault("is not a list")
        if not repeated and len(value) != len(inner):
            raise StateFault(f"has {len(value)} entries, not {len(inner)}")
        items = []
        for i, item in enumerate(value):
            try:
                items.append((inner[0] if repeated else inner[i])(item))
            except StateFault as fault:
                raise fault.inside(f"[{i}]") from None
        return tuple(items)

    return read


def _read_json(value: Any, depth: int = 0) -> Any:
    if value is None or type(value) is bool:
        return value
    if type(value) is str:
        return _read_text(value)
    if type(value) is int:
        return _read_integer(value)
    if type(value) is float:
        return _read_float(False, value)
    if type(value) is list and depth < MAX_DEPTH:
        return tuple(_read_json(item, depth + 1) for item in value)
    raise StateFault("is not a plain value")


def _read_optional(inner: Read) -> Read:
    return lambda value: None if value is None else inner(value)


_PLAIN_READERS: dict[Any, Read] = {str: _read_text, int: _read_integer, bool: _read_truth}
