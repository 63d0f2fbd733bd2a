"""Damaged copies of a file: what is cut, doubled, overwritten or put in, and the time a reader may take over them."""

from __future__ import annotations

import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults import rounds, seed

COPIES = rounds(200, 10_000)
LIMIT_S = 5.0
NASTY = (
    b"nan",
    b"inf",
    b"-1e999",
    b"1e-999",
    b"0",
    b"-0",
    b"\x00",
    b"\xff\xfe",
    b"\t",
    b",",
    b"\n",
    b"1_0",
    b"9" * 400,
)


class TooLong(BaseException):
    """Passes through every `except Exception`."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooLong after so much work of this process: what others do on the machine does not count."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooLong

    old = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, old)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to four kinds of damage."""
    copy = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(copy) + 1)
        length = chance.choice((1, 2, 7, 60, 500))
        kind = chance.randrange(7)
        if kind == 0:
            del copy[max(at, 1) :]
        elif kind == 1:
            copy[at : at + length] = chance.randbytes(length)
        elif kind == 2:
            del copy[at : at + length]
        elif kind == 3:
            copy[at:at] = copy[at : at + length]
        elif kind == 4:
            copy[at : at + chance.randrange(8)] = chance.choice(NASTY)
        elif kind == 5 and copy:
            copy[at % len(copy)] ^= 1 << chance.randrange(8)
        else:
            copy[at:at] = chance.choice(NASTY) * chance.choice((1, 3, 200))
    return bytes(copy) or b"\0"


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A copy cut short (three of ten), or mutated: anywhere, or in its first kilobytes, where the header is."""
    if chance.random() < 0.3:
        return data[: chance.randrange(1, len(data))]
    head = min(len(data), chance.choice((3000, len(data))))
    return mutated(data[:head], chance) + data[head:]


def try_copies(kind: str, check: Callable[[random.Random], bool], copies: int = COPIES) -> None:
    """Let a reader try damaged copies, and print the figure.

    Args:
        kind: the format; a seed of its own for each.
        check: makes and reads one copy; whether it was read.
        copies: how many.
    """
    chance = random.Random(f"{kind} {seed()}")
    read, slowest = 0, 0.0
    for _ in range(copies):
        begun = time.process_time()
        read += check(chance)
        slowest = max(slowest, time.process_time() - begun)
    print(
        f"{kind}: {copies} copies, {copies - read} refused, {read} read, 0 others, slowest {slowest:.2f} s, seed {seed()}"
    )
    assert read < copies, "no damage did any harm: it is too mild"
