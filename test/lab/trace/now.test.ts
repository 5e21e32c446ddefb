import { afterEach, expect, test } from 'vitest';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';
import { watch } from './cli-trace.ts';

let lab: Lab | null = null;
afterEach(async () => {
  await lab?.stop();
  lab = null;
});

test('a link of this machine goes down: first of all it says that nothing leaves', async () => {
  const own = await startLab(line(2));
  lab = own;
  const watched = watch(own, LINE.server.ipv4, '--method', 'udp');
  await watched.until(
    'a good start',
    ({ rounds, sentence }) => rounds >= 4 && sentence.startsWith('All is well'),
  );
  await own.exec('pc', ['ip', 'link', 'set', 'eth0', 'down']);
  await watched.until('the outage', ({ sentence }) =>
    sentence.startsWith('Nothing leaves this machine any more: '),
  );
  const { trace } = await watched.end();
  expect(trace.sentence).toMatch(/^At the end nothing left this machine any more: .*\.$/);
});

test('loss that was mended: all is well now, and it says what was before', async () => {
  const own = await startLab(line(2));
  lab = own;
  const link = await own.link('l2');
  const watched = watch(own, LINE.server.ipv4, '--method', 'udp');
  await watched.until('a good start', ({ rounds }) => rounds >= 4);
  await link.set({ forward: { loss: { percent: 50 } } });
  await watched.until('loss', ({ sentence }) => /loses|lost|unanswered/.test(sentence));
  await link.set({ forward: { loss: { percent: 0 } } });
  await watched.until('recovery', ({ sentence }) => sentence.startsWith('All is well now: '));
  const { trace } = await watched.end();
  expect(trace.sentence).toMatch(
    /^All is well at the end: .*; before that it lost [\d.]+ % \(until \d+ s before the end\)\.$/,
  );
});
