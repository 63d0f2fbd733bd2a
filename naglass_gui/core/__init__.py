"""The document: one immutable project, and the pure functions that edit it. No Qt, no file formats."""
