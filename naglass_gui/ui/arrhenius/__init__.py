"""What only the Arrhenius tab has: its curves, its numbers, its table of samples."""
