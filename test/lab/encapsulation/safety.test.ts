import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect } from 'vitest';
import { openRecords } from '../../../main/encapsulation/records/open-records.ts';
import { faultline } from '../../support/monitor-process.ts';
import type { Lab } from '../net/lab.ts';
import { withLink } from '../net/paths/change.ts';
import { prohibitTunnels } from '../net/paths/rules.ts';
import { allOpen, tunnelLine, tunnelPath } from '../net/paths/tunnel-line.ts';
import { LINE } from '../net/topologies.ts';
import type { Topology } from '../net/topology.ts';
import { FAMILIES, type Family } from '../trace/cli-trace.ts';
import {
  ALLOWED,
  audit,
  probe,
  relayed,
  runProbe,
  runTrace,
  tunnelled,
  tunnelledSoFar,
} from './cli-encapsulated.ts';
import { test } from './lab-test.ts';

describe.each(FAMILIES)('without leave, over %s', (family) => {
  const host = LINE.server[family];
  const asks: readonly (readonly [string, readonly string[]])[] = [
    ['probe HOST', ['probe', host]],
    ['probe --path', ['probe', '--path', tunnelPath(family, 3).join()]],
    ['trace --reverse', ['trace', '--reverse', host]],
    ['trace --from', ['trace', '--from', LINE.router(2)[family], host]],
  ];
  test.concurrent.for(asks)(
    '%s sends nothing in IP-in-IP and says how to allow it',
    async ([, [command, ...args]], { start, folder }) => {
      const own = await start(tunnelLine(allOpen(3)));
      const data = folder();
      const run = command === 'probe' ? runProbe : runTrace;
      const { code, stderr, result } = await run(own, data, ...args);
      expect(code).toBe(2);
      expect(result).toBeNull();
      expect(stderr).toContain(ALLOWED);
      expect(await tunnelled(own)).toBe(0);
      expect(audit(data)).toEqual([]);
    },
  );

  test.concurrent('the configuration can give it', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(3)));
    const data = folder();
    const config = join(data, 'config.json');
    writeFileSync(config, JSON.stringify({ allowEncapsulation: true }));
    const { code } = await runTrace(own, data, '--config', config, '--reverse', host);
    expect(code).toBe(0);
    expect(await tunnelled(own)).toBeGreaterThan(0);
  });
});

describe('the answer that was given in the window', () => {
  test.concurrent('counts on its network, until it is taken back', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(2)));
    const data = folder();
    const records = openRecords({ directory: data, nowMs: Date.now, onTrouble: fail });
    const told = await own.exec('pc', faultline('encapsulation', '--json', '--data', data));
    const { network }: { readonly network: string } = JSON.parse(told.stdout);
    const exitCode = async (): Promise<number | null> =>
      (await runTrace(own, data, '--reverse', LINE.server.ipv4)).code;
    await records.setConsent('of somewhere else', true);
    expect(await exitCode()).toBe(2);
    await records.setConsent(network, true);
    expect(await exitCode()).toBe(0);
    await records.setConsent(network, false);
    expect(await exitCode()).toBe(2);
  });
});

describe.each(FAMILIES)('where somebody forbids IP-in-IP, over %s', (family) => {
  test.concurrent('the run stops, says who, and sends no more', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(5)));
    await prohibitTunnels(own, 'r2');
    const data = folder();
    const path = tunnelPath(family, 5);
    const ran = await runProbe(own, data, ALLOWED, '--path', path.join(), '--count', '30');
    expect(ran.code).toBe(1);
    expect(`${ran.stderr} ${ran.result?.sentence}`).toContain(LINE.router(2)[family]);
    // The first second's packets at most: 30 boomerangs to each of five hops were asked for.
    expect(await tunnelled(own)).toBeLessThanOrEqual(20);
    expect(audit(data)).toEqual([expect.objectContaining({ end: expect.stringMatching(/prohib|forb/) })]);
  });

  test.concurrent('a reverse trace stops as well', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(5)));
    await prohibitTunnels(own, 'r2');
    const ran = await runTrace(own, folder(), ALLOWED, '--reverse', LINE.server[family]);
    expect(ran.code).toBe(1);
    expect(`${ran.stderr} ${ran.result?.sentence}`).toContain(LINE.router(2)[family]);
    expect(await tunnelled(own)).toBeLessThanOrEqual(20);
  });
});

interface Narrow {
  readonly family: Family;
  readonly mtu: number;
  readonly at: 'link' | 'loopback';
}

