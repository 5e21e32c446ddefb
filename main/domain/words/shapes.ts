import type { Health } from '../model/health.ts';

/** State is always shape + colour + word; paused is shown like a health though it is none. */
export type Shown = Health | 'paused';

export interface Shape {
  readonly unicode: string;
  /** Three characters, for terminals that know nothing else. */
  readonly ascii: string;
}

export const SHAPES: Readonly<Record<Shown, Shape>> = {
  good: { unicode: '●', ascii: '(o)' },
  degraded: { unicode: '▲', ascii: '/!\\' },
  down: { unicode: '☒', ascii: '[x]' },
  unavailable: { unicode: '○', ascii: '( )' },
  unknown: { unicode: '◌', ascii: '(?)' },
  paused: { unicode: '‖', ascii: '[=]' },
};
