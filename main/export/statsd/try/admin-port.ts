import type { Socket } from 'node:net';
import { connectTo } from '../transport/tcp-connection.ts';
import type { MarkedFigure } from './marked-figure.ts';

/** Where a StatsD is asked what it has gathered, unless its own configuration says otherwise. */
export const ADMIN_PORT = 8126;

/** Where that StatsD takes figures, likewise. */
export const USUAL_PORT = 8125;

/** `silent`: nobody answers there in the way that StatsD does (others use this port as well). */
export type AdminAnswer = 'holds' | 'lacks' | 'silent';

const WAIT_MS = 1_500;
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** What StatsD ends an answer with. */
const END = 'END\n\n';

/** All until END, or until it closes, says too much or takes too long. */
function heard(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const done = (): void => {
      clearTimeout(timer);
      resolve(text);
    };
    const timer = setTimeout(done, WAIT_MS);
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
      if (text.endsWith(END) || text.length > MOST_CHARACTERS) done();
    });
    socket.on('close', done).on('error', done);
  });
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The answer is JavaScript's own writing of an object: `{ 'a.b': 1, c: 2 }`. */
export function judgeGauges(
  text: string,
  { name, value }: Pick<MarkedFigure, 'name' | 'value'>,
): AdminAnswer {
  if (!text.startsWith('{') || !text.endsWith(END)) return 'silent';
  const holds = new RegExp(`[{,\\s]['"]?${escaped(name)}['"]?:\\s*${escaped(String(value))}\\b(?!\\.)`);
  return holds.test(text) ? 'holds' : 'lacks';
}

/** Asks the StatsD of that host for its gauges; never rejects, takes three seconds at most. */
export async function askAdmin(
  address: string,
  figure: MarkedFigure,
  port: number = ADMIN_PORT,
): Promise<AdminAnswer> {
  try {
    const socket = await connectTo(address, port, WAIT_MS);
    const said = heard(socket);
    socket.write('gauges\n');
    const answer = judgeGauges(await said, figure);
    socket.end().unref();
    socket.setTimeout(WAIT_MS, () => socket.destroy());
    return answer;
  } catch {
    return 'silent';
  }
}

const LOOK_EVERY_MS = 250;
const LOOKS = 10;

/**
 * The same until StatsD holds the figure. `again` sends it once more before each look: a datagram may be lost, and a
 * StatsD that flushes in between may forget it.
 */
export async function watchAdmin(
  ask: () => Promise<AdminAnswer>,
  again: () => void = () => {},
): Promise<AdminAnswer> {
  let answer = await ask();
  for (let look = 1; look < LOOKS && answer === 'lacks'; look += 1) {
    again();
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    answer = await ask();
  }
  return answer;
}
