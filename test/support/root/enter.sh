#!/bin/sh
# Turns the mount namespace that it is started in (an own one: `unshare --mount`) into a throw-away machine: the
# whole of this one, and every change in memory only. Stays until its input ends; nothing is left after it.
#   enter.sh FOLDER HIDDEN SHARED...
# FOLDER: an empty folder, on which the changes are put. HIDDEN: a folder that looks empty inside (the checkout).
# SHARED: files and folders of this machine that are the same inside.
set -eu
folder=$1 hidden=$2
shift 2

mount -t tmpfs -o mode=0755,size=75% none "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay -o "lowerdir=/,upperdir=$folder/upper,workdir=$folder/work" overlay "$folder/root"
cd "$folder/root"

# An overlay sees one file system; these are others, or the machine's own that must not be.
mount -t proc -o nosuid,nodev,noexec proc proc
mount --rbind /sys sys
mount --rbind /dev dev
mount -t tmpfs -o mode=1777 none dev/shm
mount -t tmpfs -o mode=1777 none tmp
mount -t tmpfs -o mode=0755 none run
mount -t tmpfs -o mode=0700 none root
mount --bind /etc/resolv.conf etc/resolv.conf
[ ! -d "./$hidden" ] || mount -t tmpfs -o mode=0755 none "./$hidden"

for shared; do
  if [ -d "$shared" ]; then
    mkdir -p "./$shared"
  else
    mkdir -p "./$(dirname "$shared")"
    : >>"./$shared"
  fi
  mount --bind "$shared" "./$shared"
done

# Not chroot: the kernel gives nobody in one a user namespace, and with that Chromium its sandbox.
pivot_root . .
umount -l .
echo ready
exec cat
