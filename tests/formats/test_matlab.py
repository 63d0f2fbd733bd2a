"""MATLAB 5 files against scipy's reader, which reads whole files as well but does not survive damaged ones."""

from __future__ import annotations

import io
import zlib

import numpy as np
import pytest
from scipy.io import savemat

from naglass_gui.formats.matlab import Damaged, variables


def saved(compress: bool = False, **held: object) -> bytes:
    file = io.BytesIO()
    savemat(file, held, do_compression=compress)
    return file.getvalue()


@pytest.mark.parametrize("compress", [False, True])
def test_numbers_texts_cells_and_structures(compress: bool) -> None:
    grid = np.arange(6.0).reshape(2, 3)
    cell = np.empty(2, dtype=object)
    cell[:] = [np.array([1.0]), "two"]
    held = variables(
        saved(
            compress,
            grid=grid,
            wave=grid * 1j,
            small=np.int16(7),
            word="ppm",
            lines=["ab", "cd"],
            cell=cell,
            s={"a": 1.5, "b": "x"},
        )
    )
    assert np.array_equal(held["grid"], grid) and np.array_equal(held["wave"], grid * 1j)
    assert held["small"].tolist() == [[7.0]] and held["word"] == "ppm"
    assert held["lines"] == ["ab", "cd"]
    assert held["cell"][0].tolist() == [[1.0]] and held["cell"][1] == "two"
    assert held["s"]["a"].tolist() == [[1.5]] and held["s"]["b"] == "x"


def test_what_is_not_read_is_left_out() -> None:
    from scipy.sparse import csc_array

    assert variables(saved(m=csc_array(np.eye(3)), x=1.0))["m"] is None


def test_damage_is_told() -> None:
    data = saved(grid=np.arange(100.0))
    for hurt in (b"", data[:100], data[:200], data[:126] + b"XX" + data[128:]):
        with pytest.raises(Damaged):
            variables(hurt)
    packed = saved(True, grid=np.arange(100.0))
    with pytest.raises(Damaged, match="compressed"):
        variables(packed[:150] + b"\xff" * 8 + packed[158:])


def test_a_bomb_is_not_unpacked() -> None:
    bomb = zlib.compress(bytes(250 * 1024**2), 9)
    head = saved(x=1.0)[:128]
    with pytest.raises(Damaged, match="over 200 MB"):
        variables(head + np.array([15, len(bomb)], "<u4").tobytes() + bomb)
