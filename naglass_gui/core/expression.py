"""The small arithmetic people may type for links and user elements; parsed and walked here, never handed to Python.

Grammar: numbers, known names, pi, + - * / **, unary signs, parentheses and sqrt exp log log10 abs min max sin cos.
At most 200 characters, 100 nodes, depth 20.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from naglass_gui.core.errors import InputError

MAX_CHARACTERS = 200
MAX_NODES = 100
MAX_DEPTH = 20

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<op>\*\*|[-+*/(),]))"
)
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt, "exp": np.exp, "log": np.log, "log10": np.log10, "abs": np.abs,
    "min": np.minimum, "max": np.maximum, "sin": np.sin, "cos": np.cos,
}  # fmt: skip
_TWO_ARGUMENTS = {"min", "max"}
RESERVED = frozenset({*_FUNCTIONS, "pi"})


@dataclass(frozen=True, slots=True)
class Node:
    """One step of an expression: a number, a name, an operator or a function with its arguments."""

    kind: str
    value: float = 0.0
    name: str = ""
    arguments: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression and the names it uses."""

    text: str
    root: Node
    names: frozenset[str]

    def value(self, values: Mapping[str, Any]) -> Any:
        """The value, for numbers or arrays. Raises InputError when a number comes out that is not finite."""
        with np.errstate(all="ignore"):
            result = _evaluate(self.root, values)
        if np.ndim(result) == 0 and not np.isfinite(result):
            raise InputError(f"“{self.text}” has no finite value here.")
        return result

    def number(self, values: Mapping[str, float]) -> float:
        """The value as a float. Raises InputError when it is not finite."""
        return float(self.value(values))

    def gradient(self, values: Mapping[str, float]) -> dict[str, float]:
        """Partial derivatives by each name used, by forward differentiation."""
        with np.errstate(all="ignore"):
            slopes = _differentiate(self.root, values)[1]
        if not all(math.isfinite(slope) for slope in slopes.values()):
            raise InputError(f"“{self.text}” has no finite slope here.")
        return {name: slopes.get(name, 0.0) for name in self.names}


@lru_cache(maxsize=512)
def parse(text: str, known: frozenset[str] | None = None) -> Expression:
    """The checked expression.

    Args:
        text: what was typed.
        known: names that may appear; None admits any.

    Raises:
        InputError: not in the grammar, an unknown name, or too long, too large, too deep.
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"The expression is longer than {MAX_CHARACTERS} characters.")
    parser = _Parser(text, _tokens(text))
    root = parser.sum(0)
    if parser.index != len(parser.tokens):
        raise InputError(f"“{text}”: “{parser.tokens[parser.index][1]}” is not expected there.")
    names = frozenset(parser.names)
    unknown = sorted(names - known) if known is not None else []
    if unknown:
        raise InputError(f"“{text}”: there is no parameter {unknown[0]}.")
    return Expression(text, root, names)


def order(links: Mapping[str, str], known: Iterable[str]) -> list[str]:
    """The linked names in an order in which each can be computed. Raises InputError for a cycle or unknown name."""
    names = frozenset(known)
    needs = {name: parse(text, names).names & links.keys() for name, text in links.items()}
    done: list[str] = []
    waiting = dict(needs)
    while waiting:
        ready = sorted(name for name, used in waiting.items() if used <= set(done))
        if not ready:
            raise InputError(f"The links of {', '.join(sorted(waiting))} go round in a circle.")
        done += ready
        for name in ready:
            del waiting[name]
    return done


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise InputError(f"“{text}”: “{text[position:].strip()[:1]}” is not understood.")
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind]))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent; counts nodes and depth as it goes."""

    def __init__(self, text: str, tokens: list[tuple[str, str]]) -> None:
        self.text = text
        self.tokens = tokens
        self.index = 0
        self.nodes = 0
        self.names: set[str] = set()

    def sum(self, depth: int) -> Node:
        node = self.product(depth + 1)
        while self.peek() in ("+", "-"):
            node = self.node(self.take(), node, self.product(depth + 1))
        return node

    def product(self, depth: int) -> Node:
        node = self.signed(depth)
        while self.peek() in ("*", "/"):
            node = self.node(self.take(), node, self.signed(depth))
        return node

    def signed(self, depth: int) -> Node:
        self.check(depth)
        if self.peek() in ("+", "-"):
            return self.node("neg" if self.take() == "-" else "pos", self.signed(depth + 1))
        return self.power(depth)

    def power(self, depth: int) -> Node:
        base = self.atom(depth)
        if self.peek() == "**":
            self.take()
            return self.node("**", base, self.signed(depth + 1))
        return base

    def atom(self, depth: int) -> Node:
        self.check(depth)
        if self.index >= len(self.tokens):
            raise InputError(f"“{self.text}” ends too early.")
        kind, token = self.tokens[self.index]
        self.index += 1
        if kind == "number":
            number = float(token)
            if not math.isfinite(number):
                raise InputError(f"“{self.text}”: {token} is too large.")
            self.nodes += 1
            return Node("number", value=number)
        if kind == "name":
            return self.named(token, depth)
        if token == "(":
            node = self.sum(depth + 1)
            self.expect(")")
            return node
        raise InputError(f"“{self.text}”: “{token}” is not expected there.")

    def named(self, name: str, depth: int) -> Node:
        if name == "pi":
            self.nodes += 1
            return Node("number", value=math.pi)
        if name not in _FUNCTIONS:
            if self.peek() == "(":
                raise InputError(f"“{self.text}”: there is no function {name}.")
            self.nodes += 1
            self.names.add(name)
            return Node("name", name=name)
        self.expect("(")
        arguments = [self.sum(depth + 1)]
        if name in _TWO_ARGUMENTS:
            self.expect(",")
            arguments.append(self.sum(depth + 1))
        self.expect(")")
        return self.node(name, *arguments)

    def node(self, name: str, *arguments: Node) -> Node:
        self.nodes += 1
        self.check(0)
        return Node("call", name=name, arguments=arguments)

    def check(self, depth: int) -> None:
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise InputError(f"“{self.text[:40]}…” is too complicated.")

    def peek(self) -> str:
        return self.tokens[self.index][1] if self.index < len(self.tokens) else ""

    def take(self) -> str:
        self.index += 1
        return self.tokens[self.index - 1][1]

    def expect(self, token: str) -> None:
        if self.peek() != token:
            raise InputError(f"“{self.text}”: “{token}” is missing.")
        self.index += 1


