import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TRACE_METHODS, TRACE_MODES } from '../../../main/domain/model/trace.ts';
import { SYSTEM_PORTS } from '../../../main/trace/run/ports.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { answer, answered, FakeSender, lost, notSent, refused, type Sent } from './fake-sender.ts';
import { ADDRESS, settled, stage } from './stage.ts';

const routerOf = ({ request }: Sent): string => `192.0.2.${request.ttl}`;

function again(sent: Sent, kind: 'late' | 'duplicate'): void {
  sent.tell({ event: 'probe-again', id: sent.id, kind, answer: answer(routerOf(sent)) });
}

const FATES = {
  router: (sent) => answered(sent, routerOf(sent)),
  destination: (sent) => answered(sent, ADDRESS, { kind: 'unreachable', code: 'port-unreachable' }),
  lost,
  late: (sent) => {
    lost(sent);
    again(sent, 'late');
  },
  twice: (sent) => {
    answered(sent, routerOf(sent));
    again(sent, 'duplicate');
  },
  'not-sent': (sent) => notSent(sent, 'ENOBUFS'),
  busy: (sent) => refused(sent, 'rate-limited'),
  forged: (sent) =>
    answered(sent, '', { rttMs: -5, kind: 'unreachable', code: null, mtu: -1, quotedTtl: 99 }),
} as const satisfies Record<string, (sent: Sent) => void>;

type Fate = keyof typeof FATES;
/** Routers are the rule. */
const DRAWN: readonly Fate[] = [
  'router',
  'router',
  'router',
  'destination',
  'lost',
  'late',
  'twice',
  'not-sent',
  'busy',
  'forged',
];
const ENDS = ['silence', 'gone', 'no-family', 'none'] as const;

interface Mood {
  /** What becomes of each packet, over and over. */
  readonly fates: readonly Fate[];
  readonly delaysMs: readonly number[];
  /** After so many packets the helper ends in that way. */
  readonly end: (typeof ENDS)[number];
  readonly packets: number;
}

/** A helper and a network that do whatever the protocol allows, and some things that it does not. */
class AnyHelper extends FakeSender {
  readonly #clock: FakeClock;
  readonly #mood: Mood;
  readonly #underWay = new Map<number, { cancel(): void }>();

  constructor(clock: FakeClock, mood: Mood) {
    super(clock);
    this.#clock = clock;
    this.#mood = mood;
  }

  override cancelProbe(id: number): void {
    super.cancelProbe(id);
    this.#underWay.get(id)?.cancel();
  }

  protected override take(sent: Sent): void {
    const { fates, delaysMs, end, packets } = this.#mood;
    const isOver = end !== 'none' && sent.id > packets;
    if (isOver && end === 'gone') this.isGone = true;
    if (isOver && (end === 'silence' || end === 'gone')) return;
    const delayMs = 1 + (delaysMs[sent.id % delaysMs.length] ?? 0);
    const fate = fates[sent.id % fates.length] ?? 'lost';
    const tell = (): void => (isOver ? refused(sent, 'family-unavailable') : FATES[fate](sent));
    this.#underWay.set(sent.id, this.#clock.setTimer(tell, delayMs));
  }
}

const moods = fc.record<Mood>({
  fates: fc.array(fc.constantFrom(...DRAWN), { minLength: 1, maxLength: 12 }),
  delaysMs: fc.array(fc.nat(1500), { minLength: 1, maxLength: 5 }),
  end: fc.constantFrom(...ENDS),
  packets: fc.nat(60),
});

const asks = fc.record({
  mode: fc.constantFrom(...TRACE_MODES),
  method: fc.constantFrom('auto' as const, ...TRACE_METHODS),
  findMtu: fc.boolean(),
  maxHops: fc.integer({ min: 1, max: 12 }),
  queries: fc.integer({ min: 1, max: 4 }),
});

test('whatever the helper does, a trace ends, holds nothing, and its view holds together', async () => {
  await fc.assert(
    fc.asyncProperty(moods, asks, fc.nat(40), async (mood, ask, stopAfter) => {
      const made = stage(
        (clock) => new AnyHelper(clock, mood),
        { ...ask, numeric: true },
        {
          engines: SYSTEM_PORTS.engines,
        },
      );
      made.run.onChange(({ hops }) => {
        expect(hops.map(({ ttl }) => ttl)).toEqual(hops.map((_, index) => index + 1));
      });
      await settled();
      for (let turn = 0; turn < stopAfter; turn += 1) made.clock.advance(700);
      made.run.stop();
      const view = await made.run.ended;
      expect(made.run.view).toBe(view);
      expect(view.status).not.toBe('running');
      expect(view.trouble === null).toBe(view.status !== 'failed');
      expect(made.run.failure === null).toBe(view.status !== 'failed');
      expect(made.run.failure).not.toBe('mistake');
      expect(view.sentence.text).not.toBe('');
      for (const { sent, received, late } of view.hops) expect(received + late).toBeLessThanOrEqual(sent);
      for (const { nodes } of view.hops) expect(nodes.every(({ address }) => address !== '')).toBe(true);
      // What is left are answers that were under way in a network that asks nobody.
      made.clock.advance(60_000);
      expect([made.clock.pendingTimers, made.isHelperWatched()]).toEqual([0, false]);
    }),
    { numRuns: 100 },
  );
}, 60_000);
