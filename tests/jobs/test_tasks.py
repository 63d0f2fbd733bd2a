"""What children do, called here: what cannot be computed with is told in a sentence."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from naglass_gui.core.errors import FitError
from naglass_gui.jobs import tasks
from tests.techniques.relaxation.series import made


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_delays_beyond_all_numbers_are_refused_in_a_sentence() -> None:
    inputs = made("a=pv@0:3000Hz", (1.0,), (1.0,), np.geomspace(0.01, 10.0, 8) * 1e300)
    with pytest.raises(FitError, match="Look at the columns and their units") as refused:
        tasks.fit(inputs)
    assert "Traceback" in refused.value.details


def test_every_task_can_be_sent_to_a_child() -> None:
    for task in (tasks.fit, tasks.fit_series, tasks.fit_neighbours, tasks.fit_together, tasks.intervals):
        assert pickle.loads(pickle.dumps(task)) is task