def _evaluate(node: Node, values: Mapping[str, Any]) -> Any:
    if node.kind == "number":
        return node.value
    if node.kind == "name":
        return values[node.name]
    arguments = [_evaluate(a, values) for a in node.arguments]
    return _apply(node.name, arguments)


def _apply(name: str, arguments: list[Any]) -> Any:
    if name in _FUNCTIONS:
        return _FUNCTIONS[name](*arguments)
    if name == "neg":
        return -arguments[0]
    if name == "pos":
        return arguments[0]
    a, b = arguments
    # NumPy's rules throughout: an overflow or a division by zero gives inf or NaN, which `value` refuses.
    a = a if np.ndim(a) else (np.complex128(a) if isinstance(a, complex) else np.float64(a))
    return {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": np.power}[name](a, b)


def _differentiate(node: Node, values: Mapping[str, float]) -> tuple[float, dict[str, float]]:
    if node.kind == "number":
        return node.value, {}
    if node.kind == "name":
        return float(values[node.name]), {node.name: 1.0}
    parts = [_differentiate(a, values) for a in node.arguments]
    numbers = [value for value, _ in parts]
    result = float(_apply(node.name, list(numbers)))
    slopes: dict[str, float] = {}
    for (_, inner), outer in zip(parts, _partials(node.name, numbers, result), strict=True):
        for name, slope in inner.items():
            slopes[name] = slopes.get(name, 0.0) + (outer * slope if outer else 0.0)
    return result, slopes


def _partials(name: str, x: list[float], result: float) -> list[float]:
    """Derivatives of one step by each of its arguments."""
    a = np.float64(x[0])
    b = np.float64(x[1]) if len(x) > 1 else a
    match name:
        case "+":
            return [1.0, 1.0]
        case "-":
            return [1.0, -1.0]
        case "*":
            return [float(b), float(a)]
        case "/":
            return [float(1 / b), float(-a / b**2)]
        case "**":
            return [float(b * a ** (b - 1)), float(result * np.log(a)) if a > 0 else 0.0]
        case "neg":
            return [-1.0]
        case "pos":
            return [1.0]
        case "sqrt":
            return [float(0.5 / np.sqrt(a))]
        case "exp":
            return [result]
        case "log":
            return [float(1 / a)]
        case "log10":
            return [float(1 / (a * math.log(10)))]
        case "abs":
            return [float(np.sign(a))]
        case "sin":
            return [float(np.cos(a))]
        case "cos":
            return [float(-np.sin(a))]
        case "min":
            return [1.0, 0.0] if a <= b else [0.0, 1.0]
        case _:
            return [1.0, 0.0] if a >= b else [0.0, 1.0]
