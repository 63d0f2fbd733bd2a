#!/bin/sh
# Removes NaGlass: what install.sh wrote, and nothing else. Projects, settings, backups and recovery copies stay.
set -eu
place=$(dirname "$(readlink -f "$0")")
list=$place/installed-files
[ -f "$list" ] || { echo "NaGlass is not installed in $place; run the uninstall.sh of the installed copy." >&2; exit 1; }

refresh() {  # let the desktop look at its lists again, where it has the tools
    share=$(cat "$place/share" 2>/dev/null) || return 0
    if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime" 2>/dev/null || true; fi
    if command -v update-desktop-database >/dev/null; then update-desktop-database "$share/applications" 2>/dev/null || true; fi
    if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -q -t "$share/icons/hicolor" 2>/dev/null || true; fi
}

if [ "${1:-}" = --refresh ]; then refresh; exit 0; fi
while IFS= read -r file; do rm -f "$file"; done < "$list"
[ "${1:-}" = --quiet ] || refresh
rm -rf "$place"
if [ "${1:-}" != --quiet ]; then
    echo "NaGlass is removed. Your projects are where you saved them; settings and backups stay in:"
    echo "  ${XDG_CONFIG_HOME:-$HOME/.config}/naglass  ${XDG_DATA_HOME:-$HOME/.local/share}/naglass"
fi
