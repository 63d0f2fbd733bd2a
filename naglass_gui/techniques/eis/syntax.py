"""Circuits as text, both ways: Boukamp's `R(RQ)Q` and the named form `R0-p(R1,CPE1)-CPE2`.

In Boukamp's form (Solid State Ionics 20 (1986) 31) parentheses are parallel and brackets series; his T (Z ~ coth) is `Wo` and his O (Z ~ tanh)
is `Ws`. In the named form `-` is series and `p(a,b)` parallel; numbers after an element are free, as the circuit numbers
its elements itself. In both, braces hold a label and values: `R{bulk=1e5}`, `Q{film=1e-6, n=0.9}`, `Q{Y=1e-6}`,
and the formula of a user's own element with what belongs to it: `U{R/(1 + s*t); film, R=1e3}`.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache

from naglass_gui.core.errors import InputError
from naglass_gui.techniques.eis.circuit import MAX_DEPTH, Circuit, Group, Leaf, Node, Path, parallel, series
from naglass_gui.techniques.eis.elements import BY_SYMBOL

MAX_CHARACTERS = 2000

_BOUKAMP = {**{symbol: symbol for symbol in BY_SYMBOL}, "U": "U", "T": "Wo", "O": "Ws", "CPE": "Q"}
_NAMED = {**{symbol: symbol for symbol in BY_SYMBOL}, "U": "U", "CPE": "Q"}
_CLOSING = {"(": ")", "[": "]"}
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_LABEL = re.compile(r"[^{}=,;]{1,40}")


def parse_circuit(text: str) -> Circuit:
    """The circuit of a text in either form.

    Raises:
        InputError: empty or too long, an unknown element, a bracket without its partner, or braces that are not understood.
    """
    try:
        return _parse(text.strip())
    except InputError as refusal:
        # A user's formula is refused by the grammar of expressions, which knows no fields.
        raise InputError(refusal.sentence, refusal.details, field="Circuit") from refusal


@lru_cache(maxsize=256)
def _parse(text: str) -> Circuit:
    text = re.sub("[–−]", "-", text)
    if not text:
        raise InputError("The circuit is empty; type one like R(RQ)Q.", field="Circuit")
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"The circuit is longer than {MAX_CHARACTERS} characters.", field="Circuit")
    bare = re.sub(r"\{[^{}]*\}", "", text)
    named = re.search(r"[-,]|p\s*\(", bare) is not None
    parser = _NamedParser(text) if named else _BoukampParser(text)
    return Circuit(parser.circuit())


class _Parser:
    """What both forms share: elements with their braces, and the sentences of refusals."""

    symbols: dict[str, str]

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def circuit(self) -> Node:
        raise NotImplementedError

    def peek(self) -> str:
        while self.position < len(self.text) and self.text[self.position].isspace():
            self.position += 1
        return self.text[self.position : self.position + 1]

    def refuse(self, what: str) -> InputError:
        return InputError(f"The circuit “{_short(self.text)}” {what}", field="Circuit")

    def deeper(self, depth: int) -> int:
        if depth >= MAX_DEPTH:
            raise self.refuse(f"is nested more than {MAX_DEPTH} deep.")
        return depth + 1

    def element(self) -> Leaf:
        for length in (3, 2, 1):  # the longest symbol wins: Wo before W
            symbol = self.text[self.position : self.position + length]
            if len(symbol) == length and symbol in self.symbols:
                self.position += length
                return self.braces(self.symbols[symbol])
        found = self.text[self.position : self.position + 1]
        if found in ")]":
            raise self.refuse(f"has a closing “{found}” without its opening bracket.")
        if found == "}" or found == "{":
            raise self.refuse(f"has a “{found}” where an element was expected.")
        known = ", ".join(sorted(self.symbols, key=list(self.symbols).index))
        raise self.refuse(f"has “{found}”, which is not an element; use one of {known}.")

    def braces(self, symbol: str) -> Leaf:
        match = re.compile(r"_?\d*\s*").match(self.text, self.position)
        self.position = match.end() if match else self.position
        body = ""
        if self.peek() == "{":
            end = self.text.find("}", self.position)
            if end < 0:
                raise self.refuse("has an opening “{” without its closing brace.")
            body = self.text[self.position + 1 : end]
            self.position = end + 1
        formula = ""
        if symbol == "U":
            formula, _, body = body.partition(";")
            if not formula.strip():
                raise self.refuse("has a U without its formula; write it as U{R/(1 + i*w*t)}.")
        return self.filled(Leaf(symbol, formula=formula.strip()), body)

    def filled(self, leaf: Leaf, body: str) -> Leaf:
        """The element with label and values of its braces."""
        names = [spec.name for spec in leaf.element.parameters]
        label, values = "", dict.fromkeys(names)
        filled: dict[str, float | None] = dict(values)
        for place, item in enumerate(body.split(",") if body.strip() else ()):
            key, equals, number = (part.strip() for part in item.partition("="))
            if not equals and place == 0 and not _NUMBER.fullmatch(key):
                label = self.label(key, names)
            elif not equals and place == 0 and names:
                filled[names[0]] = self.value(leaf, names[0], key)
            elif equals and key in names:
                filled[key] = self.value(leaf, key, number)
            elif equals and place == 0 and names:
                label = self.label(key, names)
                filled[names[0]] = self.value(leaf, names[0], number)
            else:
                raise self.refuse(f"has “{item.strip()}” in braces; {leaf.symbol} has {' and '.join(names)}.")
        given = tuple(filled.values())
        return Leaf(leaf.symbol, label, given if any(v is not None for v in given) else (), leaf.formula)

    def label(self, text: str, names: list[str]) -> str:
        if text in names or not _LABEL.fullmatch(text):
            raise self.refuse(f"has the label “{text}”, which cannot be used; choose another word.")
        return text

    def value(self, leaf: Leaf, name: str, text: str) -> float:
        spec = next(spec for spec in leaf.element.parameters if spec.name == name)
        if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
            raise self.refuse(f"has “{text}” where the value of {name} was expected, a number like 1e5.")
        if not spec.lower <= float(text) <= spec.upper:
            unit = f" {spec.unit}" if spec.unit else ""
            raise self.refuse(f"has {name} = {text}; it must lie between {spec.lower:g} and {spec.upper:g}{unit}.")
        return float(text)


class _BoukampParser(_Parser):
    symbols = _BOUKAMP

    def circuit(self) -> Node:
        root = self.group("", 0)
        if self.peek():
            raise self.refuse(f"has a closing “{self.peek()}” without its opening bracket.")
        return root

    def group(self, opening: str, depth: int) -> Node:
        nodes: list[Node] = []
        while (found := self.peek()) and found not in ")]":
            if found in "([":
                self.position += 1
                nodes.append(self.group(found, self.deeper(depth)))
            else:
                nodes.append(self.element())
        if opening:
            if found != _CLOSING[opening]:
                raise self.refuse(f"has an opening “{opening}” without its closing bracket.")
            self.position += 1
        if not nodes:
            raise self.refuse("has an empty pair of brackets." if opening else "has no element.")
        return parallel(*nodes) if opening == "(" else series(*nodes)


class _NamedParser(_Parser):
    symbols = _NAMED

    def circuit(self) -> Node:
        root = self.chain(0)
        if self.peek():
            raise self.refuse(f"has a “{self.peek()}” without its “p(”.")
        return root

    def chain(self, depth: int) -> Node:
        nodes = [self.item(depth)]
        while self.peek() == "-":
            self.position += 1
            nodes.append(self.item(depth))
        if self.peek() and self.peek() not in ",)":
            raise self.refuse(f"needs a “-” before “{_short(self.text[self.position :], 12)}”.")
        return series(*nodes)

    def item(self, depth: int) -> Node:
        if self.peek() == "":
            raise self.refuse("ends too early.")
        opening = re.compile(r"p\s*\(").match(self.text, self.position)
        if opening is None:
            return self.element()
        self.position = opening.end()
        branches = [self.chain(self.deeper(depth))]
        while self.peek() == ",":
            self.position += 1
            branches.append(self.chain(self.deeper(depth)))
        if self.peek() != ")":
            raise self.refuse("has an opening “p(” without its closing bracket.")
        self.position += 1
        return parallel(*branches)


def boukamp(circuit: Circuit, *, values: bool = True) -> str:
    """The circuit in Boukamp's form; without `values` only labels (and formulas) stay in braces."""
    return _boukamp(circuit.root, False, values)


