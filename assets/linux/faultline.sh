#!/bin/sh
# The command `faultline`: the app without words or with --hidden, else a command in the terminal.
self=$(readlink -f -- "$0") || exit 4
program=$(dirname -- "$(dirname -- "$(dirname -- "$self")")")/faultline

refuse() {
  echo "faultline: $1" >&2
  exit 4
}

case ${1-} in
  '' | --hidden)
    # Chromium would end with a trace instead of a sentence.
    [ "$(id -u)" != 0 ] || refuse 'root gets no windows: start it as an ordinary user (commands work: see "faultline --help")'
    [ -n "${DISPLAY-}${WAYLAND_DISPLAY-}" ] || refuse 'no display to show its icon on: "faultline monitor" needs none'
    exec "$program" "$@"
    ;;
  *)
    # No window is opened, so there is nothing to be put into a sandbox; with one, Chromium would refuse root.
    # Only what would end the program is told by Chromium itself: standard error belongs to the command.
    exec "$program" --no-sandbox --no-zygote --log-level=3 -- "$@"
    ;;
esac
