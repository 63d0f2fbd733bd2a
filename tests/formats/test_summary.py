"""What `naglass info --json` prints."""

from __future__ import annotations

import json

from naglass_gui.formats import describe
from tests.formats.tools import arc, read_text, rows


def test_a_file_in_plain_json() -> None:
    read = read_text("f (Hz),Z' (Ω),Z'' (Ω)\n" + rows(arc()) + rows(arc()), "NTOC-4_-25C.csv")
    told = json.loads(json.dumps(describe(read), allow_nan=False))
    assert (told["file"], told["size"], told["sha256"]) == ("NTOC-4_-25C.csv", read.size, read.sha256)
    assert told["reader"] == "Columns of text"
    assert [s["name"] for s in told["sweeps"]] == ["NTOC-4_-25C, sweep 1 of 2", "NTOC-4_-25C, sweep 2 of 2"]
    sweep = told["sweeps"][0]
    assert (sweep["technique"], sweep["n_points"], sweep["range"], sweep["unit"]) == ("eis", 31, [10.0, 1e6], "Hz")
    assert sweep["conditions"] == [
        {"name": "temperature", "value": -25.0, "stderr": None, "unit": "degC", "source": "file name"}
    ]
    assert (sweep["geometry"], sweep["metadata"], sweep["notices"]) == ([], {}, [])
