"""The words on the buttons of warnings: "fix R0" and the like come with any parameter's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

COMMON = {"widen": "Take the bounds of {} away", "fix": "Fix {}"}


class RemedyWords(Mapping[str, str]):
    """The words of each remedy, which is a verb and mostly a name.

    Args:
        words: by verb, with {} where the name stands; beside those that every technique knows.
    """

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self._words = COMMON | dict(words or {})

    def __getitem__(self, remedy: str) -> str:
        verb, _, name = remedy.partition(" ")
        return self._words[verb].format(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
