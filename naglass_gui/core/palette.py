"""The colours of components, the same on screen and on paper."""

from __future__ import annotations

# Okabe and Ito, Color Universal Design (2008), in the order in which lines take them, and one violet more.
COMPONENTS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8C6BB1")
