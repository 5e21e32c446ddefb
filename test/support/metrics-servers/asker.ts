import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { HttpAnswer, HttpAsk } from './place.ts';

/** Takes a line of JSON for each question and gives one for each answer, in any order. */
const PROGRAM = `
const lines = require('node:readline').createInterface({ input: process.stdin });
const say = (id) => (answer) => process.stdout.write(JSON.stringify({ id, ...answer }) + '\\n');
lines.on('line', (line) => {
  const { id, url, ask, deadlineMs } = JSON.parse(line);
  fetch(url, { ...ask, signal: AbortSignal.timeout(deadlineMs), redirect: 'manual' })
    .then(async (answer) => ({ status: answer.status, text: await answer.text() }))
    .then(say(id), (error) => say(id)({ status: 0, text: String(error) }));
});
lines.on('close', () => process.exit());
`;

const answered = z.object({ id: z.number(), status: z.number(), text: z.string() });

type Waiting = Map<number, (answer: HttpAnswer) => void>;

function start(
  spawn: (command: readonly string[]) => ChildProcessWithoutNullStreams,
  waiting: Waiting,
): ChildProcessWithoutNullStreams {
  const child = spawn([process.execPath, '-e', PROGRAM]);
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, ...answer } = answered.parse(JSON.parse(line));
    waiting.get(id)?.(answer);
    waiting.delete(id);
  });
  child.stdin.on('error', () => {});
  child.once('close', () => {
    for (const settle of waiting.values()) settle({ status: 0, text: `nobody to ask: ${complaint}` });
    waiting.clear();
  });
  return child;
}

/** HTTP from wherever `spawn` starts commands, by one process for all questions; it ends with its surroundings. */
export function asker(
  spawn: (command: readonly string[]) => ChildProcessWithoutNullStreams,
  deadlineMs: number,
): (url: string, ask?: HttpAsk) => Promise<HttpAnswer> {
  const waiting: Waiting = new Map();
  let child: ChildProcessWithoutNullStreams | null = null;
  let lastId = 0;
  return (url, ask = {}) =>
    new Promise((resolve) => {
      if (child === null || child.exitCode !== null || child.signalCode !== null)
        child = start(spawn, waiting);
      lastId += 1;
      waiting.set(lastId, resolve);
      child.stdin.write(`${JSON.stringify({ id: lastId, url, ask, deadlineMs })}\n`);
    });
}
