import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TraceView } from '../../../../main/domain/model/trace.ts';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';
import type { Scene } from '../../../support/renderer/scene.ts';
import {
  ALLOWED,
  goingBack,
  NOT_ASKED,
  PROBES,
  type ProbeName,
  WAYS,
} from '../../../support/renderer/scenes/encapsulated.ts';
import { askedFor, showTraceroute } from '../../../support/renderer/traceroute.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const NARROW = { width: 420, height: 900 };

const choose = (page: Page, way: string): Promise<void> => page.getByText(way, { exact: true }).click();
const result = (page: Page) => page.getByRole('region', { name: 'Result' });

async function showing(but: Partial<Scene>, size: { width?: number; height?: number; dark?: boolean } = {}) {
  const page = await showTraceroute(harness, { but, ...size });
  return page;
}

async function probing(name: ProbeName, size: { width?: number; height?: number; dark?: boolean } = {}) {
  const page = await showing({ encapsulation: ALLOWED, startedPathProbe: PROBES[name] }, size);
  await choose(page, 'Path probe');
  await page.getByLabel('Host, or a path').fill('example.net');
  await page.keyboard.press('Enter');
  await result(page).waitFor();
  return page;
}

describe('the switch', () => {
  test('goes by arrows, and each way asks for what it needs', async () => {
    const page = await showing({ encapsulation: ALLOWED });
    await page.getByRole('radio', { name: 'Forward' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await page.getByRole('radio', { name: 'Reverse' }).isChecked()).toBe(true);
    await page.getByRole('combobox', { name: 'Way back from' }).waitFor();
    expect(await page.getByLabel('Method').count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('textbox', { name: 'From' }).waitFor();
    await page.getByRole('combobox', { name: 'To' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('textbox', { name: 'Begin at (optional)' }).waitFor();
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByLabel('Packets a second').waitFor();
    expect(await page.getByLabel('Port').count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
  });

  test('between two others is asked with both; a second host that is missing is said there', async () => {
    const page = await showing({ encapsulation: ALLOWED, startedBack: WAYS.between });
    await choose(page, 'Between');
    await page.getByRole('combobox', { name: 'To' }).fill('198.51.100.7');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('textbox', { name: 'From' }).getAttribute('aria-invalid')).toBe('true');
    await page.getByRole('textbox', { name: 'From' }).fill('203.0.113.65');
    await page.keyboard.press('Enter');
    const way = { direction: 'between', from: '203.0.113.65' };
    await expect
      .poll(() => askedFor(harness, 'startTrace'))
      .toEqual([{ host: '198.51.100.7', family: null, method: 'icmp', mode: 'once', way }]);
    await page.getByRole('table', { name: /^Hops on the way from 203.0.113.65/ }).waitFor();
  });
});

describe('the question before the first packet', () => {
  const unasked = { ...goingBack('back'), encapsulation: NOT_ASKED };

  test('says what is sent to whom; "Not now" sends nothing, and can be asked again', async () => {
    const page = await showing(unasked);
    const dialog = page.getByRole('dialog', { name: 'Allow packets in IP-in-IP on this network?' });
    await dialog.waitFor();
    for (const word of ['What.', 'To whom.', 'How many.', 'Who may mind.', 'take it back']) {
      expect(await dialog.innerText()).toContain(word);
    }
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Not now');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Nothing was sent.' }).waitFor();
    expect(await dialog.count()).toBe(0);
    expect(await askedFor(harness, 'startTrace')).toEqual([]);
    expect(await askedFor(harness, 'allowEncapsulation')).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Ask me again' }).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Trace the way there' }).click();
    await expect.poll(() => askedFor(harness, 'startTrace')).toMatchObject([{ host: 'example.net' }]);
    expect(await askedFor(harness, 'startTrace')).not.toMatchObject([{ way: expect.anything() }]);
  });

  test('allowed, it begins, and is asked no more', async () => {
    const page = await showing(unasked);
    await page.getByRole('button', { name: 'Allow on this network' }).click();
    await result(page).waitFor();
    expect(await askedFor(harness, 'allowEncapsulation')).toEqual([{ network: 'home', allowed: true }]);
    expect(await askedFor(harness, 'startTrace')).toMatchObject([
      { host: 'example.net', way: { direction: 'reverse' } },
      { host: 'example.net', mode: 'once' },
    ]);
    await page.getByRole('button', { name: 'Start' }).click();
    await expect.poll(async () => (await askedFor(harness, 'startTrace')).length).toBe(4);
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  test('that main refuses is said beside the address', async () => {
    const page = await showing(unasked);
    await harness.refuse('allowEncapsulation', {
      what: 'This machine is on another network now than when you were asked.',
      wayOut: 'Start again, and you are asked about this one.',
    });
    await page.getByRole('button', { name: 'Allow on this network' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toContain('on another network now');
    expect(await askedFor(harness, 'startTrace')).toEqual([]);
  });

  test('is taken back, and the log is opened, in the window and in the settings', async () => {
    const page = await showing({ encapsulation: ALLOWED });
    await choose(page, 'Reverse');
    expect(await page.getByTestId('allowance').innerText()).toContain('allowed on this network since');
    await page.getByRole('button', { name: 'Open the log' }).click();
    await expect.poll(() => askedFor(harness, 'openAuditLog')).toHaveLength(1);
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Taken back: no packet in IP-in-IP is sent on this network any more.').waitFor();
    expect(await askedFor(harness, 'allowEncapsulation')).toEqual([{ network: 'home', allowed: false }]);
    expect(await page.getByRole('button', { name: 'Take back' }).count()).toBe(0);

    const settings = await harness.show('settings', 'good', {
      width: 760,
      height: 900,
      but: { encapsulation: ALLOWED },
    });
    await settings.getByTestId('allowance').waitFor();
    expect(await violationsOf(settings)).toEqual([]);
    await settings.getByRole('button', { name: 'Take back' }).click();
    await expect
      .poll(() => askedFor(harness, 'allowEncapsulation'))
      .toEqual([{ network: 'home', allowed: false }]);
  });
});

describe('there and back', () => {
  test.each([
    ['wide', { width: 1040, height: 960 }, false],
    ['narrow, dark', { ...NARROW, height: 1400 }, true],
  ] as const)('are two lanes of one drawing, marked where they part: %s', async (_what, size, dark) => {
    const page = await showing(goingBack('back'), { ...size, dark });
    const lanes = page.getByRole('region', { name: 'There and back' });
    await lanes.waitFor();
    expect(await page.getByTestId('parting').innerText()).toContain('the way back shows other addresses');
    const joints = await lanes
      .locator('tr[data-joint]')
      .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-joint')));
    expect(joints.filter((joint) => joint === 'same')).toHaveLength(5);
    expect(joints).toContain('lone');
    expect(await lanes.innerText()).toContain('core7.other.example');
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await page.getByText('All figures of the way back').click();
    await page.getByRole('table', { name: /^Hops on the way back from example.net/ }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test.each([{ width: 1040, height: 860 }, NARROW])(
    'fit the window with the longest names: %o',
    async (size) => {
      const page = await showing(goingBack('long'), size);
      await page.getByRole('region', { name: 'There and back' }).waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      expect(await violationsOf(page)).toEqual([]);
    },
  );

  test('grow as they are told, and Escape stops both', async () => {
    const running: TraceView = { ...WAYS.there, status: 'running' };
    const page = await showing({ ...goingBack('backBegun'), startedTrace: running });
    await page.getByText('Where the ways part is told when both are known.').waitFor();
    await page.getByRole('button', { name: 'Stop' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(async () => (await askedFor(harness, 'stopTrace')).length).toBe(2);
    expect((await askedFor(harness, 'stopTrace')).map((one) => (one as { id: string }).id).sort()).toEqual([
      'back',
      'there',
    ]);
    await harness.push('trace', WAYS.there);
    await harness.push('trace', WAYS.back);
    await page.getByRole('region', { name: 'There and back' }).waitFor();
    await page.getByRole('button', { name: 'Start' }).waitFor();
    await page.getByRole('heading', { name: WAYS.back.sentence.text }).waitFor();
  });

  test('of a host that does not unwrap packets the way there is left, and the nearest that does is offered', async () => {
    const page = await showing(goingBack('backRefused'));
    await page.getByRole('heading', { name: 'The way back could not be seen.' }).waitFor();
    await page.getByRole('heading', { name: 'The way there' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Show the way back from 203.0.113.65' }).click();
    await expect
      .poll(async () => (await askedFor(harness, 'startTrace')).slice(2))
      .toMatchObject([{ host: '203.0.113.65', way: { direction: 'reverse' } }, { host: '203.0.113.65' }]);
    expect(await page.getByRole('combobox', { name: 'Way back from' }).inputValue()).toBe('203.0.113.65');
  });
});

describe('a path probe', () => {
  test.each([
    ['lossy', { width: 1040, height: 860 }],
    ['grey', { width: 1040, height: 860, dark: true }],
    ['grey', { ...NARROW, height: 1600 }],
    ['clean', NARROW],
    ['many', { width: 1040, height: 860 }],
    ['many', { ...NARROW, dark: true }],
    ['probing', { width: 1040, height: 860 }],
    ['long', { width: 1040, height: 860 }],
    ['helper', NARROW],
    ['prohibited', { width: 1040, height: 860 }],
  ] as const)('is read by everybody: %s, %o', async (name, size) => {
    const page = await probing(name, size);
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('shows the loss of the stretch that loses, and what could not be tested in grey with its reason', async () => {
    const page = await probing('grey');
    const line = page.getByRole('region', { name: 'The path' });
    expect(await line.locator('[data-stretch="2-3"]').getAttribute('class')).toContain('line-stretch-loss');
    expect(await line.locator('[data-stretch="3-8"]').innerText()).toContain('not tested');
    expect(await line.locator('.line-untested').count()).toBe(5);
    const refuses = page.getByRole('row', { name: /core1.provider.example/ });
    expect(await refuses.innerText()).toContain('does not take IP-in-IP');
    expect(await refuses.innerText()).not.toContain('%');
  });

  test('takes a path as well, and options of its own', async () => {
    const page = await showing({ encapsulation: ALLOWED });
    await choose(page, 'Path probe');
    await page.getByLabel('Host, or a path').fill('192.0.2.1, 192.0.2.2');
    await page.getByRole('textbox', { name: 'Begin at (optional)' }).fill('198.51.100.1');
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByLabel('Probes a hop').fill('60');
    await page.getByLabel('All hops of a round at once').check();
    await page.getByRole('button', { name: 'Start' }).click();
    await expect
      .poll(() => askedFor(harness, 'startPathProbe'))
      .toEqual([
        {
          path: { hops: ['192.0.2.1', '192.0.2.2'] },
          from: '198.51.100.1',
          family: null,
          count: 60,
          synchronous: true,
        },
      ]);
    await page.getByRole('button', { name: 'Stop' }).click();
    await expect.poll(() => askedFor(harness, 'stopPathProbe')).toEqual([{ id: 'tracing' }]);
  });

  test('goes on as it is told, and another trace takes its place', async () => {
    const page = await probing('tracing');
    await harness.push('pathProbe', { ...PROBES.lossy, id: 'someone-elses' });
    await harness.push('pathProbe', { ...PROBES.lossy, id: 'tracing' });
    await page.getByRole('heading', { name: PROBES.lossy.sentence.text }).waitFor();
    expect(await page.title()).toBe('Path probe to example.net - Traceroute - Faultline');
    await choose(page, 'Forward');
    await page.getByRole('combobox', { name: 'Address' }).fill('example.org');
    await page.keyboard.press('Enter');
    await page.getByRole('table', { name: 'Hops on the way to example.org, nearest first' }).waitFor();
    expect(await page.getByRole('region', { name: 'The path' }).count()).toBe(0);
  });

  test('that somebody forbids says who, and keeps what it has seen till then', async () => {
    const page = await probing('prohibited');
    await page.getByRole('heading', { name: 'The path probe could not go on.' }).waitFor();
    expect(await result(page).innerText()).toContain(
      '203.0.113.9 says that packets in IP-in-IP are prohibited',
    );
    expect(await page.getByRole('row', { name: /router.home/ }).innerText()).toContain('3/3');
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(async () => (await askedFor(harness, 'startPathProbe')).length).toBe(2);
  });

  test('without the helper offers to start it', async () => {
    const page = await showTraceroute(harness, {
      scene: 'no-helper',
      but: { encapsulation: ALLOWED, startedPathProbe: PROBES.helper },
    });
    await choose(page, 'Path probe');
    await page.getByLabel('Host, or a path').fill('example.net');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Start the helper' }).click();
    await expect.poll(() => askedFor(harness, 'fixHelper')).toHaveLength(1);
  });

  test('that is refused says so beside the fields', async () => {
    const page = await showing({ encapsulation: ALLOWED });
    await harness.refuse('startPathProbe', {
      what: '3 path probes are running.',
      wayOut: 'Stop one of them first.',
    });
    await choose(page, 'Path probe');
    await page.getByLabel('Host, or a path').fill('192.0.2.1, 192.0.2.256');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').innerText()).toContain('192.0.2.256 is not an IPv4 address');
    await page.getByLabel('Host, or a path').fill('192.0.2.1');
    await page.keyboard.press('Enter');
    await page.getByText('3 path probes are running. Stop one of them first.').waitFor();
  });
});

test('nothing was complained of', () => {
  expect(harness.complaints).toEqual([]);
});