def _boukamp(node: Node, inside_parallel: bool, values: bool) -> str:
    if isinstance(node, Leaf):
        return node.symbol + _braced(node, values)
    text = "".join(_boukamp(child, node.kind == "parallel", values) for child in node.children)
    if node.kind == "parallel":
        return f"({text})"
    return f"[{text}]" if inside_parallel else text


def named(circuit: Circuit, *, values: bool = True) -> str:
    """The circuit in the named form, e.g. `R0-p(R1,CPE1)-CPE2`, numbered as its parameters are."""

    def write(node: Node, path: Path) -> str:
        if isinstance(node, Leaf):
            symbol = "CPE" if node.symbol == "Q" else node.symbol
            return f"{symbol}{circuit.numbers[path]}{_braced(node, values)}"
        parts = [write(child, (*path, k)) for k, child in enumerate(node.children)]
        return "-".join(parts) if node.kind == "series" else f"p({','.join(parts)})"

    return write(circuit.root, ())


def _braced(leaf: Leaf, values: bool) -> str:
    names = [spec.name for spec in leaf.element.parameters]
    given = dict(zip(names, leaf.values, strict=True)) if values and leaf.values else {}
    items: list[str] = []
    if leaf.label:
        first = given.pop(names[0], None) if names else None
        items.append(leaf.label if first is None else f"{leaf.label}={_digits(first)}")
    items += [f"{name}={_digits(value)}" for name, value in given.items() if value is not None]
    body = ", ".join(items)
    if leaf.symbol == "U":
        body = f"{leaf.formula}; {body}" if body else leaf.formula
    return f"{{{body}}}" if body else ""


def _digits(value: float) -> str:
    return repr(value).removesuffix(".0")


def without_values(circuit: Circuit) -> Circuit:
    """The circuit with no typed values: as an analysis keeps it, whose parameters hold the values."""

    def strip(node: Node) -> Node:
        if isinstance(node, Leaf):
            return Leaf(node.symbol, node.label, (), node.formula)
        return Group(node.kind, tuple(strip(child) for child in node.children))

    return Circuit(strip(circuit.root))


def _short(text: str, length: int = 60) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
