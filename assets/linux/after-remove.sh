#!/bin/sh
# After the files are gone. What people have measured and set stays in their homes.
profile='/etc/apparmor.d/${executable}'

# While one version takes another's place nothing of what they share is taken away (dpkg says a word, rpm how many
# versions stay).
case "$1" in
  remove | purge | disappear | 0) ;;
  *) exit 0 ;;
esac

if [ -f "$profile" ]; then
  if [ -d /sys/kernel/security/apparmor ] && command -v apparmor_parser >/dev/null 2>&1; then
    apparmor_parser --remove "$profile" >/dev/null 2>&1 || true
  fi
  # The system itself may have cached it since, as it does with all profiles when it starts.
  rm -f "$profile" /var/cache/apparmor/*/'${executable}'
fi

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi

exit 0
