#!/bin/sh
# Makes the environment in .venv, ready to run and to test NaGlass; does nothing where it is up to date.
#
#   tools/environment.sh            finds Python 3.12 or newer, makes .venv, installs what is pinned
#   tools/environment.sh --libraries                as root on Debian or Ubuntu: only the system libraries that Qt and a package need
#   PYTHON=/path/to/python tools/environment.sh     with that Python
set -eu
cd "$(dirname "$0")/.."
venv=.venv
stamp=$venv/.ready

suits() {  # does this command run, and is it Python 3.12 or newer?
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 \
        "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13*/bin/python "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.12*/bin/python \
        python3.14 python3 python; do
        if suits "$candidate"; then echo "$candidate"; return; fi
    done
    echo "NaGlass needs Python 3.12 or newer with venv, and none was found." >&2
    echo "Debian or Ubuntu: apt-get install python3.12-venv; with pyenv: pyenv install 3.12; otherwise from python.org." >&2
    exit 1
}

# What Qt needs from the system, with or without a display, and a font to write with.
packages="libegl1 libgl1 libxkbcommon0 libxkbcommon-x11-0 libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 \
libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xinerama0 libxcb-xkb1 fonts-dejavu-core fonts-inter"

# What a package for others takes along beside: printing.
packed="libcups2"

qt_works() {
    QT_QPA_PLATFORM=offscreen "$venv/bin/python" -c \
        'from PySide6.QtGui import QGuiApplication, QFontDatabase as F; a = QGuiApplication([]); raise SystemExit(not F.families())' \
        >/dev/null 2>&1 || return 1
    [ "$(uname)" != Linux ] || [ -z "${DISPLAY:-}" ] || ldconfig -p 2>/dev/null | grep -q libxcb-cursor
}

install_libraries() {
    echo "Installing the system libraries that Qt needs..."
    apt-get update -qq || true
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
}

system_libraries() {
    qt_works && return
    if [ "$(uname)" = Linux ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        install_libraries
        qt_works && return
    fi
    echo "Qt cannot start: system libraries or fonts are missing. On Debian or Ubuntu run this line, then try again:" >&2
    echo "  sudo apt-get install -y" $packages >&2
    exit 1
}

if [ "${1:-}" = --libraries ]; then packages="$packages $packed" && install_libraries; exit; fi

# What was installed, and under which version: a new tag counts too.
wanted=$({ cat pyproject.toml setup.py constraints.txt tools/environment.sh; git describe --tags --abbrev=0 2>/dev/null || true; } | cksum)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && "$venv/bin/python" -c 'import naglass_gui' 2>/dev/null; then
    exit 0
fi
if ! suits "$venv/bin/python"; then
    python=$(find_python)
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
fi
echo "Installing the pinned packages into $venv (a few minutes the first time)..."
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
system_libraries
echo "$wanted" > "$stamp"
echo "The environment is ready: $venv/bin/naglass"
