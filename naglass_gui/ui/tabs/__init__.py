"""One tab a technique: composes plots and panels, and connects their intentions to edits."""
