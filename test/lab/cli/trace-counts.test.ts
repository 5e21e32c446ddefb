import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TRACE, TRACE_LINE } from '../../contract/cli/schemas.ts';
import { faultline } from '../../support/monitor-process.ts';
import { type Impairment, UNIMPAIRED } from '../net/impairment.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';
import { outputOf } from './output-of.ts';

const ENV = { env: { LANG: 'C.UTF-8' } };

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(line(4, { delayMs: 2 }));
});
afterAll(() => lab.stop());
afterEach(async () => {
  await lab.link('l5').set({ both: { ...UNIMPAIRED, delayMs: 2 } });
});

/** Packets of the pc that went on the wire. */
const left = async (): Promise<number> => (await lab.link('l1').counters()).forward.entered;

/**
 * How far a count may be off: packets that the end of the trace overtakes on their way to the helper are counted and do
 * not leave, or the other way round, and the pc's own neighbour discovery crosses the link too. A method or the flows left
 * out would be tens.
 */
const STRAYS = 3;

describe('sent is what went on the wire', () => {
  test.each<[string, readonly string[], Partial<Impairment>]>([
    ['plain', [], {}],
    ['with the search for the path MTU', ['--mtu'], {}],
    ['by flows', ['--multipath'], {}],
    ['by ICMP, since UDP has no answer', [], { drop: ['udp'] }],
    ['by ICMP and by flows', ['--multipath'], { drop: ['udp'] }],
    ['by no method at all', ['--timeout', '500'], { loss: { percent: 100 } }],
  ])('%s', async (_, options, impairment) => {
    await lab.link('l5').set({ forward: { delayMs: 2, ...impairment }, backward: { delayMs: 2 } });
    const before = await left();
    const command = faultline('trace', LINE.server.ipv4, '--json', '--numeric', ...options);
    const { stdout } = await lab.exec('pc', command, ENV);
    const { sent } = TRACE.parse(JSON.parse(stdout));
    expect(Math.abs(sent - ((await left()) - before))).toBeLessThanOrEqual(STRAYS);
  });

  test('in rounds', async () => {
    const before = await left();
    const options = ['--watch', '--json', '--numeric', '--interval', '200'];
    const child = lab.spawn('pc', faultline('trace', LINE.server.ipv4, ...options), ENV);
    const output = outputOf(child);
    await output.until(/"rounds":4,/);
    child.kill('SIGINT');
    expect(await output.ended).toBe(0);
    const last: unknown = JSON.parse(output.stdout().trimEnd().split('\n').at(-1) ?? '');
    const end = TRACE_LINE.parse(last);
    if (end.type !== 'end') throw new Error(`the last line is a ${end.type}`);
    expect(Math.abs(end.sent - ((await left()) - before))).toBeLessThanOrEqual(STRAYS);
  });
});

describe('a machine whose link goes down in the middle', () => {
  test('rounds into a pipe: said when it comes, at the end too, exit code 1', async () => {
    const options = ['--watch', '--numeric', '--interval', '200'];
    const child = lab.spawn('pc', faultline('trace', LINE.server.ipv4, ...options), ENV);
    const output = outputOf(child);
    await output.until(/^Trace to /m);
    const before = await left();
    await expect.poll(left, { timeout: 30_000 }).toBeGreaterThan(before + 10);
    const down = await lab.exec('pc', ['ip', 'link', 'set', 'eth0', 'down']);
    expect(down.code).toBe(0);
    await output.until(/^\d\d:\d\d:\d\d {2}Probes could not be sent: /m);
    child.kill('SIGINT');
    expect(await output.ended).toBe(1);
    const text = output.stdout();
    expect(text).not.toContain('All is well');
    expect(text.match(/^Trace to /gm)).toHaveLength(1);
  });
});
