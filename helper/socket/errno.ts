/**
 * raw-socket reports errors as strerror's text only. These are the ones that opening, configuring and sending
 * on a raw socket can give on Linux and macOS (whose texts differ for a few).
 */
const NAME_OF_TEXT: ReadonlyMap<string, string> = new Map([
  ['Operation not permitted', 'EPERM'],
  ['Permission denied', 'EACCES'],
  ['Interrupted system call', 'EINTR'],
  ['Input/output error', 'EIO'],
  ['No such device or address', 'ENXIO'],
  ['Device not configured', 'ENXIO'],
  ['Bad file descriptor', 'EBADF'],
  ['Resource temporarily unavailable', 'EAGAIN'],
  ['Cannot allocate memory', 'ENOMEM'],
  ['No such device', 'ENODEV'],
  ['Operation not supported by device', 'ENODEV'],
  ['Invalid argument', 'EINVAL'],
  ['Too many open files', 'EMFILE'],
  ['Too many open files in system', 'ENFILE'],
  ['Message too long', 'EMSGSIZE'],
  ['Protocol not available', 'ENOPROTOOPT'],
  ['Protocol not supported', 'EPROTONOSUPPORT'],
  ['Socket type not supported', 'ESOCKTNOSUPPORT'],
  ['Address family not supported by protocol', 'EAFNOSUPPORT'],
  ['Address family not supported by protocol family', 'EAFNOSUPPORT'],
  ['Address already in use', 'EADDRINUSE'],
  ['Cannot assign requested address', 'EADDRNOTAVAIL'],
  ["Can't assign requested address", 'EADDRNOTAVAIL'],
  ['Network is down', 'ENETDOWN'],
  ['Network is unreachable', 'ENETUNREACH'],
  ['No buffer space available', 'ENOBUFS'],
  ['Connection refused', 'ECONNREFUSED'],
  ['Host is down', 'EHOSTDOWN'],
  ['No route to host', 'EHOSTUNREACH'],
  ['Required key not available', 'ENOKEY'],
]);

/** `EUNKNOWN` for a text that is not in the table. */
export const errnoName = (error: unknown): string =>
  (error instanceof Error ? NAME_OF_TEXT.get(error.message) : undefined) ?? 'EUNKNOWN';
