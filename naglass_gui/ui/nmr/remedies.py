"""The words on the buttons of warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class RemedyWords(Mapping[str, str]):
    """The words on the button of a remedy: "widen width_1" and the like come with any parameter's name."""

    _WORDS = {
        "widen": "Take the bounds of {} away",
        "fix": "Fix {}",
        "correct": "Correct for {}",
    }

    def __getitem__(self, remedy: str) -> str:
        verb, _, name = remedy.partition(" ")
        return self._WORDS[verb].format(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._WORDS)

    def __len__(self) -> int:
        return len(self._WORDS)
