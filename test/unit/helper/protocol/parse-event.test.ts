import { describe, expect, test } from 'vitest';
import type { HelperEvent } from '../../../../helper/protocol/messages.ts';
import { parseEvent } from '../../../../helper/protocol/parse.ts';
import { EXAMPLE_EVENTS } from '../../../contract/helper/examples.ts';

const parse = (value: unknown) => parseEvent(JSON.stringify(value));
const faulty = (event: HelperEvent, change: Record<string, unknown>) => parse({ ...event, ...change });

describe('events', () => {
  test.each(EXAMPLE_EVENTS.map((event) => [event.event, event] as const))('%s is understood', (_, event) => {
    expect(parse(event)).toEqual(event);
  });

  test.each(EXAMPLE_EVENTS.map((event) => [event.event, event] as const))(
    '%s with a field missing, added or of a wrong type is not',
    (_, event) => {
      for (const name of Object.keys(event)) {
        expect(faulty(event, { [name]: undefined })).toHaveProperty('error');
        expect(faulty(event, { [name]: [{}] })).toHaveProperty('error');
        expect(faulty(event, { [name]: -0.5 })).toHaveProperty('error');
      }
      expect(faulty(event, { extra: 1 })).toHaveProperty('error');
    },
  );

  test.each(['', 'x', 'null', '[]', '{}', '{"event":5}', '{"event":{"toString":1}}', '{"event":"toString"}'])(
    '%j is no event',
    (line) => {
      expect(parseEvent(line)).toHaveProperty('error');
    },
  );

  test('lists and texts are bounded', () => {
    const [hello] = EXAMPLE_EVENTS.filter((event) => event.event === 'hello');
    expect(hello && faulty(hello, { families: [4, 6, 4] })).toHaveProperty('error');
    expect(hello && faulty(hello, { families: [5] })).toHaveProperty('error');
    expect(hello && faulty(hello, { features: Array(33).fill('x') })).toHaveProperty('error');
    expect(hello && faulty(hello, { version: 'x'.repeat(41) })).toHaveProperty('error');
    expect(hello && faulty(hello, { limits: { a: 'b' } })).toHaveProperty('error');
    expect(hello && faulty(hello, { privilege: { uid: 0 } })).toHaveProperty('error');
  });

  test('infinite round trips do not exist', () => {
    expect(parseEvent('{"event":"late","id":1,"rttMs":1e999,"from":"::1"}')).toHaveProperty('error');
  });
});
