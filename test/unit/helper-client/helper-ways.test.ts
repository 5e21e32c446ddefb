import { describe, expect, test } from 'vitest';
import type { HelperWayName } from '../../../main/domain/model/helper-way.ts';
import type { FoundSite } from '../../../main/helper-client/find-site.ts';
import { openHelperWays, type WayedStart } from '../../../main/helper-client/helper-ways.ts';
import { startFailure } from '../../../main/helper-client/start-failure.ts';
import type { HelperStart } from '../../../main/helper-client/types.ts';
import type { HelperWay, Surroundings } from '../../../main/helper-client/ways/way.ts';
import { FakeHelper } from '../monitor/echo/fake-helper.ts';
import { CHECKOUT, desktop, INSTALLED } from './ways/machine.ts';

const ASKS: Readonly<Record<HelperWayName, boolean>> = {
  inherited: false,
  'file-capability': false,
  pkexec: true,
  'sudo-prompt': true,
};

const REFUSED = startFailure('no-privilege', 'refused');
const RUNS: HelperStart = { ok: true, client: new FakeHelper().client };

interface Machine {
  /** What lies in the way of each; none of the others. */
  readonly obstacles?: Partial<Record<HelperWayName, string>>;
  /** How each start goes; the others run. */
  readonly starts?: Partial<Record<HelperWayName, HelperStart>>;
  readonly found?: FoundSite;
  readonly distrust?: string;
  readonly canAsk?: boolean;
  readonly here?: Partial<Surroundings>;
}

function machine({ obstacles = {}, starts = {}, found, distrust = '', canAsk = true, here }: Machine = {}) {
  const tried: HelperWayName[] = [];
  let examined = 0;
  const way = (name: HelperWayName): HelperWay => ({
    name,
    asks: ASKS[name],
    obstacle: () => obstacles[name] ?? '',
    start: async () => {
      tried.push(name);
      return starts[name] ?? RUNS;
    },
  });
  const ways = openHelperWays({
    canAsk,
    ways: [way('inherited'), way('file-capability'), way('pkexec'), way('sudo-prompt')],
    findSite: () => found ?? { ok: true, site: INSTALLED },
    surroundings: () => desktop(here),
    examine: async () => {
      examined += 1;
      return distrust;
    },
  });
  const { signal } = new AbortController();
  return {
    ways,
    tried,
    examinedTimes: () => examined,
    unasked: () => ways.startUnasked(signal),
    asked: () => ways.startAsked(signal),
  };
}

const FOR_NOBODY = { inherited: 'no root here', 'file-capability': 'the file has none' };

const reasonOf = (start: WayedStart): string => (start.ok ? '' : start.reason);

describe('unasked', () => {
  test('the first way there is, and the helper says which', async () => {
    const { unasked, tried } = machine({ obstacles: { inherited: 'no root here' } });
    expect(await unasked()).toMatchObject({ ok: true, way: 'file-capability' });
    expect(tried).toEqual(['file-capability']);
  });

  test('one that turns out to lack the right makes way for the next', async () => {
    const { unasked, tried } = machine({ starts: { inherited: REFUSED } });
    expect(await unasked()).toMatchObject({ ok: true, way: 'file-capability' });
    expect(tried).toEqual(['inherited', 'file-capability']);
  });

  test('one that fails otherwise does not: the next would fail as well', async () => {
    const { unasked, tried } = machine({ starts: { inherited: startFailure('failed', 'it broke') } });
    expect(await unasked()).toMatchObject({ ok: false, code: 'failed', reason: 'it broke' });
    expect(tried).toEqual(['inherited']);
  });

  test('nobody is ever asked, whatever was chosen', async () => {
    const { unasked, tried, ways } = machine({ obstacles: FOR_NOBODY });
    for (const choice of ['auto', 'pkexec', 'sudo-prompt'] as const) {
      ways.setChoice(choice);
      expect(await unasked()).toMatchObject({
        ok: false,
        code: 'no-privilege',
        reason: 'no right to open raw sockets: let Faultline ask for it, your password may be wanted',
      });
    }
    expect(tried).toEqual([]);
  });

  test('a chosen way that asks keeps no helper away that is there without a question', async () => {
    const { unasked, tried, ways } = machine({ obstacles: { inherited: 'no root here' } });
    ways.setChoice('pkexec');
    expect(await unasked()).toMatchObject({ ok: true, way: 'file-capability' });
    expect(tried).toEqual(['file-capability']);
    // Which is not what was chosen, and a person can still have that.
    expect([ways.choice, ways.suits('file-capability')]).toEqual(['pkexec', false]);
    const root = machine();
    root.ways.setChoice('pkexec');
    expect(await root.unasked()).toMatchObject({ ok: true, way: 'inherited' });
  });
});

