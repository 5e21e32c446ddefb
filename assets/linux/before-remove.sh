#!/bin/sh
# While the helper's file is still there: whoever has made another name for it keeps the file, but not its right.
# After an upgrade the new helper gets its own. (rpm calls this after it has put the new one in place: 1 stays.)
helper='@APP@/resources/helper/faultline-helper'

case "$1" in
  upgrade | remove | deconfigure | 0)
    if [ -f "$helper" ] && command -v setcap >/dev/null 2>&1; then
      setcap -r "$helper" 2>/dev/null || true
    fi
    ;;
esac

exit 0
