/** `192.0.2.1:443`, `example.com:443`, `[2001:db8::1]:443`. `host`: a name or a literal address, without brackets. */
export const hostAndPort = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
