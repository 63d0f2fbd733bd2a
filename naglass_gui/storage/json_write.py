"""Frozen dataclasses as canonical JSON text; see json_types.py for the form."""

from __future__ import annotations

import json
import math
import operator
from collections.abc import Callable
from dataclasses import is_dataclass
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

_quote = json.encoder.encode_basestring_ascii

Write = Callable[[Any], str]


class Encoder:
    """Turns dataclasses into canonical JSON text, keeping the text of parts that come again unchanged.

    Args:
        kept: classes whose text is kept, by identity, between two calls of `text` (for trees that share unchanged parts).
        unbounded: classes whose floats may be non-finite.

    One encoder serves one thread at a time.
    """

    def __init__(self, kept: frozenset[type] = frozenset(), unbounded: frozenset[type] = frozenset()) -> None:
        self._kept = kept
        self._unbounded = unbounded
        self._writers: dict[type, Write] = {}
        self._texts: dict[int, _Kept] = {}
        self._open: list[list[int]] = []
        self._round = 0

    def text(self, value: Any) -> str:
        """The JSON text of a dataclass instance. Raises StateFault for what its type does not allow."""
        self._round += 1
        self._open = []
        text = self._writer(type(value))(value)
        self._texts = {key: kept for key, kept in self._texts.items() if kept.round == self._round}
        return text

    def _writer(self, cls: type) -> Write:
        writer = self._writers.get(cls)
        if writer is None:
            # A class may hold itself: the look-up by name comes before the writer is complete.
            self._writers[cls] = lambda value: self._writers[cls](value)
            writer = self._of_dataclass(cls)
            self._writers[cls] = writer = self._keeping(writer) if cls in self._kept else writer
        return writer

    def _keeping(self, write: Write) -> Write:
        def remembered(value: Any) -> str:
            key = id(value)
            kept = self._texts.get(key)
            if kept is None:
                inner: list[int] = []
                self._open.append(inner)
                text = write(value)
                self._open.pop()
                kept = self._texts[key] = _Kept(value, text, tuple(inner))
            self._use(kept)
            if self._open:
                self._open[-1].append(key)
            return kept.text

        return remembered

    def _use(self, kept: _Kept) -> None:
        kept.round = self._round
        for key in kept.inner:
            self._use(self._texts[key])

    def _of_dataclass(self, cls: type) -> Write:
        non_finite = cls in self._unbounded
        parts = [(name, f'"{name}":', self._of_hint(hint, non_finite)) for name, hint in field_types(cls).items()]

        def write(value: Any) -> str:
            if type(value) is not cls:
                raise StateFault(f"is a {type(value).__name__}, not a {cls.__name__}")
            texts = []
            for name, head, inner in parts:
                try:
                    texts.append(head + inner(getattr(value, name)))
                except StateFault as fault:
                    raise fault.inside(name) from None
            return "{" + ",".join(texts) + "}"

        return write

    def _of_hint(self, hint: Any, non_finite: bool) -> Write:
        if is_dataclass(hint) and isinstance(hint, type):
            return self._writer(hint)
        if hint in _PLAIN_WRITERS:
            return _PLAIN_WRITERS[hint]
        if hint is float:
            return partial(_write_float, non_finite)
        if get_origin(hint) is Literal:
            return partial(_write_choice, get_args(hint))
        if get_origin(hint) is tuple:
            kinds, repeated = items(hint)
            return _write_tuple([self._of_hint(kind, non_finite) for kind in kinds], repeated)
        if is_json(hint):
            return _write_json
        return _write_optional(self._of_hint(optional(hint), non_finite))


class _Kept:
    __slots__ = ("inner", "round", "text", "value")

    def __init__(self, value: Any, text: str, inner: tuple[int, ...]) -> None:
        self.value = value  # held, so that its id stays its own
        self.text = text
        self.inner = inner
        self.round = 0


def _write_text(value: Any) -> str:
    if not isinstance(value, str):
        raise StateFault(f"is a {type(value).__name__}, not a text")
    if len(value) > MAX_TEXT:
        raise StateFault(f"is longer than {MAX_TEXT:,} characters")
    return _quote(value)


def _write_integer(value: Any) -> str:
    try:
        number = operator.index(value)
    except TypeError:
        raise StateFault(f"is a {type(value).__name__}, not a whole number") from None
    if isinstance(value, bool) or not -MAX_INTEGER <= number < MAX_INTEGER:
        raise StateFault("is not a whole number of 64 bits")
    return int.__repr__(number)


def _write_truth(value: Any) -> str:
    if not isinstance(value, bool) and type(value).__name__ != "bool":  # numpy's truths are named bool too
        raise StateFault(f"is a {type(value).__name__}, not true or false")
    return "true" if value else "false"


def _write_float(non_finite: bool, value: Any) -> str:
    if isinstance(value, bool | str) or not hasattr(type(value), "__float__"):
        raise StateFault(f"is a {type(value).__name__}, not a number")
    number = float(value)
    if math.isfinite(number):
        return float.__repr__(number)
    if not non_finite:
        raise StateFault(f"is {number}, not a finite number")
    return f'"{number}"'


def _write_choice(choices: tuple[Any, ...], value: Any) -> str:
    if value not in choices or not isinstance(value, str):
        raise StateFault(f"is {value!r}, not one of {', '.join(map(str, choices))}")
    return _quote(value)


def _write_tuple(inner: list[Write], repeated: bool) -> Write:
    def write(value: Any) -> str:
        if not isinstance(value, tuple | list):
            raise StateFault(f"is a {type(value).__name__}, not a list")
        if not repeated and len(value) != len(inner):
            raise StateFault(f"has {len(value)} entries, not {len(inner)}")
        texts = []
        for i, item in enumerate(value):
            try:
                texts.append((inner[0] if repeated else inner[i])(item))
            except StateFault as fault:
                raise fault.inside(f"[{i}]") from None
        return "[" + ",".join(texts) + "]"

    return write


def _write_json(value: Any, depth: int = 0) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _write_text(value)
        case int():
            return _write_integer(value)
        case float():
            return _write_float(False, value)
        case tuple() | list() if depth < MAX_DEPTH:
            return "[" + ",".join(_write_json(item, depth + 1) for item in value) + "]"
    raise StateFault(f"is a {type(value).__name__}, which an option cannot hold")


def _write_optional(inner: Write) -> Write:
    return lambda value: "null" if value is None else inner(value)


_PLAIN_WRITERS: dict[Any, Write] = {str: _write_text, int: _write_integer, bool: _write_truth}
