"""All of Qt: shows the project and asks for edits. Nothing here computes a result."""
