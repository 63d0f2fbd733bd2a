"""The local array store: by content, read-only, mapped where large, bounded, and never a wrong number."""

from __future__ import annotations

import mmap
import os
import pickle
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from naglass_gui.core.arrays import Array, ArrayRef, reference
from naglass_gui.core.errors import ProjectError
from naglass_gui.storage import DiskStore, Session, array_store
from tests.storage.studies import a_study, arrays

LARGE = 2**18  # of 8 bytes: mapped


def files(store: DiskStore) -> list[Path]:
    return sorted(path for path in (store.home / "arrays").glob("??/*"))


def age(store: DiskStore, ref: ArrayRef, hours: float) -> None:
    """Let an array have been used last some hours ago."""
    then = time.time() - 3600 * hours
    os.utime(store.home / "arrays" / ref.digest[:2] / ref.digest, (then, then))


@given(array=arrays())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_array_comes_back_bit_for_bit(array: Array, store: DiskStore) -> None:
    ref = store.put(array)
    assert ref == reference(array)
    back = DiskStore(store.home).get(ref)
    assert back.tobytes() == np.ascontiguousarray(array, dtype=ref.dtype).tobytes()
    assert (back.shape, back.dtype.str) == (ref.shape, ref.dtype)


def test_the_same_numbers_are_kept_once(store: DiskStore) -> None:
    first = store.put(np.arange(6.0))
    assert store.put(np.arange(6.0)) == first
    assert store.put(np.arange(12.0)[::2] / 2) == first
    assert len(files(store)) == 1


@pytest.mark.parametrize("length", [0, 5, LARGE])
def test_arrays_are_read_only(store: DiskStore, length: int) -> None:
    array = store.get(store.put(np.zeros(length)))
    assert not array.flags.writeable
    with pytest.raises(ValueError, match="read-only"):
        array[...] = 1.0


def test_large_arrays_are_mapped_and_shared(store: DiskStore) -> None:
    ref = store.put(np.arange(LARGE, dtype=float))
    one, other = store.get(ref), store.get(ref)
    assert one is other
    assert isinstance(one.base.base.obj, mmap.mmap)


def test_a_store_goes_to_a_child_process(store: DiskStore) -> None:
    ref = store.put(np.arange(3.0))
    there = pickle.loads(pickle.dumps(store))
    np.testing.assert_array_equal(there.get(ref), [0.0, 1.0, 2.0])
    assert there.limit == store.limit


def test_an_array_that_is_not_there(store: DiskStore) -> None:
    ref = reference(np.arange(3.0))
    assert ref not in store
    with pytest.raises(KeyError):
        store.get(ref)


@pytest.mark.parametrize("digest", ["../../../etc/passwd", "", "A" * 64, "0" * 63])
def test_a_name_that_is_no_digest_is_not_looked_for(store: DiskStore, digest: str) -> None:
    assert ArrayRef(digest, (1,), "<f8") not in store
    with pytest.raises(KeyError):
        store.get(ArrayRef(digest, (1,), "<f8"))


@pytest.mark.parametrize("length", [64, LARGE])
def test_one_flipped_bit_is_noticed_and_the_array_can_be_put_again(store: DiskStore, length: int) -> None:
    ref = store.put(np.arange(length, dtype=float))
    (path,) = files(store)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    later = DiskStore(store.home)
    with pytest.raises(KeyError):
        later.get(ref)
    assert ref not in later
    later.put(np.arange(length, dtype=float))
    assert reference(later.get(ref)) == ref


def test_the_same_digest_in_another_shape_is_not_that_array(store: DiskStore) -> None:
    ref = store.put(np.arange(6.0))
    store.get(ref)
    with pytest.raises(KeyError):
        store.get(ArrayRef(ref.digest, (2, 3), "<f8"))


def test_arrays_of_words_are_refused(store: DiskStore) -> None:
    with pytest.raises(TypeError):
        store.put(np.array(["a", "b"]))


def test_the_least_recently_used_go_first(home: Path) -> None:
    store = DiskStore(home / "data", limit=10 * 8000)
    refs = [store.put(np.full(1000, i, float)) for i in range(10)]
    for i, ref in enumerate(refs):
        age(store, ref, 100 - i)
    store.get(refs[0])  # in memory; a new program's first use counts as use
    DiskStore(home / "data").get(refs[0])
    store.put(np.full(1000, 10.0))
    kept = [ref in store for ref in refs]
    assert kept == [True, False, False, *[True] * 7]


def test_what_a_recovery_copy_names_or_a_running_program_used_stays(home: Path) -> None:
    store = DiskStore(home / "data", limit=1)
    project = a_study(store, spectra=1)
    session = Session()
    session.write("doc", project, store, path=None, saved_at="", edits=1)
    used_since = store.put(np.arange(99.0))
    forgotten = store.put(np.arange(100.0))
    for ref in project.arrays():
        age(store, ref, 1000)
    age(store, forgotten, 1000)
    store.trim()
    assert all(ref in store for ref in project.arrays())
    assert used_since in store
    assert forgotten not in store
    session.close()


def test_half_written_arrays_of_a_killed_program_are_removed_after_a_day(store: DiskStore) -> None:
    store.put(np.arange(3.0))
    left = store.home / "arrays" / "ab" / ".abc.1.00000000.tmp"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(b"half")
    store.trim()
    assert left.exists()
    os.utime(left, (0, 0))
    store.trim()
    assert not left.exists()


def test_a_full_disk_is_told_in_a_sentence(store: DiskStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(array_store, "replace", full)
    with pytest.raises(ProjectError, match="could not be kept in .*No space left"):
        store.put(np.arange(3.0))
    assert files(store) == []


def test_two_programs_may_put_the_same_array(store: DiskStore) -> None:
    other = DiskStore(store.home)
    assert store.put(np.arange(5.0)) == other.put(np.arange(5.0))
    assert len(files(store)) == 1
