"""Random expressions: each has a finite value or is refused in a sentence; nothing else ever happens."""

from __future__ import annotations

import math
import random
import time

from naglass_gui.core.errors import InputError
from naglass_gui.core.expression import parse
from tests.faults import rounds, seed

VALUES = {"R1": 1.0, "Y2": 2e-9, "n1": 0.9}
WORDS = (
    "R1", "Y2", "n1", "R9", "pi", "sqrt", "exp", "log", "log10", "abs", "min", "max", "sin", "cos", "(", ")", "(", ")", ",",
    "+", "-", "*", "/", "**", "0", "1", "2", "0.5", "1e3", "1e308", "1e-320", "9" * 30, " ", ".", "e", "_", "__class__",
    "__import__('os')", "lambda: 0", "[0]", "{}", "'a'", "if", "else", "==", "<", "%", "//", "@", ":=", "\n", "\0", "½", "²", "√",
    "０", "ｓｉｎ", "\u202e", "\ud800", "#", "\\", ";", "=", "!", "f\"{R1}\"", "...", "0x10", "1j", "1_0", "nan", "inf", "True",
)  # fmt: skip
SENSE = ("R1", "2*Y2", "0.5", "n1", "sqrt(R1)", "max(R1, 3)", "-n1", "R1**2", "exp(-Y2)", "(R1 + 1)")
SLOWEST_S = 0.25


def any_text(chance: random.Random) -> str:
    """Words without sense, sense joined by operators, or sense with a character changed."""
    kind = chance.random()
    if kind < 0.5:
        return "".join(chance.choices(WORDS, k=chance.randint(1, 24)))
    text = chance.choice("+-*/").join(chance.choices(SENSE, k=chance.randint(1, 12)))
    if kind < 0.75:
        return text
    place = chance.randrange(len(text))
    return text[:place] + chr(chance.choice((chance.randrange(128), chance.randrange(0x3000)))) + text[place + 1 :]


def test_random_expressions_have_a_finite_value_or_are_refused() -> None:
    chance, count = random.Random(seed()), rounds(20_000, 1_000_000)
    valued = refused = 0
    slowest = 0.0
    for _ in range(count):
        text = any_text(chance)
        begun = time.thread_time()
        try:
            value = parse(text, frozenset(VALUES)).number(VALUES)
        except InputError as refusal:
            assert refusal.sentence, text
            refused += 1
        else:
            assert type(value) is float and math.isfinite(value), text
            valued += 1
        slowest = max(slowest, time.thread_time() - begun)
    print(
        f"expressions: {count} tried, {valued} with a value, {refused} refused, 0 others, slowest {1e3 * slowest:.1f} ms"
    )
    assert slowest < SLOWEST_S
    assert valued > count // 10 and refused > count // 10
