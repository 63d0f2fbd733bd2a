"""The one style sheet, made from the theme's tokens, and the palette that goes with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QColor, QPalette

from naglass_gui.ui.panels.look import rules as panel_rules
from naglass_gui.ui.theme import CARD_RADIUS, CONTROL_RADIUS, MUTED_POINTS, SPACING, Tokens

TIGHT, SMALL, MEDIUM, LARGE, WIDE = SPACING


def style_sheet(t: Tokens, icons: Path | None) -> str:
    """The style sheet of a theme; `icons` is the folder of its arrows and ticks, None to do without."""
    parts = (
        _window(t),
        _toolbar(t),
        _buttons(t),
        _fields(t, icons),
        _views(t, icons),
        _menus(t, icons),
        _bars(t, icons),
        _strips(t),
        panel_rules(t),
    )
    return "\n".join(parts)


def palette(t: Tokens) -> QPalette:
    """Colours for whatever the style itself draws: check boxes, text cursors, native dialogs."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: t.background,
        role.WindowText: t.text,
        role.Base: t.panel,
        role.AlternateBase: t.background,
        role.Text: t.text,
        role.Button: t.panel,
        role.ButtonText: t.text,
        role.BrightText: t.error,
        role.ToolTipBase: t.panel,
        role.ToolTipText: t.text,
        role.PlaceholderText: t.muted,
        role.Highlight: t.accent,
        role.HighlightedText: t.panel,
        role.Accent: t.accent,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.Light: t.panel,
        role.Midlight: t.line,
        role.Mid: t.line,
        role.Dark: t.muted,
        role.Shadow: t.line,
    }
    for name, colour in colours.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(t.muted))
    return made


def _image(icons: Path | None, name: str) -> str:
    return f'image: url("{(icons / f"{name}.svg").as_posix()}");' if icons else ""


def _window(t: Tokens) -> str:
    return f"""
    QMainWindow, QDialog, QMessageBox {{ background: {t.background}; color: {t.text}; }}
    QToolTip {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.line}; padding: {TIGHT}px {SMALL}px; }}
    QSplitter::handle {{ background: transparent; }}
    QSplitter::handle:hover {{ background: {t.accent_wash}; }}
    QScrollArea, QScrollArea > QWidget > QWidget[page="true"] {{ background: transparent; border: none; }}
    """


def _toolbar(t: Tokens) -> str:
    return f"""
    QToolBar {{
        background: {t.panel}; border: none; border-bottom: 1px solid {t.line};
        padding: {SMALL}px {MEDIUM}px; spacing: {TIGHT}px;
    }}
    QToolBar::separator {{ background: {t.line}; width: 1px; margin: {SMALL}px {SMALL}px; }}
    QToolBar QToolButton {{
        border: 1px solid transparent; border-radius: {CONTROL_RADIUS}px; padding: {SMALL}px {SMALL + 2}px;
        color: {t.text};
    }}
    QToolBar QToolButton:hover {{ background: {t.background}; border-color: {t.line}; }}
    QToolBar QToolButton:pressed {{ background: {t.accent_wash}; }}
    QToolBar QToolButton:focus {{ border-color: {t.accent}; }}
    QToolBar QToolButton:disabled {{ color: {t.muted}; }}
    QToolBar QToolButton#primary {{ background: {t.accent}; color: {t.panel}; font-weight: 600; padding: {SMALL}px {LARGE}px; }}
    QToolBar QToolButton#primary:hover, QToolBar QToolButton#primary:focus {{ border-color: {t.text}; }}
    QToolBar QToolButton#primary:disabled {{ background: {t.line}; color: {t.muted}; }}
    QToolButton[chip="true"] {{
        background: {t.accent_wash}; color: {t.text}; border: 1px solid transparent; border-radius: 11px;
        padding: 2px {MEDIUM}px;
    }}
    QToolButton[chip="true"]:hover, QToolButton[chip="true"]:focus {{ border-color: {t.accent}; }}
    QToolButton#qt_toolbar_ext_button {{ padding: {TIGHT}px; }}
    """


