"""Parts of the Stability tab."""
