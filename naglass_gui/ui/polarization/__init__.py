"""Parts of the DC polarization tab."""
