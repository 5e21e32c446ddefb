import { createInterface } from 'node:readline';
import { z } from 'zod';
import { labFile } from '../emulator-process.ts';
import type { Lab } from '../lab.ts';
import { untilQuiet } from '../quiet.ts';

export interface PingResult {
  readonly sent: number;
  /** Each sequence number once. */
  readonly received: number;
  readonly duplicates: number;
  /** Sequence numbers from 1 in the order of their replies, duplicates too. */
  readonly order: readonly number[];
  readonly rttsMs: readonly number[];
}

export interface PingOptions {
  readonly from?: string;
  readonly count?: number;
  readonly intervalMs?: number;
  /** So many at once to begin with, without waiting for replies. */
  readonly preload?: number;
}

const heard = z.object({ order: z.array(z.number()), rttsMs: z.array(z.number()) });

/**
 * Echo requests from a node. A reply is missing here only if the network lost it: the end is when nothing is under
 * way any more, not when a time is over. (The system's ping ends two round trips after its last request.)
 */
export async function ping(
  lab: Lab,
  address: string,
  { from = 'pc', count = 5, intervalMs = 5, preload = 1 }: PingOptions = {},
): Promise<PingResult> {
  const args = [address, count, intervalMs, preload].map(String);
  const child = lab.spawn(from, ['python3', '-B', '-E', labFile('support/echo.py'), ...args]);
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += String(chunk);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done === true) throw new Error(`the echo sender ended: ${complaint}`);
    return line.value;
  };
  await next();
  await untilQuiet(lab);
  child.stdin.end();
  const { order, rttsMs } = heard.parse(JSON.parse(await next()));
  const received = new Set(order).size;
  return { sent: count, received, duplicates: order.length - received, order, rttsMs };
}

/** 1 to count without those that came back. */
export function missing(result: PingResult): readonly number[] {
  const numbers = Array.from({ length: result.sent }, (_, index) => index + 1);
  return numbers.filter((number) => !result.order.includes(number));
}
