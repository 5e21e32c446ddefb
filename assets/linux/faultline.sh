#!/bin/sh
# The command `faultline`: the app without words or with --hidden, else a command in the terminal.
self=$(readlink -f -- "$0") || exit 4
program=$(dirname -- "$(dirname -- "$(dirname -- "$self")")")/faultline

# Chromium itself tells only what ends the program: standard error belongs to Faultline.
case ${1-} in
  '' | --hidden)
    # Chromium would end with a trace instead of a sentence.
    if [ "$(id -u)" = 0 ]; then
      echo 'faultline: root gets no windows: start it as an ordinary user (commands work: see "faultline --help")' >&2
      exit 4
    fi
    exec "$program" --log-level=3 "$@"
    ;;
  *)
    # No window is opened, so there is nothing to be put into a sandbox; with one, Chromium would refuse root.
    exec "$program" --log-level=3 --no-sandbox --no-zygote -- "$@"
    ;;
esac
