"""Parts of the T1 tab."""
