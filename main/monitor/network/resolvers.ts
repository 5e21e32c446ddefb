import { Resolver } from 'node:dns';
import type { Anchor } from '../../domain/model/anchor.ts';

/** As many as the C library asks (MAXNS in resolv.h). */
const MAX_RESOLVERS = 3;

export type ReadResolvers = () => readonly string[];

/** The system's resolvers, read anew: a new object reads the configuration again, the module's own does not. */
export const systemResolvers: ReadResolvers = () => {
  try {
    return new Resolver().getServers();
  } catch {
    return [];
  }
};

/** `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353`. */
function resolverAnchor(server: string): Anchor {
  const bracketed = /^\[(.+)\]:(\d+)$/.exec(server);
  const plain = /^([\d.]+):(\d+)$/.exec(server);
  const [, address, port] = bracketed ?? plain ?? [];
  if (address === undefined || port === undefined) return { kind: 'dns', address: server, port: 53 };
  return { kind: 'dns', address, port: Number(port) };
}

export const resolverAnchors = (servers: readonly string[]): readonly Anchor[] =>
  servers.slice(0, MAX_RESOLVERS).map(resolverAnchor);
