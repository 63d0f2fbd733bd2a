"""Statistics over many seeds: whether the errors the program states are the errors it makes. `make validate`."""
