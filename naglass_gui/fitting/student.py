"""Student's t for intervals from few points: how many standard errors hold 95 %."""

from __future__ import annotations

import math

NORMAL_95 = 1.959963984540054


def student_95(freedom: float) -> float:
    """Half the width of the 95 % interval in standard errors, for that many degrees of freedom.

    Exact for 1 and 2, elsewhere the expansion about the normal quantile (Abramowitz & Stegun 26.7.5), within 0.5 % from 3 on.
    NaN below 1.
    """
    if not freedom >= 1:
        return math.nan
    if freedom < 3:
        # Between whole numbers, as Welch and Satterthwaite give them, along 1/f.
        exact: dict[int, float] = {
            1: math.tan(0.475 * math.pi),
            2: 0.95 * math.sqrt(2.0 / (1.0 - 0.95**2)),
            3: _expanded(3.0),
        }
        low = math.floor(freedom)
        share = (1.0 / low - 1.0 / freedom) / (1.0 / low - 1.0 / (low + 1))
        return exact[low] * math.exp(share * math.log(exact[low + 1] / exact[low]))
    return _expanded(freedom)


def _expanded(f: float) -> float:
    z = NORMAL_95
    g1 = (z**3 + z) / 4.0
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96.0
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384.0
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160.0
    return z + g1 / f + g2 / f**2 + g3 / f**3 + g4 / f**4
