import { expect, test } from 'vitest';
import { isSaidIn } from '../../../../main/domain/trace/reading/said.ts';

test.each([
  ['Nothing was sent.', 'Nothing was sent.', true],
  [
    '192.0.2.1 answers. For 5 s nothing could be sent: cable out.',
    'For 5 s nothing could be sent: cable out.',
    true,
  ],
  ['192.0.2.1 answers; for 5 s nothing could be sent.', 'For 5 s nothing could be sent.', true],
  ['All is well.', 'For 5 s nothing could be sent.', false],
])('%j says %j: %s', (sentence, text, said) => {
  expect(isSaidIn(sentence, text)).toBe(said);
});
