import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { allowanceText } from '../../../../renderer/components/encapsulation/allowance-text.ts';
import { summaryText, summaryTitle } from '../../../../renderer/components/traces/summary-text.ts';
import { EarlyViews } from '../../../../renderer/traceroute/early-views.ts';
import { announcementOf } from '../../../../renderer/traceroute/head/announcement.ts';
import { factsOf } from '../../../../renderer/traceroute/head/facts.ts';
import { laneRows, lanesOf, lengthText } from '../../../../renderer/traceroute/lanes/lane-rows.ts';
import { titleOf } from '../../../../renderer/traceroute/title.ts';
import { ALLOWED, NOT_ASKED, WAYS } from '../../../support/renderer/scenes/encapsulated.ts';
import { summary } from '../../../support/renderer/scenes/trace-parts.ts';
import { TRACES } from '../../../support/renderer/scenes/traces.ts';

const { back, backBegun, backRefused, between, there } = WAYS;

describe('a trace that is not forward', () => {
  test('tells whose way it is', () => {
    expect(factsOf(back)).toEqual([
      'way back from www.example.net (198.51.100.7)',
      'IP-in-IP over IPv4',
      'to 192.168.1.20',
      'done in 842 ms',
      `${back.received} of ${back.sent} probes answered`,
    ]);
    expect(factsOf(between).slice(0, 3)).toEqual([
      'from core1.provider.example (203.0.113.65) to example.net (198.51.100.7)',
      'IP-in-IP over IPv4',
      'seen from 192.168.1.20',
    ]);
    expect(factsOf(backRefused)).toEqual([
      'way back from www.example.net (198.51.100.7)',
      'IP-in-IP over IPv4',
    ]);
    const unresolved = { ...backBegun, relay: null, destination: { address: '', name: null } };
    expect(factsOf(unresolved)).toEqual(['way back from example.net']);
    const unnamed = { ...backRefused, relay: { address: '', name: null } };
    expect(factsOf(unnamed)[0]).toBe('way back from example.net');
  });

  test('is read out and titled as such', () => {
    expect(announcementOf(backBegun).text).toBe('Tracing the way back from example.net.');
    expect(announcementOf({ ...between, status: 'running' }).text).toBe(
      'Tracing the way to example.net from another host.',
    );
    expect(titleOf(back, null)).toBe('Way back from example.net - Traceroute - Faultline');
  });

  test('is listed as such', () => {
    expect(summaryTitle(summary(back))).toBe('Way back from example.net');
    expect(summaryTitle(summary(between))).toBe('203.0.113.65 to example.net');
    expect(summaryTitle(summary(TRACES.good))).toBe('example.net');
    expect(summaryText(summary(back))).toBe('IP-in-IP over IPv4, 8 hops');
    expect(summaryText(summary(TRACES.good))).toBe('UDP over IPv4, 8 hops');
  });
});

describe('both ways beside each other', () => {
  const row = (forwardTtl: number | null, reverseTtl: number | null, same = false) => ({
    forwardTtl,
    reverseTtl,
    same,
  });

  test('a row is one router, two that are apart, or cannot be told', () => {
    const parting = {
      rows: [row(1, 7, true), row(4, 3), row(5, 5), row(3, 4), row(6, null), row(null, 2)],
      partsAfterTtl: 1,
      text: '.',
    };
    const rows = laneRows(there, back, parting);
    expect(rows.map(({ joint }) => joint)).toEqual(['same', 'apart', 'unknown', 'unknown', 'lone', 'lone']);
    expect(rows[0]?.forward?.nodes[0]?.address).toBe('192.168.1.1');
    expect(rows[0]?.reverse?.nodes[0]?.address).toBe('192.168.1.1');
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  test('a hop that is not there is none', () => {
    expect(laneRows(there, back, { rows: [row(99, null)], partsAfterTtl: null, text: '' })[0]).toMatchObject({
      forward: null,
    });
  });

  test('are not judged before both are known', () => {
    const early = 'Where the ways part is told when both are known.';
    expect(lanesOf(there, backBegun).text).toBe(early);
    expect(lanesOf({ ...there, status: 'running' }, back).text).toBe(early);
    expect(lanesOf(there, back).text).not.toBe(early);
  });

  test('how long each is', () => {
    expect(lengthText(back)).toBe('8 hops, the last is this machine');
    expect(lengthText(backBegun)).toBe('being traced');
    expect(lengthText(backRefused)).toBe('not known');
    expect(lengthText({ ...back, reached: false })).toBe('8 hops, then nothing more');
  });
});

describe('whether it is allowed', () => {
  const moment = (atMs: number): string => `${atMs}`;

  test('is said with since when, and by whom', () => {
    const answered = { ...ALLOWED, sinceMs: wallMs(7) };
    expect(allowanceText(answered, moment)).toBe('Packets in IP-in-IP are allowed on this network since 7.');
    expect(allowanceText({ ...ALLOWED, by: 'settings', sinceMs: null }, moment)).toBe(
      'Packets in IP-in-IP are allowed on every network, by the settings.',
    );
    expect(allowanceText(NOT_ASKED, moment)).toContain('you are asked before the first');
    const takenBack = { ...NOT_ASKED, by: 'answer', sinceMs: wallMs(7) } as const;
    expect(allowanceText(takenBack, moment)).toContain('You took it back');
    expect(allowanceText({ ...NOT_ASKED, network: '' }, moment)).toBe('This machine is on no network.');
  });
});

test('what was told of a run before it was answered is its latest', () => {
  const early = new EarlyViews<{ readonly id: string; readonly sent: number }>();
  early.add({ id: 'a', sent: 1 });
  early.add({ id: 'a', sent: 2 });
  expect(early.latest({ id: 'a', sent: 0 })).toEqual({ id: 'a', sent: 2 });
  expect(early.latest({ id: 'b', sent: 0 })).toEqual({ id: 'b', sent: 0 });
  early.clear();
  expect(early.latest({ id: 'a', sent: 0 })).toEqual({ id: 'a', sent: 0 });
});