def _buttons(t: Tokens) -> str:
    return f"""
    QPushButton {{
        background: {t.panel}; color: {t.text}; border: 1px solid {t.line}; border-radius: {CONTROL_RADIUS}px;
        padding: {SMALL}px {LARGE}px;
    }}
    QPushButton:hover {{ background: {t.accent_wash}; border-color: {t.accent}; }}
    QPushButton:focus {{ border-color: {t.accent}; }}
    QPushButton:disabled {{ color: {t.muted}; background: {t.background}; }}
    QPushButton:default, QPushButton[primary="true"] {{
        background: {t.accent}; color: {t.panel}; border-color: {t.accent}; font-weight: 600;
    }}
    QPushButton:default:hover, QPushButton[primary="true"]:hover,
    QPushButton:default:focus, QPushButton[primary="true"]:focus {{ border-color: {t.text}; }}
    QPushButton[primary="true"]:disabled, QPushButton:default:disabled {{
        background: {t.line}; color: {t.muted}; border-color: {t.line};
    }}
    QToolButton {{
        background: transparent; color: {t.text}; border: 1px solid transparent; border-radius: {CONTROL_RADIUS}px;
        padding: {TIGHT}px;
    }}
    QToolButton:hover {{ background: {t.accent_wash}; }}
    QToolButton:checked {{ background: {t.accent_wash}; color: {t.accent}; }}
    QToolButton:focus {{ border-color: {t.accent}; }}
    """


def _fields(t: Tokens, icons: Path | None) -> str:
    return f"""
    QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QKeySequenceEdit {{
        background: {t.background}; color: {t.text}; border: 1px solid {t.line}; border-radius: {CONTROL_RADIUS}px;
        padding: {TIGHT}px {SMALL}px; selection-background-color: {t.accent}; selection-color: {t.panel};
        placeholder-text-color: {t.muted};
    }}
    QKeySequenceEdit {{ padding: 0; border: none; background: transparent; }}
    QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
    QKeySequenceEdit QLineEdit:focus {{ border-color: {t.accent}; }}
    QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled {{ color: {t.muted}; }}
    QLineEdit[readOnly="true"] {{ background: {t.panel}; }}
    QComboBox {{ padding-right: {WIDE}px; }}
    QComboBox:editable {{ padding-right: 0; }}
    QComboBox QLineEdit {{ padding: 0; border: none; background: transparent; }}
    QComboBox::drop-down {{ border: none; width: {WIDE - 4}px; }}
    QComboBox::down-arrow {{ {_image(icons, "chevron-down")} width: 14px; height: 14px; }}
    QComboBox QAbstractItemView {{
        background: {t.panel}; border: 1px solid {t.line}; outline: none; padding: {TIGHT}px;
        selection-background-color: {t.accent_wash}; selection-color: {t.text};
    }}
    QSpinBox::up-button, QDoubleSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::down-button {{
        border: none; width: 18px;
    }}
    QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {{ {_image(icons, "chevron-up")} width: 12px; height: 12px; }}
    QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {{ {_image(icons, "chevron-down")} width: 12px; height: 12px; }}
    QCheckBox, QRadioButton {{ color: {t.text}; spacing: {SMALL}px; background: transparent; }}
    QCheckBox::indicator, QAbstractItemView::indicator {{
        width: 14px; height: 14px; border: 1px solid {t.muted}; border-radius: 4px; background: {t.panel};
    }}
    QCheckBox::indicator:hover, QCheckBox::indicator:focus {{ border-color: {t.accent}; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{
        background: {t.accent}; border-color: {t.accent}; {_image(icons, "check-on-accent")}
    }}
    QCheckBox::indicator:disabled {{ border-color: {t.line}; }}
    QRadioButton::indicator {{
        width: 13px; height: 13px; border: 1px solid {t.muted}; border-radius: 7px; background: {t.panel};
    }}
    QRadioButton::indicator:checked {{ border: 4px solid {t.accent}; width: 7px; height: 7px; background: {t.panel}; }}
    QGroupBox {{
        border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; margin-top: {MEDIUM}px; padding: {MEDIUM}px;
        background: {t.panel};
    }}
    QGroupBox::title {{ subcontrol-origin: margin; left: {MEDIUM}px; color: {t.muted}; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {t.line}; }}
    QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {t.accent}; }}
    QSlider::handle:horizontal {{
        width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: {t.accent}; border: 1px solid {t.panel};
    }}
    """


