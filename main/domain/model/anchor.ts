import { hostAndPort } from './host-and-port.ts';
import type { Kind } from './kind.ts';

/** A target of a kind. `address` is a literal, so that a probe's family is never a resolver's choice. */
export interface Anchor {
  readonly kind: Kind;
  readonly address: string;
  /** TCP and DNS only. */
  readonly port?: number;
}

/** `192.0.2.1`, `192.0.2.1:443` or `[2001:db8::1]:443`: names an anchor within its kind. */
export type AnchorKey = string;

export const anchorKey = ({ address, port }: Pick<Anchor, 'address' | 'port'>): AnchorKey =>
  port === undefined ? address : hostAndPort(address, port);
