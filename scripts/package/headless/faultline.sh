#!/bin/sh
# Runs Faultline from wherever this folder was unpacked to, also through a symbolic link. Needs nothing installed.
self=$0
[ ! -h "$self" ] || self=$(PATH=/usr/bin:/bin readlink -f -- "$self")
lib=${self%/*}/../lib
# Meant for another Node, they would change or break this one.
unset NODE_OPTIONS NODE_PATH
exec "$lib/node" --disable-sigusr1 "$lib/faultline.mjs" "$@"
