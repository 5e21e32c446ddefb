import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KINDS } from '../../../main/domain/model/kind.ts';
import type { MonitorEvent } from '../../../main/domain/model/monitor-event.ts';
import { isReachable, OUTCOMES, type Sample } from '../../../main/domain/model/sample.ts';
import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { acceptedFormat } from '../../../main/export/prometheus/asking/accepted-format.ts';
import { tokenCheck } from '../../../main/export/prometheus/asking/bearer-token.ts';
import { refusalOf } from '../../../main/export/prometheus/asking/refusal.ts';
import { figuresIn } from '../../../main/export/prometheus/figures/exposition.ts';
import { Figures } from '../../../main/export/prometheus/figures/figures.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const SPACED = fc.string({ unit: fc.constantFrom(...'a/;=,q.0159*+- "\t') });

test('any Accept is one of the two formats', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), SPACED), (accept) => {
      expect(['text', 'open-metrics']).toContain(acceptedFormat(accept));
    }),
  );
});

test('any request is answered in some way, and without the token never with figures', () => {
  const token = 'the-only-token';
  const rules = { isAuthorized: tokenCheck(token), byAddressOnly: true };
  const texts = fc.oneof(fc.string(), SPACED);
  fc.assert(
    fc.property(texts, texts, texts, texts, (method, url, host, authorization) => {
      const asked = { method, url, headers: { host, authorization }, headersDistinct: { host: [host] } };
      const refusal = refusalOf(asked, rules);
      expect(refusal).not.toBeNull();
      expect([400, 401, 421]).toContain(refusal?.status);
    }),
  );
});

const KNOWN = '#|\\nfaultline_health{';

const samples = fc.array(
  fc.record({
    kind: fc.constantFrom(...KINDS),
    anchor: fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('192.0.2.1', '"', '\\', '\n', KNOWN)),
    outcome: fc.constantFrom(...OUTCOMES),
    rttMs: fc.double({ min: 0, max: 10_000, noNaN: true }),
  }),
  { maxLength: 40 },
);

/** A series and its value, by the grammar of both formats: no sign of a label ends its line or its quotes. */
const LINE = /^[a-z_]+(?:\{[a-z]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z]+="(?:[^"\\\n]|\\[\\"n])*")*\})? \S+$/;

test('whatever the anchors are called, every line is a figure, and each probe is counted once', async () => {
  await fc.assert(
    fc.asyncProperty(samples, async (given) => {
      const clock = new FakeClock();
      const startedMs = clock.now().wallMs;
      const figures = new Figures({ clock, startedMs, version: '1', machine: 'x', states: () => [] });
      const events = given.map(({ rttMs, ...one }, id): MonitorEvent => {
        const reachable = isReachable(one.outcome);
        const times = { sentWallMs: wallMs(id), sentMonoMs: monoMs(id) };
        const sample: Sample = { ...one, ...times, id, rttMs: reachable ? rttMs : null, via: 'socket' };
        return { type: 'sample', sample };
      });
      for (const event of events) figures.take(event);
      figures.take({ type: 'gap', gap: { fromMs: wallMs(0), toMs: wallMs(1), reason: 'sleep' } });
      const { text } = await figures.page('text');
      const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
      expect(lines.filter((line) => !LINE.test(line))).toEqual([]);
      expect(figuresIn(text)).toBe(lines.length);
      const sum = (name: string): number =>
        lines
          .filter((line) => line.startsWith(`${name}{`))
          .reduce((total, line) => total + Number(line.slice(line.lastIndexOf(' '))), 0);
      const among = (...outcomes: readonly string[]): number =>
        given.filter(({ outcome }) => outcomes.includes(outcome)).length;
      expect(sum('faultline_probe_sent_total')).toBe(
        among('reply', 'late', 'refused', 'lost', 'unreachable'),
      );
      expect(sum('faultline_probe_lost_total')).toBe(among('lost', 'unreachable'));
      expect(sum('faultline_probe_error_total')).toBe(among('error'));
      expect(sum('faultline_probe_duration_seconds_count')).toBe(among('reply', 'late', 'refused'));
    }),
  );
});
