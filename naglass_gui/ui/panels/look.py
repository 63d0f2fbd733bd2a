"""Style rules of the panels, from the theme's tokens; the window's style sheet includes them.

Widgets say what they are by dynamic properties: `card`, `tone` ("title", "muted", "result", "good", "warning", "error"),
`faulty`, `quiet` (a flat button), `notice` (a coloured sentence with its remedy) and `choice` ("best" or "other": a row to
click on).
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from naglass_gui.ui.theme import BODY_POINTS, CARD_RADIUS, CONTROL_RADIUS, MUTED_POINTS, RESULT_POINTS, Tokens


def rules(t: Tokens) -> str:
    """The style sheet of cards, labels, fields and tables in panels."""
    return f"""
    QFrame[card="true"] {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; }}
    QLabel[tone] {{ background: transparent; border: none; }}
    QLabel[tone="title"] {{ color: {t.muted}; font-size: {MUTED_POINTS}pt; font-weight: 600; }}
    QLabel[tone="body"] {{ color: {t.text}; font-size: {BODY_POINTS}pt; }}
    QLabel[tone="muted"] {{ color: {t.muted}; font-size: {MUTED_POINTS}pt; }}
    QLabel[tone="result"] {{ color: {t.text}; font-size: {RESULT_POINTS}pt; font-weight: 600; }}
    QLabel[tone="good"] {{ color: {t.good}; font-size: {MUTED_POINTS}pt; }}
    QLabel[tone="warning"] {{ color: {t.warning}; font-size: {MUTED_POINTS}pt; }}
    QLabel[tone="error"] {{ color: {t.error}; font-size: {MUTED_POINTS}pt; }}
    QFrame[notice="note"] {{
        background: {t.warning_wash}; border: 1px solid {t.warning_wash}; border-radius: {CONTROL_RADIUS}px;
    }}
    QFrame[notice="reject"] {{
        background: {t.warning_wash}; border: 1px solid {t.error}; border-radius: {CONTROL_RADIUS}px;
    }}
    QFrame[notice] QLabel {{ color: {t.warning}; background: transparent; border: none; }}
    QFrame[notice="reject"] QLabel {{ color: {t.error}; }}
    QFrame[choice] {{ background: transparent; border: 1px solid {t.line}; border-radius: {CONTROL_RADIUS}px; }}
    QFrame[choice="best"] {{ border-color: {t.good}; }}
    QFrame[choice]:hover, QFrame[choice]:focus {{ background: {t.accent_wash}; border-color: {t.accent}; }}
    QHeaderView#linedUp {{ padding: 0; border: none; }}
    QHeaderView#linedUp::section:vertical {{ border: none; padding: 0 6px 0 2px; }}
    QMenu#elements {{ icon-size: 32px; }}
    QMenu#elements::item {{ padding: 0 24px 0 16px; min-height: 30px; }}
    QMenu#elements::icon {{ left: 8px; }}
    QTableView#results::item {{ padding: 0 8px; }}
    QTableView#results QHeaderView::section {{ padding: 4px 11px; }}
    QLineEdit[cell="true"] {{ background: {t.panel}; border-radius: 3px; padding: 0 3px; }}
    QLineEdit[faulty="true"] {{ border: 1px solid {t.error}; }}
    QToolButton[quiet="true"], QPushButton[quiet="true"] {{
        background: transparent; border: 1px solid transparent; border-radius: {CONTROL_RADIUS}px;
        color: {t.accent}; font-size: {MUTED_POINTS}pt; padding: 2px 4px;
    }}
    QToolButton[quiet="true"]:hover, QPushButton[quiet="true"]:hover,
    QToolButton[quiet="true"]:focus, QPushButton[quiet="true"]:focus {{ background: {t.accent_wash}; }}
    QToolButton[quiet="true"]:focus, QPushButton[quiet="true"]:focus {{ border-color: {t.accent}; }}
    QToolButton[quiet="true"]:checked {{ background: {t.accent_wash}; border-color: {t.accent}; }}
    QToolButton[quiet="true"]:disabled, QPushButton[quiet="true"]:disabled {{ color: {t.muted}; }}
    QToolButton[quiet="true"]::menu-indicator {{ image: none; }}
    """


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a dynamic property and let the style sheet see it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