def _views(t: Tokens, icons: Path | None) -> str:
    return f"""
    QAbstractItemView {{
        background: {t.panel}; color: {t.text}; border: none; outline: 1px solid {t.accent}; alternate-background-color: {t.background};
        selection-background-color: {t.accent_wash}; selection-color: {t.text};
    }}
    QAbstractItemView::item {{ border-radius: {TIGHT}px; }}
    QListView::item {{ padding: {TIGHT}px {SMALL}px; }}
    QAbstractItemView::item:hover {{ background: {t.background}; }}
    QAbstractItemView::item:selected {{ background: {t.accent_wash}; color: {t.text}; }}
    QTreeView {{ show-decoration-selected: 1; }}
    QTreeView::branch {{ background: transparent; border-image: none; }}
    QTreeView::branch:selected {{ background: {t.accent_wash}; }}
    QTreeView::branch:hover:!selected {{ background: {t.background}; }}
    QTreeView::item {{ border-radius: 0; }}
    QTreeView::branch:has-children:closed {{ {_image(icons, "chevron-right")} }}
    QTreeView::branch:has-children:open {{ {_image(icons, "chevron-down")} }}
    QHeaderView, QHeaderView::section {{
        background: {t.panel}; color: {t.muted}; border: none; border-bottom: 1px solid {t.line}; padding: {TIGHT}px;
        font-size: {MUTED_POINTS}pt;
    }}
    QTableView {{ gridline-color: transparent; }}
    QTableCornerButton::section {{ background: {t.panel}; border: none; }}
    QTextBrowser {{ background: {t.panel}; color: {t.text}; border: none; padding: {LARGE}px; }}
    QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
    QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
    QScrollBar::handle {{ background: {t.line}; border-radius: 4px; margin: 2px; }}
    QScrollBar::handle:vertical {{ min-height: 28px; }}
    QScrollBar::handle:horizontal {{ min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {t.muted}; }}
    QScrollBar::handle:disabled {{ background: transparent; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    """


def _menus(t: Tokens, icons: Path | None) -> str:
    return f"""
    QMenuBar {{ background: {t.panel}; color: {t.text}; padding: 2px {SMALL}px; border-bottom: 1px solid {t.line}; }}
    QMenuBar::item {{ background: transparent; padding: {TIGHT}px {MEDIUM}px; border-radius: {TIGHT}px; }}
    QMenuBar::item:selected {{ background: {t.accent_wash}; }}
    QMenu {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.line}; padding: {TIGHT}px; }}
    QMenu::item {{
        padding: {SMALL}px {WIDE + WIDE}px {SMALL}px {WIDE + SMALL}px; border-radius: {TIGHT}px; background: transparent;
    }}
    QMenu::item:selected {{ background: {t.accent_wash}; }}
    QMenu::item:disabled {{ color: {t.muted}; background: transparent; }}
    QMenu::icon {{ left: {MEDIUM}px; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: {TIGHT}px {MEDIUM}px; }}
    QMenu::indicator {{ width: 14px; height: 14px; left: {MEDIUM}px; }}
    QMenu::indicator:checked {{ {_image(icons, "check-text")} }}
    QMenu::right-arrow {{ {_image(icons, "chevron-right")} width: 14px; height: 14px; right: {SMALL}px; }}
    """


def _bars(t: Tokens, icons: Path | None) -> str:
    return f"""
    QTabBar {{ background: transparent; border: none; }}
    QTabBar::tab {{
        background: transparent; color: {t.muted}; border: none; border-bottom: 2px solid transparent;
        padding: {SMALL}px {MEDIUM}px; margin-right: {TIGHT}px;
    }}
    QTabBar::tab:hover {{ color: {t.text}; }}
    QTabBar::tab:selected {{ color: {t.text}; font-weight: 600; border-bottom-color: {t.accent}; }}
    QTabBar::tab:focus {{ color: {t.accent}; }}
    QTabBar::scroller {{ width: 28px; }}
    QTabBar QToolButton {{ background: {t.panel}; border: 1px solid {t.line}; margin: {TIGHT}px 1px; padding: 0; }}
    QTabBar QToolButton::left-arrow {{ {_image(icons, "chevron-left")} width: 14px; height: 14px; }}
    QTabBar QToolButton::right-arrow {{ {_image(icons, "chevron-right")} width: 14px; height: 14px; }}
    QTabWidget::pane {{ border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; background: {t.panel}; }}
    QStatusBar {{ background: {t.panel}; color: {t.muted}; border-top: 1px solid {t.line}; }}
    QStatusBar::item {{ border: none; }}
    QProgressBar {{
        background: {t.line}; border: none; border-radius: 3px; min-height: 6px; max-height: 6px; color: transparent;
    }}
    QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
    """


def _strips(t: Tokens) -> str:
    tones = {"info": t.text, "good": t.good, "warning": t.warning, "error": t.error}
    washes = {"info": t.panel, "good": t.panel, "warning": t.warning_wash, "error": t.panel}
    strips = "\n".join(
        f"""
    QFrame#message[tone="{tone}"] {{
        background: {washes[tone]}; border: 1px solid {t.line if tone in ("info", "good") else colour};
        border-radius: {CONTROL_RADIUS}px;
    }}
    QFrame#message[tone="{tone}"] QLabel {{ color: {colour}; background: transparent; border: none; }}
    """
        for tone, colour in tones.items()
    )
    return f"""
    {strips}
    QFrame#jobs {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: {CONTROL_RADIUS}px; }}
    QFrame#palette {{ background: {t.panel}; border: 1px solid {t.line}; border-radius: {CARD_RADIUS}px; }}
    """
