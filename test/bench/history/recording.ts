import { monoMs, wallMs } from '../../../main/domain/model/units.ts';
import { Store } from '../../../main/history/store/store.ts';
import type { BenchOptions, BenchResult } from '../result.ts';
import { benchSeries, draw, LINES, randomFrom } from './line-model.ts';

const KEEP = { rawHours: 48, minuteDays: 90, hourDays: 730, maxBytes: 1e9 };
const START = Date.UTC(2026, 0, 1);

/**
 * What remembering costs: hours of 18 samples a second in virtual time, a commit a second, with all settling,
 * roll-ups, packing and retention. The message to the worker is not in it.
 */
export function recordingResults(directory: string, options: BenchOptions): readonly BenchResult[] {
  const seconds = (options.quick ? 1 : 7) * 3600;
  options.say(`  recording ${seconds / 3600} hours of 18 series ...`);
  let now = START;
  const store = new Store({ ...KEEP, directory, run: null, now: () => now });
  const random = randomFrom(3);
  const all = benchSeries(LINES.cable);
  let id = 0;
  let cpuMicros = 0;
  for (let second = 0; second < seconds; second += 1) {
    now = START + second * 1000;
    const events = all.map(({ kind, anchor, line }) => {
      id += 1;
      const { outcome, rttUs } = draw(line, random);
      const rttMs = rttUs === null ? null : rttUs / 1000;
      const timing = { sentWallMs: wallMs(now), sentMonoMs: monoMs(second * 1000) };
      const sample = { id, kind, anchor, ...timing, outcome, rttMs, via: 'socket' } as const;
      return { type: 'sample', sample } as const;
    });
    const before = process.cpuUsage();
    store.commit(events);
    while (store.maintain()) {
      // Each call is one slice.
    }
    const { user, system } = process.cpuUsage(before);
    cpuMicros += user + system;
  }
  store.close();
  return [
    {
      name: 'remembering 18 samples a second, settling and roll-ups included',
      figure: (cpuMicros / 1e6 / seconds) * 100,
      unit: '% of a core',
      note: 'of the 0.5 % for monitor and helper together',
    },
  ];
}
