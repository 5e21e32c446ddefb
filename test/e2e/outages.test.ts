import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type HomeLab, startHome } from '../lab/net/home.ts';
import { CUT_CLASSES } from '../support/cut-classes.ts';
import { allProven, isIncident, type Line, startMonitorProcess } from '../support/monitor-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let lab: HomeLab;
beforeAll(async () => {
  lab = await startHome();
});
afterAll(() => lab.stop());
afterEach(() => lab.restore());

const incidentsOf = (lines: readonly Line[]): readonly Line[] =>
  lines.filter((line) => line['type'] === 'incident');

describe.each(CUT_CLASSES)('cutting $cut', ({ cut, class: expected }) => {
  test(`raises ${expected} once and clears it once`, async () => {
    const monitor = startMonitorProcess(lab, { folder: temporaryFolder() });
    await allProven(monitor);
    expect(incidentsOf(monitor.lines)).toEqual([]);

    await lab.cut(cut);
    const raised = await monitor.waitFor('raise', isIncident('raised', expected));
    expect(raised).toMatchObject({ until: null, end: null, durationMs: null });
    await lab.restore();
    const cleared = await monitor.waitFor('clear', isIncident('cleared', expected));
    expect(cleared).toMatchObject({ id: raised['id'], since: raised['since'], end: 'recovered' });
    expect(Number(cleared['durationMs'])).toBeGreaterThan(0);

    expect(await monitor.end()).toBe(0);
    const ofThisClass = incidentsOf(monitor.lines).filter((line) => line['class'] === expected);
    expect(ofThisClass.map((line) => line['phase'])).toEqual(['raised', 'cleared']);
    // Whatever else was named on the way was taken over by this one, never told beside it.
    const others = incidentsOf(monitor.lines).filter(
      (line) => line['class'] !== expected && line['phase'] === 'cleared',
    );
    for (const other of others) expect(other).toMatchObject({ end: 'absorbed', parent: raised['id'] });
  });
});
