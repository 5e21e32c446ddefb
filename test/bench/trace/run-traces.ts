import { createInterface } from 'node:readline';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { openHelperWays } from '../../../main/helper-client/helper-ways.ts';
import { systemClock } from '../../../main/monitor/pace/system-clock.ts';
import { startTrace } from '../../../main/trace/start-trace.ts';
import type { RunningTrace } from '../../../main/trace/types.ts';

/**
 * A helper that runs already and traces through it, as the tray app has it; to be run inside a node of the lab.
 * Requests are lines of JSON on stdin, answers lines of JSON on stdout. The end of stdin ends it.
 */
export type TracesRequest =
  | { readonly op: 'start'; readonly id: string; readonly ask: TraceAsk }
  | { readonly op: 'stop'; readonly id: string };

const say = (message: object): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

const started = await openHelperWays({ canAsk: false }).startUnasked(new AbortController().signal);
if (!started.ok) throw new Error(started.reason);
const { client } = started;
const running = new Map<string, RunningTrace>();

function start(id: string, ask: TraceAsk): void {
  const trace = startTrace(ask, { sender: client, clock: systemClock, id, network: 'lab' });
  running.set(id, trace);
  void trace.ended.then((view) => say({ id, view }));
}

createInterface({ input: process.stdin })
  .on('line', (line) => {
    const request: TracesRequest = JSON.parse(line);
    if (request.op === 'start') start(request.id, request.ask);
    else running.get(request.id)?.stop();
  })
  .on('close', () => void client.close().then(() => process.exit(0)));
say({ ready: true });
