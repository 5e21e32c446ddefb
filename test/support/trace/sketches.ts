import type { TraceView } from '../../../main/domain/model/trace.ts';
import { type HopSketch, traceView } from './views.ts';

export type Sketch = HopSketch | string | null;

export const ROUTER = '192.168.1.1';
export const ACCESS = '203.0.113.1';
export const CORE = '203.0.113.9';
export const BORDER = '198.51.100.1';
export const GOAL = '198.51.100.99';
/** From the own router over the provider to the destination. */
export const PATH: readonly Sketch[] = [ROUTER, ACCESS, CORE, BORDER, GOAL];

export const named = (address: string, name: string, more: Partial<HopSketch> = {}): HopSketch => ({
  address,
  ...more,
  node: { name },
});
export const losing = (address: string, lost: number, sent = 100): HopSketch => ({ address, sent, lost });
export const slow = (address: string, ms: number): HopSketch => ({ address, ms });
export const answering = (address: string, answer: string): HopSketch => ({
  address,
  node: { answers: [answer] },
});
export const silence = (count: number): null[] => Array.from({ length: count }, () => null);

/** A path behind whose last hop nothing answers. */
export const ended = (...hops: readonly Sketch[]): TraceView =>
  traceView([...hops, ...silence(8)], { reached: false });