describe('asked', () => {
  test('a way that asks nobody is still the first', async () => {
    const { asked, tried } = machine({ obstacles: { inherited: 'no root here' } });
    expect(await asked()).toMatchObject({ ok: true, way: 'file-capability' });
    expect(tried).toEqual(['file-capability']);
  });

  test('else the first that asks; the answer no is not followed by another question', async () => {
    const declined = startFailure('declined', 'the right was not given');
    const { asked, tried } = machine({ obstacles: FOR_NOBODY, starts: { pkexec: declined } });
    expect(await asked()).toEqual(declined);
    expect(tried).toEqual(['pkexec']);
  });

  test('the chosen one, although others would be there', async () => {
    const { asked, tried, ways } = machine({ obstacles: { inherited: 'no root here' } });
    ways.setChoice('sudo-prompt');
    expect(await asked()).toMatchObject({ ok: true, way: 'sudo-prompt' });
    expect(tried).toEqual(['sudo-prompt']);
  });

  test('a chosen one that is not here says why, and what else could be chosen', async () => {
    const { asked, tried, ways } = machine({
      obstacles: { inherited: 'no root here', pkexec: 'pkexec is missing' },
    });
    ways.setChoice('pkexec');
    expect(await asked()).toMatchObject({
      code: 'no-privilege',
      reason:
        'no right to open raw sockets by the way that was chosen: pkexec is missing; the automatic choice takes any other',
    });
    expect(tried).toEqual([]);
  });

  test('where nobody can be asked, none is', async () => {
    const { asked, tried } = machine({ canAsk: false, obstacles: FOR_NOBODY });
    expect(reasonOf(await asked())).toBe(
      'no right to open raw sockets: start it with sudo, or grant the helper the capability cap_net_raw',
    );
    expect(tried).toEqual([]);
  });
});

describe('the way out', () => {
  const nothing = { ...FOR_NOBODY, pkexec: 'pkexec is missing', 'sudo-prompt': 'no question here' };

  test.each<[string, Machine, RegExp]>([
    ['a checkout is given none by its file', { canAsk: false, found: { ok: true, site: CHECKOUT } }, /sudo$/],
    ['what Linux lacks', {}, /: pkexec is missing$/],
    ['what another system lacks', { here: { platform: 'darwin' } }, /: no question here$/],
  ])('%s', async (_, over, words) => {
    expect(reasonOf(await machine({ obstacles: nothing, ...over }).unasked())).toMatch(words);
  });
});

describe('what was really tried says why it brought no right', () => {
  const kept = startFailure('no-privilege', 'this system keeps the capability from being used');
  const starts = { 'file-capability': kept };
  const LACK = 'no right to open raw sockets';

  test.each<[string, Machine, string]>([
    [
      'and a person can be asked',
      {},
      `: ${kept.reason}; let Faultline ask for it, your password may be wanted`,
    ],
    ['at a command line', { canAsk: false }, `: ${kept.reason}; or start it with sudo`],
    [
      'and there is no other way',
      { obstacles: { pkexec: 'missing', 'sudo-prompt': 'missing' } },
      `: ${kept.reason}`,
    ],
    ['as root, who has nothing more than that', { here: { euid: 0 } }, `: ${kept.reason}`],
  ])('%s', async (_, over, words) => {
    const obstacles = { inherited: 'no root here', ...over.obstacles };
    const { unasked } = machine({ starts, ...over, obstacles });
    expect(await unasked()).toEqual({ ok: false, code: 'no-privilege', reason: `${LACK}${words}` });
  });

  test('a way that asks: it is not offered once more', async () => {
    const obstacles = { ...FOR_NOBODY, 'sudo-prompt': 'no question here' };
    const { asked } = machine({ obstacles, starts: { pkexec: REFUSED } });
    expect(reasonOf(await asked())).toBe(`${LACK}: refused`);
  });
});

