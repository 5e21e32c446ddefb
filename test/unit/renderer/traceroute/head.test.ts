import { describe, expect, test } from 'vitest';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { HELPER_ABSENT, HELPER_STOPPED } from '../../../../main/domain/trace/helper-troubles.ts';
import { changeLines } from '../../../../renderer/traceroute/changes/change-text.ts';
import { announcementOf } from '../../../../renderer/traceroute/head/announcement.ts';
import {
  destinationText,
  factsOf,
  pathMtuText,
  wordsOf,
} from '../../../../renderer/traceroute/head/facts.ts';
import { view } from '../../../support/renderer/scenes/trace-parts.ts';
import { TRACES } from '../../../support/renderer/scenes/traces.ts';

describe('the facts', () => {
  test('of a continuous trace', () => {
    expect(factsOf(TRACES.stopped)).toEqual([
      'example.net (198.51.100.7)',
      'UDP over IPv4',
      'from 192.168.1.20',
      '41 rounds',
      'stopped after 41 s',
      `${TRACES.stopped.received} of ${TRACES.stopped.sent} probes answered`,
    ]);
  });

  test('packets that no row counts are no loss, and are told apart', () => {
    const sent = TRACES.stopped.sent + 13;
    const facts = factsOf({ ...TRACES.stopped, sent });
    expect(facts.at(-2)).toBe(`${TRACES.stopped.received} of ${sent - 13} probes answered`);
    expect(facts.at(-1)).toBe('13 in no row: a first look, past the destination');
  });

  test('a late answer is one, and what is on its way is not counted', () => {
    const [hop] = TRACES.stopped.hops;
    if (hop === undefined) throw new Error('a trace without hops');
    const hops = [{ ...hop, sent: 12, received: 7, late: 3, lossPercent: 0 }];
    expect(factsOf({ ...TRACES.stopped, hops, sent: 12 }).at(-1)).toBe('10 of 10 probes answered');
  });

  test('the port that was chosen', () => {
    expect(factsOf({ ...TRACES.stopped, method: 'tcp', port: 80 })[1]).toBe('TCP over IPv4, port 80');
  });

  test('of one that failed only what was tried', () => {
    expect(factsOf(TRACES.failed)).toEqual(['example.net (198.51.100.7)', 'UDP over IPv4']);
  });

  test('before the name is known it is all that is known', () => {
    const destination = { address: '', name: null };
    expect(factsOf({ ...TRACES.begun, destination })).toEqual(['example.net']);
  });

  test('a destination by its name and its address, each once', () => {
    const address = '192.0.2.1';
    expect(destinationText({ host: address, destination: { address, name: null } })).toBe(address);
    expect(destinationText({ host: address, destination: { address, name: 'a.example' } })).toBe(
      '192.0.2.1 (a.example)',
    );
    expect(destinationText({ host: 'a.example', destination: { address: '', name: null } })).toBe(
      'a.example',
    );
  });

  test('what passes whole, and who said so', () => {
    expect(pathMtuText(null)).toBeNull();
    expect(pathMtuText({ bytes: 1500, toldBy: null, ttl: null })).toBe(
      'Packets of up to 1,500 bytes pass the whole path.',
    );
    expect(pathMtuText({ bytes: 1400, toldBy: '192.0.2.1', ttl: 3 })).toContain('192.0.2.1 (hop 3) says so.');
    expect(pathMtuText({ bytes: 1400, toldBy: null, ttl: 3 })).toContain('after hop 3, and nobody says so');
  });
});

describe('on top', () => {
  test('the sentence with its shape', () => {
    expect(wordsOf(TRACES.lossy)).toEqual({
      headline: TRACES.lossy.sentence.text,
      detail: null,
      shape: 'degraded',
    });
    expect(wordsOf(TRACES.unreached).shape).toBe('down');
  });

  test('a trace that failed says nothing of the line, unless there is no way out', () => {
    const { trouble } = TRACES.failed;
    expect(wordsOf(TRACES.failed)).toEqual({
      headline: 'The trace could not begin.',
      detail: trouble,
      shape: 'degraded',
    });
    const sentence = { state: 'outage', text: 'This machine has no way out.' } as const;
    expect(wordsOf({ ...TRACES.failed, sentence, trouble: sentence.text }).shape).toBe('down');
    const { hops } = TRACES.good;
    expect(wordsOf({ ...TRACES.failed, hops }).headline).toBe('The trace could not go on.');
  });

  test.each([HELPER_ABSENT, HELPER_STOPPED])(
    'with the helper back it says so, and no longer: %s',
    (trouble) => {
      const lacking = { ...TRACES.failed, trouble };
      expect(wordsOf(lacking, false).detail).toBe(trouble);
      expect(wordsOf(lacking, true).detail).toBe(
        'The helper did not run then; now it does: start the trace again.',
      );
    },
  );

  test('a helper that runs mends nothing else', () => {
    const trouble = 'Nobody is called example.invalid.';
    expect(wordsOf({ ...TRACES.failed, trouble }, true).detail).toBe(trouble);
    expect(wordsOf({ ...TRACES.failed, trouble: null }, true).detail).toBe(TRACES.failed.sentence.text);
    expect(wordsOf({ ...TRACES.stopped, trouble: HELPER_STOPPED }, true).headline).toBe(
      TRACES.stopped.sentence.text,
    );
  });
});

describe('what is read out', () => {
  const running = view({ id: 'one', mode: 'once' });
  const lossy = {
    ...TRACES.lossy,
    sentence: { state: 'degraded', text: 'After hop 3 20 % are lost.' },
  } as const;

  test('that it has begun, and what came of it', () => {
    expect(announcementOf(null).text).toBe('');
    expect(announcementOf(running).text).toBe('Tracing example.net.');
    expect(announcementOf({ ...running, status: 'done', sentence: TRACES.good.sentence }).text).toBe(
      TRACES.good.sentence.text,
    );
    expect(announcementOf(TRACES.failed).text).toBe(TRACES.failed.trouble);
  });

  test('nothing of what a single trace finds on its way', () => {
    const later = { ...running, sentence: { state: 'degraded', text: 'Not yet.' } } as const;
    expect(announcementOf(later).matter).toBe(announcementOf(running).matter);
  });

  test('another share is no news, another hop or state is', () => {
    const said = (text: string, state: 'degraded' | 'good' = 'degraded'): string =>
      announcementOf({ ...lossy, sentence: { state, text } }).matter;
    const first = said('After hop 3 20 % are lost.');
    expect(said('After hop 3 20.5 % are lost.')).toBe(first);
    expect(said('After hop 4 20 % are lost.')).not.toBe(first);
    expect(said('After hop 3 20 % are lost.', 'good')).not.toBe(first);
  });
});

test('route changes, newest first, by name where there is one', () => {
  const at = (ms: number, from: string | null, to: string | null) => ({ atMs: wallMs(ms), ttl: 4, from, to });
  const changes = [
    at(1, '203.0.113.1', '203.0.113.69'),
    at(2, '203.0.113.69', null),
    at(3, null, '203.0.113.69'),
  ];
  expect(changeLines(changes, TRACES.lossy.hops).map(({ text }) => text)).toEqual([
    'core2.provider.example answers, where nobody did',
    'core2.provider.example no longer answers',
    'core2.provider.example instead of 203.0.113.1',
  ]);
});
