import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { currentTrains } from '../../../main/helper-client/current-trains.ts';
import { startHelper } from '../../../main/helper-client/start-helper.ts';
import type { HelperClient, TrainReport, TrainRequest } from '../../../main/helper-client/types.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';

const FAKE = fileURLToPath(new URL('./fake-helper.mjs', import.meta.url));

async function started(manner: string): Promise<HelperClient> {
  const command = [process.execPath, FAKE, manner] as const;
  const result = await startHelper({ command, timeoutMs: 20_000, environment: {} });
  if (!result.ok) throw new Error(result.reason);
  return result.client;
}

const REQUEST: TrainRequest = {
  address: '192.0.2.1',
  fragments: 4,
  spacingMs: 500,
  ttl: 64,
  timeoutMs: 1000,
};

/** All that is told of one train by the time the statistics are here, which come after it. */
async function reports(manner: string): Promise<TrainReport[]> {
  const client = await started(manner);
  const seen: TrainReport[] = [];
  const id = client.train(REQUEST, (report) => seen.push(report));
  expect(seen).toEqual([]);
  await client.stats();
  expect(seen.map((report) => report.id)).toEqual(seen.map(() => id));
  await client.close();
  return seen;
}

describe('a helper process', () => {
  test('answers, and what follows comes in order', async () => {
    expect(await reports('plain')).toMatchObject([{ outcome: 'answered', answer: { fragmented: true } }]);
    expect(await reports('late')).toMatchObject([
      { event: 'train', outcome: 'lost' },
      { event: 'train-again', kind: 'late' },
    ]);
  });

  test('refuses', async () => {
    expect(await reports('refuses')).toMatchObject([{ event: 'error', code: 'rate-limited' }]);
  });

  test('answers as if it were a probe: only the right answer is told', async () => {
    expect(await reports('as-echo')).toMatchObject([{ event: 'train' }]);
  });

  test('that knows no trains is not asked', async () => {
    const client = await started('no-probe');
    expect(client.train(REQUEST, () => undefined)).toBeNull();
    await client.close();
    expect(client.train(REQUEST, () => undefined)).toBeNull();
  });

  test('a train given up gets no report', async () => {
    const client = await started('never-answers');
    const seen: TrainReport[] = [];
    const id = client.train(REQUEST, (report) => seen.push(report));
    client.cancelTrain(id ?? 0);
    client.cancelTrain(id ?? 0);
    await client.stats();
    await client.close();
    expect(seen).toEqual([]);
  });
});

describe('whichever helper runs', () => {
  test('reports carry the number given out here, which names nothing of the next helper', () => {
    const world = { helper: null as FakeHelper | null };
    const trains = currentTrains(() => world.helper?.client ?? null);
    expect(trains.train(REQUEST, () => undefined)).toBeNull();
    trains.cancelTrain(1);
    world.helper = new FakeHelper();
    const first = trains.train(REQUEST, () => undefined);
    const next = new FakeHelper();
    world.helper = next;
    const seen: TrainReport[] = [];
    const second = trains.train(REQUEST, (report) => seen.push(report));
    expect(second).not.toBe(first);
    next.trains[0]?.onReport({ event: 'train', id: 1, outcome: 'lost', answer: null, code: null });
    expect(seen).toMatchObject([{ id: second }]);
    trains.cancelTrain(first ?? 0);
    expect(next.cancelledTrains).toEqual([]);
    trains.cancelTrain(second ?? 0);
    expect(next.cancelledTrains).toEqual([1]);
  });
});
