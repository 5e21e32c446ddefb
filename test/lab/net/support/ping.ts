import type { Lab } from '../lab.ts';

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

/** The system's ping inside the lab; what it prints is English because of LC_ALL. */
export async function ping(
  lab: Lab,
  address: string,
  { from = 'pc', count = 5, intervalMs = 5, preload = 1 }: PingOptions = {},
): Promise<PingResult> {
  const seconds = String(intervalMs / 1000);
  const pace = ['-c', String(count), '-i', seconds, '-l', String(preload)];
  const command = ['ping', '-n', '-W', '1', ...pace, address];
  const run = await lab.exec(from, command, { env: { LC_ALL: 'C' } });
  const summary = /(\d+) packets transmitted, (\d+) received/.exec(run.stdout);
  if (summary === null) throw new Error(`ping said: ${run.stdout}${run.stderr}`);
  const replies = [...run.stdout.matchAll(/icmp_seq=(\d+) .*time=([\d.]+) ms/g)];
  return {
    sent: Number(summary[1]),
    received: Number(summary[2]),
    duplicates: [...run.stdout.matchAll(/\(DUP!\)/g)].length,
    order: replies.map((reply) => Number(reply[1])),
    rttsMs: replies.map((reply) => Number(reply[2])),
  };
}

/** 1 to count without those that came back. */
export function missing(result: PingResult): readonly number[] {
  const numbers = Array.from({ length: result.sent }, (_, index) => index + 1);
  return numbers.filter((number) => !result.order.includes(number));
}
