import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { currentProbes } from '../../../main/helper-client/current-probes.ts';
import { startHelper } from '../../../main/helper-client/start-helper.ts';
import type { HelperClient, ProbeReport, ProbeRequest } from '../../../main/helper-client/types.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';

const FAKE = fileURLToPath(new URL('./fake-helper.mjs', import.meta.url));

async function started(manner: string): Promise<HelperClient> {
  const command = [process.execPath, FAKE, manner] as const;
  const result = await startHelper({ command, timeoutMs: 20_000, environment: {} });
  if (!result.ok) throw new Error(result.reason);
  return result.client;
}

const REQUEST: ProbeRequest = {
  method: 'udp',
  address: '192.0.2.1',
  ttl: 3,
  flow: 0,
  port: 33_434,
  size: 64,
  timeoutMs: 1000,
};

/** All that is told of one probe by the time the statistics are here, which come after it. */
async function reports(manner: string): Promise<ProbeReport[]> {
  const client = await started(manner);
  const seen: ProbeReport[] = [];
  const id = client.probe(REQUEST, (report) => seen.push(report));
  expect(seen).toEqual([]);
  await client.stats();
  expect(seen.map((report) => report.id)).toEqual(seen.map(() => id));
  await client.close();
  return seen;
}

describe('a helper process', () => {
  test('answers, and what follows comes in order', async () => {
    expect(await reports('plain')).toMatchObject([{ outcome: 'answered', answer: { rttMs: 2.5 } }]);
    expect(await reports('late')).toMatchObject([
      { event: 'probe', outcome: 'lost' },
      { event: 'probe-again', kind: 'late' },
      { event: 'probe-again', kind: 'duplicate' },
    ]);
  });

  test('refuses', async () => {
    expect(await reports('refuses')).toMatchObject([{ event: 'error', code: 'rate-limited' }]);
  });

  test.each(['twice', 'late-first', 'as-echo', 'too-much'])(
    'out of turn or of bounds (%s): one answer is told, the client lives on',
    async (manner) => {
      expect(await reports(manner)).toMatchObject([{ event: 'probe', answer: { rttMs: 2.5 } }]);
    },
  );

  test('that knows no probes is not asked', async () => {
    const client = await started('no-probe');
    expect(client.probe(REQUEST, () => undefined)).toBeNull();
    await client.close();
  });

  test('that is gone is not asked either; the pending probe gets no answer', async () => {
    const client = await started('never-answers');
    const seen: ProbeReport[] = [];
    expect(client.probe(REQUEST, (report) => seen.push(report))).not.toBeNull();
    await client.close();
    expect(client.probe(REQUEST, (report) => seen.push(report))).toBeNull();
    client.cancelProbe(1);
    expect(seen.filter(({ event }) => event !== 'probe')).toEqual([]);
  });

  test('a probe given up is cancelled, once, and nothing is told of it', async () => {
    const client = await started('never-answers');
    const seen: ProbeReport[] = [];
    const id = client.probe(REQUEST, (report) => seen.push(report));
    client.cancelProbe(id ?? 0);
    client.cancelProbe(id ?? 0);
    client.cancelProbe(12_345);
    await client.stats();
    expect(seen).toEqual([]);
    await client.close();
  });

  test('one given up after its answer is not told what follows', async () => {
    const client = await started('late');
    const seen: ProbeReport[] = [];
    const id = client.probe(REQUEST, (report) => {
      seen.push(report);
      client.cancelProbe(id ?? 0);
    });
    await client.stats();
    expect(seen).toMatchObject([{ outcome: 'lost' }]);
    await client.close();
  });
});

describe('whichever helper runs', () => {
  const around = () => {
    const world = { helper: null as FakeHelper | null };
    return { world, probes: currentProbes(() => world.helper?.client ?? null) };
  };

  test('none: null, and giving up is harmless', () => {
    const { probes } = around();
    expect(probes.probe(REQUEST, () => undefined)).toBeNull();
    probes.cancelProbe(1);
  });

  test('reports carry the number given out here', () => {
    const { world, probes } = around();
    const old = new FakeHelper();
    world.helper = old;
    probes.probe(REQUEST, () => undefined);
    world.helper = new FakeHelper();
    const seen: ProbeReport[] = [];
    const own = probes.probe(REQUEST, (report) => seen.push(report));
    const event = { event: 'probe', id: 1, outcome: 'lost', answer: null, code: null } as const;
    world.helper.probes[0]?.onReport(event);
    expect(seen).toEqual([{ ...event, id: own }]);
    expect(own).toBe(2);
  });

  test('numbers are not given out again, and nothing is kept of them', () => {
    const { world, probes } = around();
    const given: (number | null)[] = [];
    for (const probesOfHelper of [3, 2, 1]) {
      world.helper = new FakeHelper();
      for (let nth = 0; nth < probesOfHelper; nth += 1) given.push(probes.probe(REQUEST, () => undefined));
    }
    expect(new Set(given).size).toBe(6);
    const [latest] = given.slice(-1);
    for (const own of given) probes.cancelProbe(own ?? 0);
    expect(world.helper?.cancelledProbes).toEqual([1]);
    expect(latest).toBe(6);
  });

  test('a number from before the restart gives nothing up at the next helper', () => {
    const { world, probes } = around();
    world.helper = new FakeHelper();
    const old = probes.probe(REQUEST, () => undefined);
    const next = new FakeHelper();
    world.helper = next;
    const own = probes.probe(REQUEST, () => undefined);
    probes.cancelProbe(old ?? 0);
    expect(next.cancelledProbes).toEqual([]);
    probes.cancelProbe(own ?? 0);
    expect(next.cancelledProbes).toEqual([1]);
  });
});
