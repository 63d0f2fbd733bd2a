#!/bin/sh
# Installs NaGlass for the person who runs this, without root; an older version is replaced.
#
#   sh install.sh                      program in ~/.local/lib/naglass, command in ~/.local/bin
#   sh install.sh --prefix DIRECTORY   for others as well, e.g. /usr/local; that needs the right to write there
set -eu
here=$(dirname "$(readlink -f "$0")")
prefix=$HOME/.local
share=${XDG_DATA_HOME:-$prefix/share}
case "${1:-}" in
    "") ;;
    --prefix) prefix=$(readlink -f "${2:?--prefix needs a directory}") && share=$prefix/share ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
place=$prefix/lib/naglass
list=$place/installed-files

stop() { printf '%s\n' "$1" >&2; exit 1; }

# Before anything is touched: can it run here at all, and is what stands there ours to replace?
said=$("$here/naglass" --version 2>&1) || stop "NaGlass cannot run on this computer, and nothing was installed: $said"
if [ -e "$place" ] && [ ! -f "$list" ]; then stop "$place is there and is not NaGlass; nothing was installed."; fi
if ls -l /proc/[0-9]*/exe 2>/dev/null | grep -qF -e "-> $place/program/naglass"; then
    stop "NaGlass is running. Close it, then run this again; nothing was changed."
fi

folder() {  # make a folder, and note each one that was not there
    if [ -d "$1" ]; then return; fi
    folder "$(dirname "$1")"
    mkdir "$1"
    printf '%s\n' "$1" >> "$made"
}
made=$(mktemp)
trap 'rm -f "$made"' EXIT
if [ -f "$place/made-folders" ]; then cat "$place/made-folders" > "$made"; fi
folder "$prefix/lib"
folder "$prefix/bin"
rm -rf "$place.new"
mkdir "$place.new"
cp -R "$here/program" "$here/naglass" "$here/uninstall.sh" "$here/LICENSE" "$place.new/"
# The lists of both versions together: a part that the new one does not bring goes too.
if [ -f "$list" ]; then sh "$place/uninstall.sh" --quiet; fi
mv "$place.new" "$place"
ln -sf "$place/naglass" "$prefix/bin/naglass"
printf '%s\n' "$prefix/bin/naglass" > "$list"

put() {  # a file of the desktop: from, to
    folder "$(dirname "$2")"
    cp "$1" "$2"
    printf '%s\n' "$2" >> "$list"
}
(cd "$here/share" && find icons -type f) | while IFS= read -r icon; do put "$here/share/$icon" "$share/$icon"; done
put "$here/share/naglass.xml" "$share/mime/packages/naglass.xml"
# As the Desktop Entry Specification has it: escaped within quotes, then as any text; the last step is for sed itself.
quoted=$(printf '%s' "$prefix/bin/naglass" | sed 's/[\\"`$]/\\&/g; s/\\/\\\\/g; s/%/%%/g; s/[\\&|]/\\&/g')
sed "s|@EXEC@|\"$quoted\"|" "$here/share/naglass.desktop" > "$place/naglass.desktop"
put "$place/naglass.desktop" "$share/applications/naglass.desktop"
printf '%s\n' "$share" > "$place/share"
cat "$made" > "$place/made-folders"

sh "$place/uninstall.sh" --refresh
echo "$said is installed. Start it from the menu of programs, or with $prefix/bin/naglass; $place/uninstall.sh removes it."
