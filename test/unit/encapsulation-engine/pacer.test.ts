import { describe, expect, test } from 'vitest';
import { Outbox } from '../../../main/domain/encapsulation/sending/outbox.ts';
import { Pacer } from '../../../main/domain/encapsulation/sending/pacer.ts';
import { RATES } from '../../support/encapsulation/engines.ts';

const to = (place: number, ttl = 64) => ({ via: [0, place], ttl });

describe('a pacer', () => {
  test('lets the first packets go at once', () => {
    expect(new Pacer(RATES).freeMono(to(1))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('lets two a second go to one hop, and a little more than a second apart from the third', () => {
    const pacer = new Pacer(RATES);
    pacer.noteSent(to(1), 100);
    pacer.noteSent(to(1), 300);
    expect(pacer.freeMono(to(1))).toBeGreaterThan(1100);
    expect(pacer.freeMono(to(1))).toBeLessThan(1150);
    expect(pacer.freeMono(to(2))).toBe(Number.NEGATIVE_INFINITY);
  });

  test('counts one hop by where packets turn round, and by the TTL with which they expire behind it', () => {
    const pacer = new Pacer(RATES);
    for (const via of [[3], [0, 1, 2, 3, 2, 1, 0]]) pacer.noteSent({ via, ttl: 64 }, 0);
    expect(pacer.freeMono({ via: [3], ttl: 255 })).toBeGreaterThan(1000);
    expect(pacer.freeMono({ via: [3], ttl: 1 })).toBe(Number.NEGATIVE_INFINITY);
  });

  test('lets twenty a second go together', () => {
    const pacer = new Pacer(RATES);
    for (let place = 0; place < 20; place += 1) {
      expect(pacer.freeMono(to(place))).toBeLessThanOrEqual(10 * place);
      pacer.noteSent(to(place), 10 * place);
    }
    expect(pacer.freeMono(to(40))).toBeGreaterThan(1000);
    expect(pacer.freeMono(to(40))).toBeLessThan(1050);
  });

  test('of a rate below one still lets one go', () => {
    const pacer = new Pacer({ perSecond: 0, perHopPerSecond: 0 });
    pacer.noteSent(to(1), 0);
    expect(pacer.freeMono(to(1))).toBeGreaterThan(1000);
  });
});

describe('an outbox', () => {
  const packet = { ...to(1), inner: 'echo-reply', end: null, size: 0 } as const;

  test('gives each packet a key of its own, and hands it out once', () => {
    const outbox = new Outbox<string>(RATES);
    outbox.packet(packet, 'one', 0);
    outbox.ping(1, 'two', 0);
    const { send, ping } = outbox.take();
    expect(send.map(({ key }) => outbox.find(key)?.purpose)).toEqual(['one']);
    expect(ping.map(({ key }) => outbox.find(key)?.purpose)).toEqual(['two']);
    expect(outbox.take()).toEqual({ send: [], ping: [] });
    expect([outbox.underWay, outbox.packets]).toEqual([2, 1]);
  });

  test('takes one result of each', () => {
    const outbox = new Outbox<string>(RATES);
    outbox.packet(packet, 'one', 0);
    const key = outbox.take().send[0]?.key ?? -1;
    const sent = outbox.settle(key, { outcome: 'lost' });
    expect(sent?.purpose).toBe('one');
    if (sent !== null) sent.state = 'lost';
    expect(outbox.settle(key, { outcome: 'lost' })).toBeNull();
    expect(outbox.settle(99, { outcome: 'lost' })).toBeNull();
    expect([outbox.underWay, outbox.packets]).toEqual([0, 1]);
  });

  test('forgets what never left', () => {
    const outbox = new Outbox<string>(RATES);
    outbox.packet(packet, 'one', 0);
    const key = outbox.take().send[0]?.key ?? -1;
    expect(outbox.settle(key, { outcome: 'unsent', code: 'EPERM' })?.purpose).toBe('one');
    expect(outbox.find(key)).toBeNull();
    expect([outbox.underWay, outbox.packets]).toEqual([0, 0]);
  });

  test('keeps pings to the rates as well, apart from packets', () => {
    const outbox = new Outbox<string>(RATES);
    outbox.ping(1, 'a', 0);
    outbox.ping(1, 'b', 0);
    expect(outbox.pingFreeMono(1)).toBeGreaterThan(1000);
    expect(outbox.freeMono(packet)).toBe(Number.NEGATIVE_INFINITY);
  });
});
