#!/bin/sh
# What pip cannot install: a Python with venv, and the system libraries of Qt.
# Prints the Python to use on stdout; everything for people goes to stderr.
# As root with apt-get it installs what is missing, otherwise it names the command and goes on:
# without Qt's libraries the command line still works.
set -u
say() { echo "$*" >&2; }
PATH="$PATH:/sbin:/usr/sbin"

# library:package, as measured on a bare Debian 12; the first six are needed even without a screen.
libraries="libglib-2.0.so.0:libglib2.0-0 libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0
libfontconfig.so.1:libfontconfig1 libdbus-1.so.3:libdbus-1-3
libX11-xcb.so.1:libx11-xcb1 libxcb-cursor.so.0:libxcb-cursor0 libxcb-icccm.so.4:libxcb-icccm4
libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-randr.so.0:libxcb-randr0
libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0 libxcb-sync.so.1:libxcb-sync1
libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1 libxkbcommon-x11.so.0:libxkbcommon-x11-0"

usable() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
find_python() {
  for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if usable "$candidate"; then echo "$candidate"; return; fi
  done
}

missing=""
if [ "$(uname -s)" = Linux ]; then
  known="$(ldconfig -p 2>/dev/null || true)"
  for pair in $libraries; do
    case "$known" in
      *"${pair%%:*}"*) ;;
      *) missing="$missing ${pair#*:}" ;;
    esac
  done
fi
python="$(find_python)"
if [ -z "$python" ]; then
  missing="$missing python3 python3-venv"
elif ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  missing="$missing python3-venv"
fi

if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    say "Installing system packages:$missing"
    # shellcheck disable=SC2086 # a list of words
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >&2 ||
      say "apt-get could not install all of them; going on without."
  else
    say "Missing on this computer:$missing"
    say "On Debian or Ubuntu:  sudo apt-get install --no-install-recommends$missing"
    say "Without Qt's libraries there is no window; the command line works."
  fi
  python="$(find_python)"
fi

if [ -z "$python" ]; then
  say "Python 3.11 or newer is needed. Install it, or name it: make run PYTHON=/path/to/python3.12"
  exit 1
fi
echo "$python"
