"""The clickable schematic of an equivalent circuit, its text field and its menus."""
