"""What `naglass` does without a window: info, fit, verify. No Qt; `cli.py` hands each command its arguments."""
