import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameAddress } from '../../../helper/wire/address.ts';
import { parseIpv4 } from '../../../helper/wire/ipv4.ts';
import { isWireError } from '../../../helper/wire/wire-error.ts';
import { addressBytes, Bench, OWN } from '../../unit/helper/probe/bench.ts';

const BURST = 20;
const PER_SECOND = 50;

const step = fc.oneof(
  fc.record({
    kind: fc.constant('train' as const),
    fragments: fc.integer({ min: 1, max: 8 }),
    spacingMs: fc.integer({ min: 20, max: 1000 }),
    host: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('cancel' as const), back: fc.nat(5) }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(1500) }),
  fc.record({ kind: fc.constant('refuse' as const) }),
);

/** Whatever the kernel is given it takes at once, but where it is told to refuse the next packet. */
function deliverAll(bench: Bench, refuses: boolean): Uint8Array[] {
  const left: Uint8Array[] = [];
  const { queue } = bench.channels[4].packets;
  while (queue.length > 0) {
    const packet = bench.deliverPacket(4, refuses && left.length === 0 ? 'EPERM' : null);
    if (packet !== null) left.push(packet.bytes);
  }
  return left;
}

test('whatever is asked for: the rate holds for packets, all from here to the target, never two of a train together', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const bench = new Bench([4], { trainPacketBurst: BURST, trainPacketsPerSecond: PER_SECOND });
      const ids: number[] = [];
      const lastMs = new Map<number, { atMs: number; offset: number; spacingMs: number }>();
      let [packets, asked, admitted, refuses, spacingMs] = [0, 0, 0, false, 20];
      const look = (): void => {
        for (const bytes of deliverAll(bench, refuses)) {
          packets += 1;
          const packet = parseIpv4(bytes);
          if (isWireError(packet)) throw new Error(packet.at);
          expect(sameAddress(packet.source, addressBytes(OWN[4]))).toBe(true);
          expect([...packet.destination.subarray(0, 3)]).toEqual([192, 0, 2]);
          const before = lastMs.get(packet.identification);
          const atMs = bench.clock.now();
          expect(packet.fragmentOffset > 0).toBe(before !== undefined);
          if (before !== undefined) {
            expect(atMs - before.atMs).toBeGreaterThanOrEqual(before.spacingMs - 1e-6);
            expect(packet.fragmentOffset).toBeGreaterThan(before.offset);
          }
          const offset = packet.fragmentOffset;
          lastMs.set(packet.identification, {
            ...{ atMs, offset },
            spacingMs: before?.spacingMs ?? spacingMs,
          });
        }
        refuses = false;
      };
      for (const one of steps) {
        if (one.kind === 'train') {
          ({ spacingMs } = one);
          const { fragments, host } = one;
          const command = bench.trainCommand({ fragments, spacingMs, address: `192.0.2.${host}` });
          asked += 1;
          if (bench.prober.train(command) === null) {
            admitted += fragments;
            ids.push(command.id);
          }
          look();
        } else if (one.kind === 'cancel') bench.prober.cancel(ids.at(-1 - one.back) ?? 0);
        else if (one.kind === 'refuse') refuses = true;
        else {
          for (let ms = 0; ms < one.ms; ms += 10) {
            bench.clock.advance(10);
            look();
          }
        }
        expect(admitted).toBeLessThanOrEqual(BURST + (bench.clock.now() * PER_SECOND) / 1000 + 1e-6);
      }
      bench.clock.advance(100_000);
      look();
      expect(packets).toBeLessThanOrEqual(admitted);
      expect(ids.length).toBeLessThanOrEqual(asked);
      expect(bench.prober.counters.pending).toBe(0);
      const told = bench.take().map((event) => (event.event === 'train' ? event.id : -1));
      expect(told.toSorted((a, b) => a - b)).toEqual(ids.toSorted((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});
