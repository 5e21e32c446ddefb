import { expect, test } from 'vitest';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { chosenPort } from '../../../main/trace/run/plan.ts';
import { parseTraceFile } from '../../../main/trace/trace-file.ts';
import { traceView } from '../../support/trace/views.ts';

const ASK: TraceAsk = { host: '192.0.2.1', mode: 'once', method: 'auto', family: null };

test('a view has the port that was chosen, where there are ports', () => {
  expect(chosenPort({ ...ASK, port: 80 }, 'tcp')).toBe(80);
  expect(chosenPort({ ...ASK, port: 80 }, 'udp')).toBe(80);
  expect(chosenPort({ ...ASK, port: 80 }, 'icmp')).toBeUndefined();
  expect(chosenPort(ASK, 'tcp')).toBeUndefined();
});

test('a file keeps it, and one from before knows none', () => {
  const view = traceView(['198.51.100.99'], { method: 'tcp', port: 80 });
  expect(parseTraceFile(JSON.stringify(view))).toMatchObject({ method: 'tcp', port: 80 });
  expect(parseTraceFile(JSON.stringify({ ...view, port: 70_000 }))).toHaveProperty('problem');
  expect(parseTraceFile(JSON.stringify(traceView(['198.51.100.99'])))).not.toHaveProperty('port');
});
