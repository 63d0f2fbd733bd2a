"""Values on their way between processes: bit for bit, large ones by file, arrays read-only."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from naglass_gui.core.errors import FitError, InputError, LoadError
from naglass_gui.formats import IncompleteRows, NeedsMapping
from naglass_gui.jobs import JobError
from naglass_gui.jobs.exchange import LARGE, discard, pack, unpack

NUMBERS = npst.integer_dtypes() | npst.floating_dtypes() | npst.complex_number_dtypes() | npst.boolean_dtypes()


@given(npst.arrays(NUMBERS, npst.array_shapes(min_dims=0, min_side=0, max_side=6)))
def test_any_array_comes_back_bit_for_bit(array: np.ndarray[Any, Any]) -> None:
    again = unpack(pack((array, "beside"), Path("unused")))[0]
    assert (again.dtype, again.shape, again.tobytes()) == (array.dtype, array.shape, array.tobytes())


@given(st.integers(1, 4), st.booleans())
def test_large_values_go_through_one_file_that_is_used_up(parts: int, fortran: bool) -> None:
    n = LARGE // 8 // parts + 1
    arrays = [
        np.asarray(np.arange(n, dtype=float).reshape(1, -1), order="F" if fortran else "C") + k for k in range(parts)
    ]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "value.reply"
        parcel = pack(arrays, path)
        assert parcel.file == str(path) and path.stat().st_size < LARGE + 10_000
        again = unpack(parcel)
        assert not path.exists()
    for before, after in zip(arrays, again, strict=True):
        np.testing.assert_array_equal(before, after)
        assert not after.flags.writeable
        assert after.ctypes.data % 64 == 0


def test_a_large_text_is_no_array_and_travels_all_the_same(tmp_path: Path) -> None:
    raw = bytes(range(256)) * (LARGE // 256 + 1)
    parcel = pack({"raw": raw}, tmp_path / "a")
    assert parcel.file
    assert unpack(parcel) == {"raw": raw}


def test_what_nobody_opens_is_discarded(tmp_path: Path) -> None:
    parcel = pack(np.zeros(LARGE), tmp_path / "a")
    discard(parcel)
    discard(parcel)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "value",
    [lambda: None, threading.Lock(), (open,), [type("Local", (), {})()]],
    ids=("function", "lock", "tuple", "object"),
)
def test_what_cannot_travel_is_a_type_error(value: Any, tmp_path: Path) -> None:
    if value == (open,):
        assert unpack(pack(value, tmp_path / "a")) == value  # a built-in function has a name everywhere
        return
    with pytest.raises(TypeError):
        pack(value, tmp_path / "a")


@pytest.mark.parametrize(
    "error",
    [
        LoadError("a sentence.", "details"),
        FitError("a sentence."),
        InputError("a sentence.", "details", "Thickness"),
        JobError.out_of_memory("Reading", 4, "details"),
        NeedsMapping("a sentence.", "details", ("1 2 3",), None, "Sheet1"),
        IncompleteRows("a sentence.", "details", 13),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_keep_everything_they_say(error: Exception, tmp_path: Path) -> None:
    again = unpack(pack(error, tmp_path / "a"))
    assert type(again) is type(error)
    assert vars(again) == vars(error)
