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

ours() {  # whether a folder was not there before, and holds no such files: a test of find follows
    [ -n "$made" ] && printf '%s\n' "$made" | grep -qxF -e "$1" && folder=$1 && shift && [ -z "$(find "$folder" -type f "$@")" ]
}

clear_lists() {  # what the desktop made of our files alone, and the folders that were not there before
    share=$(cat "$place/share" 2>/dev/null) || return 0
    made=$(cat "$place/made-folders" 2>/dev/null) || return 0
    if ours "$share/mime/packages"; then
        (cd "$share/mime" && rm -f XMLnamespaces aliases generic-icons globs globs2 icons magic mime.cache subclasses treemagic types version)
        rmdir "$share/mime/application" 2>/dev/null || true
    fi
    if ours "$share/applications" ! -name mimeinfo.cache; then rm -f "$share/applications/mimeinfo.cache"; fi
    if ours "$share/icons/hicolor" ! -name icon-theme.cache; then rm -f "$share/icons/hicolor/icon-theme.cache"; fi
    rm -rf "$place"
    printf '%s\n' "$made" | LC_ALL=C sort -r | while IFS= read -r folder; do rmdir "$folder" 2>/dev/null || true; done
}

if [ "${1:-}" = --refresh ]; then refresh; exit 0; fi
while IFS= read -r file; do rm -f "$file"; done < "$list"
if [ "${1:-}" != --quiet ]; then refresh && clear_lists; fi
rm -rf "$place"
if [ "${1:-}" != --quiet ]; then
    echo "NaGlass is removed. Your projects are where you saved them; settings and backups stay in:"
    echo "  ${XDG_CONFIG_HOME:-$HOME/.config}/naglass  ${XDG_DATA_HOME:-$HOME/.local/share}/naglass"
fi
