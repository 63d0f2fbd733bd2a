"""Opens a NaGlass project with silx and nexusformat, which know nothing of NaGlass; runs in the environment of the peers.

    .venv-bench/bin/python tests/benchmarks/open_with_peers.py PROJECT

Prints one JSON object: what each of them takes for the default plot, and every NXdata that one of them finds fault with.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def with_silx(path: str) -> dict[str, Any]:
    """The default plot as `silx view` would draw it, and invalid NXdata groups."""
    import silx.io
    from silx.io import nxdata

    with silx.io.open(path) as file:
        plot = nxdata.get_default(file)
        invalid: list[str] = []

        def check(name: str, item: Any) -> None:
            if text(item.attrs.get("NX_class", "")) == "NXdata":
                found = nxdata.NXdata(item)
                if not found.is_valid:
                    invalid.append(f"{name}: {found.issues}")

        file.visititems(check)
        return {
            "signal": plot.signal_name,
            "others": plot.auxiliary_signals_names,
            "axes": plot.axes_dataset_names,
            "unit": unit(plot.signal),
            "axis unit": unit(plot.axes[0]),
            "points": int(plot.signal.size),
            "mean": float(plot.signal[()].mean()),
            "title": plot.title,
            "invalid": invalid,
        }


def with_nexusformat(path: str) -> dict[str, Any]:
    """The default plot as NeXpy would draw it, and the classes in the file."""
    from nexusformat.nexus import nxload

    root = nxload(path)
    plot = root.get_default()
    classes: dict[str, int] = {}
    for item in root.walk():
        classes[item.nxclass] = classes.get(item.nxclass, 0) + 1
    return {
        "signal": plot.nxsignal.nxname,
        "axes": [axis.nxname for axis in plot.nxaxes],
        "unit": text(plot.nxsignal.attrs["units"]),
        "points": int(plot.nxsignal.size),
        "mean": float(plot.nxsignal.nxdata.mean()),
        "classes": classes,
        "model": next((text(item.model.nxvalue) for item in root.walk() if item.nxclass == "NXprocess"), None),
    }


def unit(dataset: Any) -> str:
    """The units of a dataset."""
    return text(dataset.attrs.get("units", ""))


def text(value: Any) -> str:
    """A text that may have come as bytes."""
    return value.decode() if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    print(json.dumps({"silx": with_silx(sys.argv[1]), "nexusformat": with_nexusformat(sys.argv[1])}))
