#!/bin/sh
# Runs inside the mount namespace of a lab's node, which ends with the lab: lays a folder of this test over what polkit
# and the system bus read and write, then becomes the bus. $1: that folder.
set -eu
mount --bind "$1/run" /run
mount --bind "$1/rules" /etc/polkit-1/rules.d
mount --bind "$1/actions" /usr/share/polkit-1/actions
for file in passwd group shadow; do mount --bind "$1/$file" "/etc/$file"; done
exec dbus-daemon --system --nofork --nopidfile --nosyslog --print-address=1
