import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { ProbeAnswer } from '../../../main/cli/ping/prober.ts';
import { systemProber } from '../../../main/cli/ping/system-prober.ts';

/** A `ping` of the test's own is the one that is found. */
function pingIs(script: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-ping-'));
  writeFileSync(join(folder, 'ping'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, 'ping'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });
}

const prober = () => systemProber({ address: '192.0.2.1', family: 4, size: 56 });

test.each<[string, ProbeAnswer]>([
  ['echo "64 bytes: time=12.5 ms"', { type: 'reply', rttMs: 12.5 }],
  ['exit 1', { type: 'unreachable', code: null, from: null }],
  ['exit 2', { type: 'not-sent', code: "refused by the system's ping" }],
])('%s', async (script, answer) => {
  pingIs(script);
  const told = await new Promise((resolve) => prober().send(resolve));
  expect(told).toEqual(answer);
});

test('closed, it kills what still runs and says nothing of it', async () => {
  pingIs('sleep 60');
  const answers: ProbeAnswer[] = [];
  const one = prober();
  one.send((answer) => answers.push(answer));
  await one.close();
  await one.close();
  expect(answers).toEqual([]);
});

test('a probe that is over is let go of, however many follow', async () => {
  pingIs('exit 1');
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const one = prober();
  const send = (): Promise<WeakRef<object>> =>
    new Promise((resolve) => {
      const belongings = {};
      one.send(() => resolve(new WeakRef(belongings)));
    });
  const belongings = await send();
  // The runtime itself holds on to the last of them for a while.
  for (let more = 0; more < 5; more += 1) await send();
  await vi.waitFor(
    () => {
      if (typeof collect === 'function') collect();
      expect(belongings.deref()).toBeUndefined();
    },
    { timeout: 20_000 },
  );
  await one.close();
}, 30_000);