describe('nothing is started, by no way', () => {
  test('where somebody else could change it', async () => {
    const { unasked, asked, tried } = machine({
      distrust: 'everybody could change /opt: run "chmod o-w /opt"',
    });
    const refusal = {
      ok: false,
      code: 'distrusted',
      reason: 'the helper is not trusted: everybody could change /opt: run "chmod o-w /opt"',
    };
    expect(await unasked()).toEqual(refusal);
    expect(await asked()).toEqual(refusal);
    expect(tried).toEqual([]);
  });

  test('where there is nothing to start', async () => {
    const found: FoundSite = { ok: false, reason: 'the helper is not built: run "npm run build"' };
    const { asked, ways } = machine({ found });
    expect(await asked()).toEqual({ ok: false, code: 'not-built', reason: found.reason });
    expect(await ways.look()).toMatchObject({ file: '', distrust: '' });
    expect((await ways.look()).ways.map(({ obstacle }) => obstacle)).toEqual(
      Array(4).fill('The helper is not built: run "npm run build".'),
    );
  });

  test('on Windows, where the helper could not give its rights up', async () => {
    const { asked, tried } = machine({ here: { platform: 'win32', euid: undefined } });
    expect(await asked()).toMatchObject({
      code: 'no-privilege',
      reason: expect.stringMatching(/on Windows the helper could not/),
    });
    expect(tried).toEqual([]);
  });

  test('files are not read where nothing would be started anyway', async () => {
    const { unasked, examinedTimes } = machine({ obstacles: FOR_NOBODY });
    await unasked();
    expect(examinedTimes()).toBe(0);
  });
});

describe('a look', () => {
  test('tells every way with what lies in its way as a sentence, the file and who could change it', async () => {
    const { ways, tried } = machine({
      obstacles: FOR_NOBODY,
      distrust: 'everybody could change /opt: run "chmod o-w /opt"',
    });
    ways.setChoice('pkexec');
    expect(await ways.look()).toEqual({
      choice: 'pkexec',
      ways: [
        { name: 'inherited', asks: false, obstacle: 'No root here.' },
        { name: 'file-capability', asks: false, obstacle: 'The file has none.' },
        { name: 'pkexec', asks: true, obstacle: '' },
        { name: 'sudo-prompt', asks: true, obstacle: '' },
      ],
      file: INSTALLED.command[0],
      distrust: 'Everybody could change /opt: run "chmod o-w /opt".',
    });
    expect(tried).toEqual([]);
  });
});

describe('a running helper leaves nothing to wish for', () => {
  test('where it runs by the chosen way, or by a right that was there', () => {
    const { ways } = machine();
    ways.setChoice('sudo-prompt');
    expect([ways.suits('sudo-prompt'), ways.suits('inherited'), ways.suits('pkexec')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test('automatically: unless one that asks nobody has come', () => {
    const asking = machine({ obstacles: FOR_NOBODY });
    expect([asking.ways.suits('sudo-prompt'), asking.ways.suits('pkexec')]).toEqual([true, true]);
    const granted = machine({ obstacles: { inherited: 'no root here' } });
    expect([granted.ways.suits('pkexec'), granted.ways.suits('file-capability')]).toEqual([false, true]);
    const nothing = machine({ found: { ok: false, reason: 'gone' } });
    expect(nothing.ways.suits('pkexec')).toBe(true);
  });
});
