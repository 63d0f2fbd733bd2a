"""Runs in a peer's environment: reads one JSON question a line, answers in one line.

A question names "module.function" of this folder and its arguments; what the peer prints goes elsewhere.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[3]))


def main() -> None:
    """Serve until the other side closes the pipe."""
    warnings.simplefilter("ignore")
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    for line in sys.stdin:
        question = json.loads(line)
        module, function = question["function"].split(".")
        try:
            answer = getattr(importlib.import_module(module), function)(**question["arguments"])
        except Exception as fault:  # whatever a peer raises is its answer
            answer = {"fault": f"{type(fault).__name__}: {fault}"}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
