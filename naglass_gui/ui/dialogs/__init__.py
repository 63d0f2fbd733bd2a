"""Dialogs, each opened through the injectable asker."""
