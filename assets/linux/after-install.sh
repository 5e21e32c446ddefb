#!/bin/sh
# After the files are in their place. Each step that fails says what that means, and the installation goes on: a
# Faultline without one of them still works, with less.
app='/opt/${sanitizedProductName}'
helper="$app/resources/helper/faultline-helper"
addon="$app/resources/helper/raw.node"
profile='/etc/apparmor.d/${executable}'

say() {
  echo "faultline: $1" >&2
}

# The helper opens raw sockets: the one right that it needs, on the one file that nobody but root can change.
give_right() {
  chown root:root "$helper" "$addon" && chmod 0755 "$helper" && chmod 0644 "$addon" || return 1
  setcap cap_net_raw+ep "$helper" || return 1
  case "$(getcap "$helper")" in
    *' cap_net_raw=ep' | *' = cap_net_raw+ep') return 0 ;;
    *) return 1 ;;
  esac
}

give_right || say "the helper can't be given its right here: Faultline will ask for a password instead"

# Ubuntu 24.04 and later. A parser that is too old for the profile belongs to a system that does not need it.
allow_user_namespaces() {
  command -v apparmor_parser >/dev/null 2>&1 || return 0
  [ -d /etc/apparmor.d ] || return 0
  apparmor_parser --skip-kernel-load --debug "$app/resources/apparmor-profile" >/dev/null 2>&1 || return 0
  cp -f "$app/resources/apparmor-profile" "$profile" && chmod 0644 "$profile" || return 1
  # In a root that is being prepared for another machine there is no kernel to tell.
  if [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; then return 0; fi
  [ -d /sys/kernel/security/apparmor ] || return 0
  # Nothing is cached: nobody would take that away again.
  apparmor_parser --replace --skip-cache "$profile"
}

allow_user_namespaces || say "its AppArmor profile can't be loaded: its windows may stay without a sandbox"

setting() {
  cat "/proc/sys/$1" 2>/dev/null || echo "$2"
}

# Chromium's sandbox uses user namespaces; only where an unprivileged user gets none its own program must be root's.
if [ "$(setting kernel/unprivileged_userns_clone 1)" = 0 ] ||
  [ "$(setting user/max_user_namespaces 1)" = 0 ] ||
  { [ "$(setting kernel/apparmor_restrict_unprivileged_userns 0)" = 1 ] && [ ! -f "$profile" ]; }; then
  mode=4755
else
  mode=0755
fi
chown root:root "$app/chrome-sandbox" && chmod "$mode" "$app/chrome-sandbox" ||
  say "the mode of chrome-sandbox can't be set"

if command -v update-desktop-database >/dev/null 2>&1; then
  update-desktop-database -q /usr/share/applications || true
fi
if command -v gtk-update-icon-cache >/dev/null 2>&1; then
  gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor || true
fi

exit 0
