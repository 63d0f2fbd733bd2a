"""Fixtures every test may use; the window is never shown on a screen."""

from __future__ import annotations

import faulthandler
import gc
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# One BLAS thread: the tests run side by side, and results do not depend on the number of cores.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

DATA = Path(os.environ.get("NAGLASS_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture(scope="session", autouse=True)
def a_home_of_our_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """No test touches the settings, backups or recovery copies of whoever runs it."""
    home = tmp_path_factory.mktemp("naglass-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NAGLASS_HOME", str(home))
        yield home


@pytest.fixture(scope="session")
def instrument_file() -> Callable[[str], Path]:
    """A real instrument file by its path below the data folder; skips where the folder is absent."""

    def find(path: str) -> Path:
        if not DATA.is_dir():
            pytest.skip(f"no instrument files: {DATA} is absent (set NAGLASS_DATA to the folder that holds them)")
        found = DATA / path
        assert found.exists(), f"{found} is missing"
        return found

    return find


def pytest_collection_finish(session: pytest.Session) -> None:
    """From here on cycles are collected between tests alone, in the window's thread, as the program does it.

    A worker of a parallel run has a thread of its own that allocates; there Python would destroy widgets now and then.
    """
    gc.collect()
    gc.freeze()
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Collect what the test left; and the trace of a crash goes to the terminal again: a session's log takes it over."""
    yield
    gc.collect(2 if gc.get_count()[2] >= 10 else 1)
    faulthandler.enable(item.config.stash[fault_handler_stderr_fd_key])