/** A first link so narrow. The pc's address is on it, as most hosts have theirs, or on the loopback device. */
function narrow({ family, mtu, at }: Narrow, hops: number): Topology {
  const line = tunnelLine(allOpen(hops));
  const isOf = (address: string): boolean => address.includes(':') === (family === 'ipv6');
  const nodes = line.nodes.map((node) => ({
    ...node,
    addresses: node.name === 'pc' && at === 'link' ? [] : (node.addresses ?? []).filter(isOf),
  }));
  const own = at === 'link' ? [`${LINE.pc[family]}/${family === 'ipv4' ? 32 : 128}`] : [];
  return withLink({ ...line, nodes }, 'l1', { mtu, a: { node: 'pc', addresses: own } });
}

const NARROW: readonly (Narrow & { readonly longest: number })[] = [
  // 24 bytes of message and, there and back, two headers a hop. A link below 1280 carries no IPv6.
  { family: 'ipv4', mtu: 24 + 3 * 2 * 20 + 39, longest: 3, at: 'link' },
  { family: 'ipv4', mtu: 24 + 3 * 2 * 20 + 39, longest: 3, at: 'loopback' },
  { family: 'ipv6', mtu: 1280, longest: 15, at: 'link' },
];

describe.each(NARROW)(
  'a path that no packet has room for, over $family from an address on the $at',
  (where) => {
    const { family, longest } = where;
    test.concurrent('is refused before anything is sent, with the longest that fits', async ({
      start,
      folder,
    }) => {
      const own = await start(narrow(where, longest + 1));
      const data = folder();
      const path = tunnelPath(family, longest + 1);
      const { code, stderr, result } = await runProbe(own, data, ALLOWED, '--path', path.join());
      expect([code, result]).toEqual([2, null]);
      expect(stderr).toMatch(new RegExp(`\\b${longest}\\b`));
      expect(await tunnelled(own)).toBe(0);
      const fitting = await runProbe(
        own,
        data,
        ALLOWED,
        '--path',
        path.slice(0, longest).join(),
        '--count',
        '1',
      );
      expect(fitting.code).toBe(0);
      expect(fitting.result?.hops.map(({ received }) => received)).toEqual(Array(longest).fill(1));
    });
  },
);

/** Packets on their way to the helper when a Ctrl-C came: counted and not sent, or the other way round. */
const OVERTAKEN = 2;

describe.each(FAMILIES)('the log, over %s', (family) => {
  test.concurrent('has a line for each run: what, where, how many, and how it ended', async ({
    start,
    folder,
  }) => {
    const own = await start(tunnelLine(allOpen(3)));
    const data = folder();
    const path = tunnelPath(family, 3);
    await probe(own, data, '--path', path.join(), '--count', '2');
    const afterProbe = await tunnelled(own);
    await relayed(own, data, '--reverse', LINE.server[family]);
    const sent = await tunnelled(own);
    const lines = audit(data);
    expect(lines.map(({ what }) => what)).toEqual(['path probe', 'reverse trace']);
    for (const line of lines) expect(line).toMatchObject({ source: LINE.pc[family] });
    expect(lines[0]).toMatchObject({ path, sent: afterProbe });
    expect(lines.reduce((sum, line) => sum + Number(line['sent']), 0)).toBe(sent);
  });

  test.concurrent('tells of a run that was ended by the user too', async ({ start, folder }) => {
    const own = await start(tunnelLine(allOpen(3)));
    const data = folder();
    const stopped = await stopEarly(own, data, tunnelPath(family, 3));
    expect(stopped).toBe(0);
    const [line] = audit(data);
    expect(line).toMatchObject({ what: 'path probe', source: LINE.pc[family] });
    const sent = await tunnelled(own);
    expect(Math.abs(Number(line?.['sent']) - sent)).toBeLessThanOrEqual(OVERTAKEN);
  });
});

const fail = (text: string): never => {
  throw new Error(text);
};

async function stopEarly(own: Lab, data: string, path: readonly string[]): Promise<number | null> {
  const args = ['probe', ALLOWED, '--json', '--path', path.join(), '--count', '100', '--data', data];
  const child = own.spawn('pc', faultline(...args));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const enough = async (): Promise<boolean> => (await tunnelledSoFar(own)) >= 30;
  while (!(await enough())) await setTimeout(50);
  child.kill('SIGINT');
  return ended;
}
