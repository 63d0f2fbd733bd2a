"""Bruker and Varian experiments made for tests: folders on disk, or their parts in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from naglass_gui.formats import Source
from naglass_gui.formats.experiment import read_parts

ACQUS = {
    "AQ_mod": 1, "BF1": 132.294, "BYTORDA": 0, "DATE": 1735689600, "DTYPA": 0, "GRPDLY": 0, "NC": 0, "NS": 16, "NUC1": "<23Na>",
    "NUC2": "<off>", "BF2": 500.13, "O1": 0, "PULPROG": "<zg>", "RG": 101, "SFO1": 132.294, "SW_h": 50000, "TD": 1024, "TE": 298,
    "MASR": 25000,
}  # fmt: skip
PROCS = {
    "SI": 512, "SW_p": 50000, "SF": 132.294, "OFFSET": 188.97, "NC_proc": -3, "DTYPP": 0, "BYTORDP": 0, "PHC0": 10.5, "PHC1": -2,
    "LB": 20, "WDW": 1, "TDeff": 0, "XDIM": 512, "PH_mod": 1,
}  # fmt: skip


def parameter_file(fields: dict[str, object]) -> bytes:
    lines = [
        "##TITLE= Parameter file, TopSpin 4.1",
        "##JCAMPDX= 5.0",
        "##DATATYPE= Parameter Values",
        "##ORIGIN= Bruker",
    ]
    lines += [f"##${key}= {value}" for key, value in fields.items()]
    lines += ["##$D= (0..7)", "0 10 0 0 0 0 0 0", "##$P= (0..7)", "0 3.85 7.7 0 0 0 0 0", "##END="]
    return "\n".join(lines).encode()


def counted(points: int, rows: int = 1) -> np.ndarray:
    """Numbers that all differ: real and imaginary part in turn, so many complex points a row."""
    return np.arange(1, 2 * points * rows + 1, dtype="<i4")


def experiment(**parts: bytes | None) -> dict[str, bytes]:
    """The files of a 1D experiment; a keyword replaces one ("__" for "/") or takes it away (None)."""
    files: dict[str, bytes | None] = {
        "fid": counted(512).tobytes(),
        "acqus": parameter_file(ACQUS),
        **{name.replace("__", "/"): data for name, data in parts.items()},
    }
    return {name: data for name, data in files.items() if data is not None}


def series(rows: int = 4, **parts: bytes | None) -> dict[str, bytes]:
    """The files of a pseudo-2D with a list of delays."""
    kept = {
        "fid": None,
        "ser": counted(512, rows).tobytes(),
        "acqus": parameter_file(ACQUS | {"PARMODE": 1, "PULPROG": "<t1ir>"}),
        "acqu2s": parameter_file({"TD": rows, "FnMODE": 1}),
        "vdlist": b"10m\n0.1\n500u\n2s\n",
        "pulseprogram": b"1 ze\n2 d1\n p1 ph1\n vd\n p1 ph2\n go=2 ph31\n d11 wr #0 if #0 ivd\n lo to 1 times td1\nexit\n",
    }
    return experiment(**(kept | parts))  # type: ignore[arg-type]


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def source(files: dict[str, bytes], name: str = "NTOC-4/10") -> Source:
    """The experiment as a source, without a disk; its first file is the main one."""
    return Source.of_parts(name, tuple(files.items()))


def parts_of(folder: Path) -> dict[str, bytes]:
    """The files of a real experiment."""
    return dict(read_parts(folder))
