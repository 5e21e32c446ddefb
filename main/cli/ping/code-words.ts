/** The system's reasons why a probe could not be sent, as libc names them. */
const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'not allowed',
  EADDRNOTAVAIL: 'no address to send from',
  EAFNOSUPPORT: 'this IP version is switched off',
  EHOSTDOWN: 'the host is down',
  EHOSTUNREACH: 'no route to the host',
  EINVAL: 'no such address or interface',
  EMSGSIZE: 'too large for this network',
  ENETDOWN: 'the interface is down',
  ENETUNREACH: 'no route',
  ENOBUFS: 'the queue of the interface is full',
  ENODEV: 'no such interface',
  ENXIO: 'no such interface',
  EPERM: 'not allowed: a firewall of this machine',
};

/** For people; a code without words of its own is already one, such as `host-unreachable`. */
export const codeWords = (code: string): string => WORDS[code] ?? code;
