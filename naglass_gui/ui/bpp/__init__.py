"""Parts of the BPP tab."""
