"""Times as people say them."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The time now, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def spoken(iso: str) -> str:
    """A time in local time: "today 14:05", "3 May 2024 09:12"; "at an unknown time" where it cannot be read."""
    try:
        time = datetime.fromisoformat(iso).astimezone()
    except ValueError:
        return "at an unknown time"
    if time.date() == datetime.now().astimezone().date():
        return f"today {time:%H:%M}"
    return f"{time.day} {time:%B %Y %H:%M}"
