"""The help pages: HTML files in resources/help, dressed in the theme's colours; tables that follow the code are filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from pathlib import Path

from naglass_gui.ui.theme import MUTED_POINTS, Tokens

FOLDER = Path(__file__).resolve().parents[1] / "resources" / "help"
# In the order of the contents. A page's title is its first heading.
PAGES = (
    "window", "eis", "check", "leads", "circuits", "drt", "suggestion", "arrhenius", "polarization", "stability", "nmr",
    "relaxation", "bpp", "fitting", "conductivity", "importing", "projects", "templates", "figures", "scripts", "gestures",
)  # fmt: skip
FIRST = "window"


def title(page: str) -> str:
    """A page's title. Raises KeyError for a page that does not exist."""
    match = re.search(r"<h1>(.*?)</h1>", _source(page))
    return unescape(match[1]) if match else page


def page_html(page: str, t: Tokens, fill: dict[str, Callable[[], str]]) -> str:
    """A whole page for the viewer; `fill` makes what stands in double braces in it.

    Raises:
        KeyError: there is no such page, or nothing to fill a place with.
    """
    body = re.sub(r"\{\{(\w+)\}\}", lambda place: fill[place[1]](), _source(page))
    return dressed(body, t)


def dressed(body: str, t: Tokens) -> str:
    """HTML in the look of the help."""
    return f"<html><head><style>{_style(t)}</style></head><body>{body}</body></html>"


def links(page: str) -> tuple[str, ...]:
    """The pages a page leads to."""
    return tuple(re.findall(r'href="(\w+)\.html"', _source(page)))


def pages_with(words: str) -> tuple[str, ...]:
    """The pages that hold all these words, those with them in the title first."""
    wanted = words.lower().split()
    found = [page for page in PAGES if all(word in _text(page) for word in wanted)]
    return tuple(sorted(found, key=lambda page: not all(word in title(page).lower() for word in wanted)))


@cache
def _source(page: str) -> str:
    if page not in PAGES:
        raise KeyError(page)
    return (FOLDER / f"{page}.html").read_text(encoding="utf-8")


@cache
def _text(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", _source(page))).lower()


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table of plain texts as HTML."""
    return table_of_html(head, [tuple(escape(text) for text in row) for row in rows])


def table_of_html(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table whose cells are HTML already."""
    top = "".join(f"<th align='left'>{escape(text)}</th>" for text in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table cellspacing='0' cellpadding='5' width='100%'><tr>{top}</tr>{lines}</table>"


def _style(t: Tokens) -> str:
    return f"""
    body {{ color: {t.text}; }}
    h1 {{ font-size: 16pt; font-weight: 600; margin-top: 0; margin-bottom: 8px; }}
    h2 {{ font-size: 12pt; font-weight: 600; margin-top: 18px; margin-bottom: 4px; }}
    p, li {{ line-height: 145%; margin-top: 4px; margin-bottom: 6px; }}
    a {{ color: {t.accent}; text-decoration: none; }}
    th {{ color: {t.muted}; font-weight: 600; border-bottom: 1px solid {t.line}; }}
    td {{ border-bottom: 1px solid {t.line}; }}
    code {{ background-color: {t.background}; }}
    .formula {{ background-color: {t.background}; font-size: 12pt; margin-left: 16px; }}
    .source {{ color: {t.muted}; font-size: {MUTED_POINTS}pt; }}
    """
