import { describe, expect, test } from 'vitest';
import {
  causeWords,
  failureWords,
  placeWords,
  troubleWords,
  workingWords,
} from '../../../../main/export/statsd/words.ts';

const place = { host: '192.0.2.1', port: 8125, protocol: 'tcp' } as const;

describe('words about a StatsD', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1:8125'],
    ['2001:db8::1', '[2001:db8::1]:8125'],
    ['statsd.example', 'statsd.example:8125'],
  ])('%s is written %s', (host, text) => {
    expect(placeWords({ host, port: 8125 })).toBe(text);
  });

  test.each([
    ['ECONNREFUSED', 'Nothing listens at 192.0.2.1:8125 (TCP).'],
    ['ENOTFOUND', 'The name 192.0.2.1 is not known.'],
    ['EAI_AGAIN', "The name 192.0.2.1 can't be resolved at present."],
    ['ENETUNREACH', 'There is no way to 192.0.2.1:8125 from here at present.'],
    ['closed', '192.0.2.1:8125 closed the connection.'],
    ['ETIMEDOUT', '192.0.2.1:8125 does not answer.'],
    ['stalled', '192.0.2.1:8125 no longer takes in what is sent.'],
    ['EPERM', 'This machine does not let figures out to 192.0.2.1:8125.'],
    ['EWHATEVER', 'Sending to 192.0.2.1:8125 failed (EWHATEVER).'],
  ])('%s', (code, text) => {
    expect(causeWords(code, place)).toBe(text);
    expect(failureWords(code, place)).toMatch(/^.*\. (Start|Correct|Try|Check|Allow) [^.]+\.$/);
    expect(troubleWords(code, place)).toBe(
      `${text} Figures are dropped until it is back; it is tried again by itself.`,
    );
  });

  test('UDP never claims that figures arrive', () => {
    expect(workingWords({ ...place, protocol: 'udp' })).toContain('does not tell whether they arrive');
    expect(workingWords(place)).toBe('Figures go to 192.0.2.1:8125 by TCP.');
  });
});
