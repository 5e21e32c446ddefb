import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { TraceSummary } from '../../../main/domain/model/trace.ts';
import { type HomeLab, startHome } from '../../lab/net/home.ts';
import { launchDesktop, makeDesktopHome, type RunningDesktop } from '../../support/desktop/launch.ts';
import { askIn, stateIn } from '../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../support/desktop/session.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };

let lab: HomeLab;
let session: DesktopSession;
beforeAll(async () => {
  [lab, session] = await Promise.all([startHome(), startDesktopSession()]);
});
afterAll(() => Promise.all([lab.stop(), session.stop()]));

async function launch(): Promise<RunningDesktop> {
  const home = makeDesktopHome();
  onTestFinished(() => home.remove());
  const desktop = await launchDesktop(lab, { session, home });
  onTestFinished(() => desktop.quit());
  return desktop;
}

test('an outage is traced at its onset, and compared with the path as it was', async () => {
  const desktop = await launch();
  const page = await desktop.window('dashboard');
  await stateIn(page, ({ tray }) => tray === 'good');
  const anchorOf = (kind: 'icmp4' | 'icmp6'): string =>
    lab.anchors.find((anchor) => anchor.kind === kind)?.address ?? '';
  const listed = (incident: string | null): Promise<readonly TraceSummary[]> =>
    askIn(page, 'traces', { incident });

  for (const host of [anchorOf('icmp4'), anchorOf('icmp6')]) {
    await askIn(page, 'startTrace', { host, mode: 'once', method: 'auto', family: null });
  }
  await expect
    .poll(async () => (await listed(null)).map(({ reached }) => reached), SOON)
    .toEqual([true, true]);
  const healthy = (await listed(null)).map(({ id }) => id);

  onTestFinished(() => lab.restore());
  await lab.cut('ipv4');
  const { open } = await stateIn(page, ({ open }) => open.length === 1);
  const incident = open[0]?.id ?? '';
  await expect
    .poll(
      async () => (await listed(incident)).map(({ reason, family }) => `${reason} ${family}`).sort(),
      SOON,
    )
    .toEqual(['asked 4', 'asked 6', 'incident 4', 'incident 6']);

  const traces = await listed(incident);
  expect(new Set(traces.map((one) => one.incident))).toEqual(new Set([incident]));
  const onset = async (family: 4 | 6) => {
    const id = traces.find((one) => one.reason === 'incident' && one.family === family)?.id ?? '';
    return askIn(page, 'trace', { id });
  };
  const cut = await onset(4);
  expect(cut).toMatchObject({ host: anchorOf('icmp4'), reached: false, status: 'done' });
  expect(healthy).toContain(cut.comparison?.baseline.id);
  expect(cut.comparison?.firstDifferentTtl).toBeGreaterThan(1);
  const well = await onset(6);
  expect(well).toMatchObject({ host: anchorOf('icmp6'), reached: true });
  expect(well.comparison?.firstDifferentTtl).toBeNull();
  // Each is no example of how the path should be, whatever it saw.
  expect((await listed(null)).filter(({ reason }) => reason === 'incident')).toHaveLength(2);
});
