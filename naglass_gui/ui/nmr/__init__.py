"""Parts of the NMR tab."""
