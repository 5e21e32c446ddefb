#!/bin/sh
# Boots the machine's own systemd in a throw-away root, with nothing to start but what is asked of it later. Says
# its pid when it can be asked, and ends it, with all that it runs, when the input ends.
#   systemd.sh NAME
# NAME: of a control group that nobody else uses.
set -eu
group=/sys/fs/cgroup/$1

rm -rf /usr/lib/systemd/system/*.wants /etc/systemd/system/*.wants /etc/systemd/system/*.requires
printf '[Unit]\nDescription=nothing\n' >/etc/systemd/system/default.target
mount -t cgroup2 none /sys/fs/cgroup
mkdir "$group"
cat >/run/inner.sh <<'INNER'
umount /sys/fs/cgroup
mount -t cgroup2 none /sys/fs/cgroup
mount -t proc proc /proc
export container=throw-away
exec /lib/systemd/systemd --system --log-target=console --show-status=no
INNER
(
  echo 0 >"$group/cgroup.procs"
  exec unshare --pid --fork --kill-child --mount --propagation=private --cgroup --uts --ipc sh /run/inner.sh
) <&- >&2 &
init=$!
trap 'kill -9 $init 2>/dev/null || true
  wait $init 2>/dev/null || true
  until find "$group" -depth -type d -exec rmdir {} + 2>/dev/null || [ ! -d "$group" ]; do sleep 0.1; done' EXIT
until [ -S /run/systemd/private ]; do
  kill -0 $init
  sleep 0.05
done
cat /proc/$init/task/$init/children
echo
cat >/dev/null
