import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensureElectron } from '../../../../scripts/electron.mjs';
import { SetupError } from '../../../../scripts/setup.mjs';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

type Origin = 'official' | 'registry';

/** Sources that write down what is asked of them. */
class Sources {
  readonly asked: string[] = [];
  readonly said: string[] = [];
  readonly has = new Set<Origin>();

  readonly #reachable: readonly Origin[];

  constructor(reachable: readonly Origin[]) {
    this.#reachable = reachable;
  }

  run(env: NodeJS.ProcessEnv = {}) {
    return ensureElectron({
      env,
      say: (line) => this.said.push(line),
      sources: [this.#source('official', ''), this.#source('registry', 'an old one')],
    });
  }

  #source(origin: Origin, remark: string) {
    return {
      origin,
      remark,
      found: () => (this.has.has(origin) ? `/${origin}/electron` : undefined),
      get: async () => {
        this.asked.push(origin);
        if (!this.#reachable.includes(origin)) throw new SetupError(`${origin} out of reach`);
        this.has.add(origin);
        return `/${origin}/electron`;
      },
    };
  }
}

describe('which Electron', () => {
  test('the official one, when it can be had; the registry is not asked', async () => {
    const sources = new Sources(['official', 'registry']);
    expect(await sources.run()).toEqual({ executable: '/official/electron', origin: 'official' });
    expect([sources.asked, sources.said]).toEqual([['official'], []]);
  });

  test('else that of the registry; why, and what it is, is said', async () => {
    const sources = new Sources(['registry']);
    expect(await sources.run()).toEqual({ executable: '/registry/electron', origin: 'registry' });
    expect(sources.asked).toEqual(['official', 'registry']);
    expect(sources.said).toEqual(['No official Electron: official out of reach.', 'an old one']);
  });

  test('the second time nothing is fetched, and the official one is not waited for again', async () => {
    const sources = new Sources(['registry']);
    await sources.run();
    sources.asked.length = 0;
    expect(await sources.run()).toEqual({ executable: '/registry/electron', origin: 'registry' });
    expect(sources.asked).toEqual([]);
    expect(sources.said.at(-1)).toBe('an old one');
  });

  test('the official one wins as soon as it is there', async () => {
    const sources = new Sources([]);
    sources.has.add('registry').add('official');
    expect((await sources.run()).origin).toBe('official');
  });

  test('none: every reason and the headless way out in one line', async () => {
    const sources = new Sources([]);
    const failure = await sources.run().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(SetupError);
    expect(String(failure)).toMatch(/official: official out of reach; registry: registry out of reach/);
    expect(String(failure)).toContain('npm run -s faultline -- monitor');
    expect(String(failure)).not.toContain('\n');
  });
});

describe('FAULTLINE_ELECTRON', () => {
  test('registry: the official one is neither looked for nor asked for', async () => {
    const sources = new Sources(['official', 'registry']);
    sources.has.add('official');
    expect((await sources.run({ FAULTLINE_ELECTRON: 'registry' })).origin).toBe('registry');
    expect(sources.asked).toEqual(['registry']);
  });

  test('a path: that one, and nothing else is asked', async () => {
    const executable = join(temporaryFolder(), 'electron');
    writeFileSync(executable, '');
    const sources = new Sources(['official']);
    expect(await sources.run({ FAULTLINE_ELECTRON: executable })).toEqual({ executable, origin: 'given' });
    expect(sources.asked).toEqual([]);
  });

  test('a path that is wrong is said, not replaced by another Electron', async () => {
    const sources = new Sources(['official']);
    await expect(sources.run({ FAULTLINE_ELECTRON: '/nowhere/electron' })).rejects.toThrow(
      "FAULTLINE_ELECTRON names /nowhere/electron, which isn't there.",
    );
    expect(sources.asked).toEqual([]);
  });
});
