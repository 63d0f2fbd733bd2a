"""DC polarization: voltage steps, decays of the current, the steady state, and the electronic conductivity that follows.

The technique: `POLARIZATION`. Steps of a record: `split`. Models: `MODELS`. One step fitted: `solve`, `choose`. What a fit says:
`Steady`, `verdict`, `ohmic_of`.
"""

from naglass_gui.techniques.polarization.choice import Choice, choose
from naglass_gui.techniques.polarization.derived import Steady, fitted_quantities, is_upper_bound, ohmic_of, voltages
from naglass_gui.techniques.polarization.fit import Run, fit_polarization
from naglass_gui.techniques.polarization.judgement import verdict
from naglass_gui.techniques.polarization.models import AUTO, BY_NAME, MODELS, Decay, canonical
from naglass_gui.techniques.polarization.ohmic import Ohmic, ohmic_check
from naglass_gui.techniques.polarization.overview import Overview
from naglass_gui.techniques.polarization.record import Record
from naglass_gui.techniques.polarization.solve import Solved, solve
from naglass_gui.techniques.polarization.steps import Step, split
from naglass_gui.techniques.polarization.technique import Polarization
from naglass_gui.techniques.polarization.trace import Trace

POLARIZATION = Polarization()
"""The technique."""

__all__ = [
    "AUTO",
    "BY_NAME",
    "MODELS",
    "POLARIZATION",
    "Choice",
    "Decay",
    "Ohmic",
    "Overview",
    "Polarization",
    "Record",
    "Run",
    "Solved",
    "Step",
    "Steady",
    "Trace",
    "canonical",
    "choose",
    "fit_polarization",
    "fitted_quantities",
    "is_upper_bound",
    "ohmic_check",
    "ohmic_of",
    "solve",
    "split",
    "verdict",
    "voltages",
]
