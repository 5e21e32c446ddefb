import { describe, expect, test } from 'vitest';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { NAMES_KEPT, NameCache, readableName } from '../../../main/trace/host/reverse-names.ts';
import type { TracePorts } from '../../../main/trace/run/ports.ts';
import { PathSender } from './fake-sender.ts';
import { ADDRESS, endOf, FakeResolver, stage } from './stage.ts';

const ROUTERS = ['192.0.2.1', '203.0.113.1', '203.0.113.2'];

function named(
  names: Readonly<Record<string, string>>,
  ask: Partial<TraceAsk> = {},
  ports: Partial<TracePorts> = {},
) {
  const resolver = new FakeResolver(names);
  return stage(
    (clock) => new PathSender(clock, { routers: ROUTERS, destination: ADDRESS, answers: ['udp'] }),
    ask,
    ports,
    resolver,
  );
}

const namesIn = (view: Awaited<ReturnType<typeof endOf>>): readonly (string | null)[] =>
  view.hops.map(({ nodes }) => nodes[0]?.name ?? null);

describe('reverse names', () => {
  test('are asked for as answers come, once each, and shown', async () => {
    const made = named({
      '192.0.2.1': 'router.example.',
      '203.0.113.1': 'FAILS',
      '203.0.113.2': 'core.example',
      [ADDRESS]: 'end.example',
    });
    await made.pass(60);
    const view = await endOf(made.run);
    expect(namesIn(view)).toEqual(['router.example', null, 'core.example', 'end.example']);
    expect(view.destination).toEqual({ address: ADDRESS, name: 'end.example' });
    expect([...made.resolver.asked].sort()).toEqual([...ROUTERS, ADDRESS].sort());
    expect(made.clock.pendingTimers).toBe(0);
  });

  test.each([
    ['that says nothing', {}, 50],
    ['that answered something before', { '192.0.2.1': 'FAILS' }, 150],
  ])('a resolver %s holds up no hop at all, and the end a little', async (_, names, graceMs) => {
    const made = named(names);
    await made.pass(40);
    expect(made.run.view).toMatchObject({ status: 'running', reached: true, received: 4 });
    await made.pass(graceMs - 10);
    expect(made.run.view.status).toBe('running');
    await made.pass(20);
    expect(await endOf(made.run)).toMatchObject({ status: 'done' });
    expect(made.resolver.isCancelled).toBe(true);
    expect(made.clock.pendingTimers).toBe(0);
  });

  test('a stop meanwhile ends a trace that was over as done', async () => {
    const made = named({});
    await made.pass(50);
    made.run.stop();
    expect((await made.run.ended).status).toBe('done');
  });

  test('what is known is not asked again, per network', async () => {
    const names = new NameCache();
    const all = {
      '192.0.2.1': 'a.example',
      '203.0.113.1': 'b.example',
      '203.0.113.2': 'FAILS',
      [ADDRESS]: 'c',
    };
    const first = named(all, {}, { names });
    await first.pass(60);
    const again = named({}, {}, { names });
    await again.pass(50);
    expect(namesIn(await endOf(again.run))).toEqual(['a.example', 'b.example', null, 'c']);
    expect(again.resolver.asked).toEqual([]);
  });

  test('addresses as they are: nobody is asked', async () => {
    const made = named({}, { numeric: true });
    await made.pass(40);
    expect((await endOf(made.run)).status).toBe('done');
    expect(made.resolver.asked).toEqual([]);
  });

  test('the name that was asked for stays the name of the destination', async () => {
    const made = named({ [ADDRESS]: 'other.example' }, { host: 'example.com' });
    await made.pass(300);
    expect((await endOf(made.run)).destination).toEqual({ address: ADDRESS, name: 'example.com' });
  });
});

describe('what whoever runs a router writes', () => {
  test.each([
    ['core1.example.net.', 'core1.example.net'],
    ['\u001b[2Jred\u0007.example', '[2Jred.example'],
    ['a\u202eb\u2066c\u200bd\n.example', 'abcd.example'],
    ['x'.repeat(400), 'x'.repeat(253)],
    ['\u0000\u001b', null],
    ['.', null],
    ['', null],
  ])('%j', (name, shown) => {
    expect(readableName(name)).toBe(shown);
  });
});

describe('what is remembered of names', () => {
  test('one for ten minutes, that there is none for half a minute', () => {
    const cache = new NameCache();
    cache.set('a', 'a.example', 0);
    cache.set('b', null, 0);
    expect([cache.get('a', 29_999), cache.get('b', 29_999)]).toEqual(['a.example', null]);
    expect([cache.get('a', 599_999), cache.get('b', 30_000)]).toEqual(['a.example', undefined]);
    expect(cache.get('a', 600_000)).toBeUndefined();
  });

  test('the oldest goes first', () => {
    const cache = new NameCache();
    for (let index = 0; index <= NAMES_KEPT; index += 1) cache.set(String(index), 'x', 0);
    expect([cache.get('0', 1), cache.get('1', 1)]).toEqual([undefined, 'x']);
  });
});
