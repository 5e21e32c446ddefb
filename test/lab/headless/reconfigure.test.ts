import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Anchor } from '../../../main/domain/model/anchor.ts';
import type { Sample } from '../../../main/domain/model/sample.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type HomeLab, startHome } from '../net/home.ts';
import { HOME } from '../net/topologies.ts';
import { EngineRun } from './engine-run.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterEach(() => lab.restore());
afterAll(() => lab.stop());

const [FIRST, SECOND, THIRD] = HOME.anchors4;
const ADDED = `tcp4 ${FIRST}:81`;
const nameOf = ({ kind, anchor }: Sample): string => `${kind} ${anchor}`;
const isLoss = ({ outcome }: Sample): boolean => outcome !== 'reply' && outcome !== 'refused';

test('anchors of a running engine: others are probed at once, the rest goes on, also through an outage', async () => {
  const config = { anchors: lab.anchors, portalUrl: lab.portalUrl };
  const engine = await EngineRun.start(lab, config, join(temporaryFolder(), 'data'));
  await engine.answers(`tcp4 ${FIRST}:443`, 12);
  await engine.answers(`tcp6 [${HOME.anchors6[0]}]:443`, 12);

  const isGone = ({ address }: Anchor): boolean => address === THIRD;
  const anchors = [
    ...lab.anchors.filter((anchor) => !isGone(anchor)),
    { kind: 'tcp4', address: FIRST, port: 81 },
  ];
  await engine.reconfigure({ ...config, anchors, intervalMs: 1500 });
  const from = engine.samples.length;
  await engine.until('the new anchor', () => engine.samples.slice(from).some((one) => nameOf(one) === ADDED));
  await engine.answers(`tcp4 ${SECOND}:443`, 6);
  // What was in flight has been told by now; nothing else is sent to those that are gone.
  const later = engine.samples.slice(from + lab.anchors.length);
  expect(later.filter(({ anchor }) => anchor.startsWith(THIRD))).toEqual([]);
  expect(engine.samples.filter(isLoss)).toEqual([]);
  expect(engine.events.filter(({ type }) => type === 'gap')).toEqual([]);
  expect(engine.story).toEqual([]);

  await lab.cut('ipv4');
  await engine.until('ipv4-only', () => engine.story.includes('raised ipv4-only'));
  const fewer = anchors.filter(({ address }) => address !== SECOND);
  await engine.reconfigure({ ...config, anchors: fewer });
  await engine.answers(`tcp6 [${HOME.anchors6[0]}]:443`, 10);
  expect(engine.story).toEqual(['raised ipv4-only']);
  await lab.restore();
  await engine.until('the end of it', () => engine.story.includes('cleared ipv4-only'));
  await engine.answers(`tcp4 ${FIRST}:443`, 5);
  expect(engine.story).toEqual(['raised ipv4-only', 'cleared ipv4-only']);
  expect(engine.events.filter(({ type }) => type === 'gap')).toEqual([]);
  expect(await engine.stop()).toBe(0);
});

test('retention of a running engine is taken', async () => {
  const config = { anchors: lab.anchors, portalUrl: '' };
  const engine = await EngineRun.start(lab, config, join(temporaryFolder(), 'data'));
  await engine.answers(`tcp4 ${FIRST}:443`, 2);
  await engine.reconfigure({ ...config, retention: { rawHours: 1, maxMegabytes: 10 } });
  await engine.answers(`tcp4 ${FIRST}:443`, 2);
  expect(engine.story).toEqual([]);
  expect(await engine.stop()).toBe(0);
});
