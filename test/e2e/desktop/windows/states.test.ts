import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, startRenderer } from '../../../support/renderer/launch.ts';
import { SCENES, type SceneName } from '../../../support/renderer/scenes/all.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

const isScene = (name: string): name is SceneName => Object.hasOwn(SCENES, name);
const DASHBOARD = Object.keys(SCENES).filter(isScene);

/** What each state has to say, whatever else is shown. */
const SAID: Readonly<Record<SceneName, readonly string[]>> = {
  good: ['All is well.'],
  'ipv4-down': ['IPv4 is down since 14:02 (3 min 12 s).', 'IPv6 and ping work, your router answers'],
  'everything-down': ['The internet is down since 14:03 (1 min 36 s).'],
  degraded: ['Packets get lost since 13:58 (7 min, 7.9 % lost).'],
  'no-ipv6': ['IPv6 is not available on this network.', 'not available here'],
  starting: ['Faultline is starting.', 'Helper: starting', 'not known yet'],
  'first-run': ['Faultline has just begun to watch your line', 'Choose what is probed'],
  empty: ['No incident in the last 15 min', 'Look at the last 7 days'],
  failed: ['Nothing is being measured.', 'End that one, then try again.', 'Try again'],
  'no-helper': ['Helper: off, ping instead', 'Start the helper'],
  advice: ['The history is not being written.', 'Open the data folder', 'This desktop has no place'],
  paused: ['Monitoring is paused.', 'Nothing is measured until 14:16', 'Resume'],
  quiet: ['Quiet until 21:05'],
  unreachable: ['This window could not reach Faultline', 'Try again'],
};

async function shown(scene: SceneName, width: number, dark: boolean) {
  const page = await harness.show('dashboard', scene, { width, height: 640, dark });
  for (const text of SAID[scene].slice(0, 1)) await page.getByText(text).first().waitFor();
  return page;
}

describe.each(DASHBOARD)('%s', (scene) => {
  test('says what it has to say', async () => {
    const page = await shown(scene, 900, false);
    const text = await page.locator('body').innerText();
    expect(SAID[scene].filter((part) => !text.includes(part))).toEqual([]);
  });

  // The layout follows the width and the colours follow the scheme: each has to be tried, not each with each.
  test.each([
    [900, false],
    [420, true],
  ])('is without fault for axe and fits at %i px, dark: %s', async (width, dark) => {
    const page = await shown(scene, width, dark);
    if (scene !== 'unreachable') await page.getByRole('tabpanel').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

describe('900 x 640', () => {
  test.each(['good', 'ipv4-down', 'everything-down', 'paused'] as const)(
    '%s: the verdict, the lights, the timeline and three charts fit without scrolling',
    async (scene) => {
      const page = await shown(scene, 900, false);
      const boxes = [
        page.getByRole('heading', { level: 1 }),
        page.getByRole('list', { name: /^What works/ }),
        page.locator('.timeline-strip'),
        page.getByRole('region', { name: 'IPv6', exact: true }),
      ];
      for (const box of boxes) {
        const place = await box.boundingBox();
        expect(place?.y).toBeGreaterThanOrEqual(0);
        expect((place?.y ?? 0) + (place?.height ?? Number.POSITIVE_INFINITY)).toBeLessThanOrEqual(640);
      }
    },
  );
});

describe('while the window is open', () => {
  test('a running outage moves the sentence on, and is read out once', async () => {
    const page = await shown('ipv4-down', 900, false);
    const announcement = page.getByTestId('announcement');
    const first = await announcement.innerText();
    expect(first).toBe(
      'IPv4 is down since 14:02. IPv6 and ping work, your router answers: probably your provider.',
    );
    const { state } = SCENES['ipv4-down'];
    const headline = 'IPv4 is down since 14:02 (3 min 13 s).';
    await harness.push('state', { ...state, verdict: { ...state.verdict, headline } });
    await page.getByText(headline).waitFor();
    expect(await announcement.innerText()).toBe(first);
    await harness.push('state', SCENES.good.state);
    await page.getByRole('heading', { name: 'All is well.' }).waitFor();
    expect(await announcement.innerText()).toBe('All is well.');
  });

  test('what could not be reached can be tried again', async () => {
    const page = await shown('unreachable', 900, false);
    await harness.refuse('state', null);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'All is well.' }).waitFor();
    expect(await page.getByText('could not reach').count()).toBe(0);
  });

  test('lists that could not be read can be tried again', async () => {
    const page = await shown('failed', 900, false);
    await page.getByText('The incidents could not be read').waitFor();
    await harness.refuse('incidents', null);
    await harness.refuse('gaps', null);
    await page.getByRole('tabpanel').getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No incident in the last 15 min').waitFor();
    expect(await page.getByText('The incidents could not be read').count()).toBe(0);
  });

  test('lists are read by themselves once the engine is back', async () => {
    const page = await shown('failed', 900, false);
    await page.getByText('The incidents could not be read').waitFor();
    await harness.refuse('incidents', null);
    await harness.refuse('gaps', null);
    await harness.push('state', SCENES.good.state);
    await page.getByText('No incident in the last 15 min').waitFor();
    expect(await page.getByText('The incidents could not be read').count()).toBe(0);
  });

  test('the buttons of the states ask for what they say', async () => {
    const clicks: readonly (readonly [SceneName, string, string, unknown])[] = [
      ['failed', 'Try again', 'retryEngine', null],
      ['no-helper', 'Start the helper', 'fixHelper', null],
      ['advice', 'Open the data folder', 'openDataFolder', null],
      ['advice', 'Open the settings', 'openWindow', { window: 'settings', destination: null }],
      ['paused', 'Resume', 'resume', null],
      ['good', 'Settings', 'openWindow', { window: 'settings', destination: null }],
    ];
    for (const [scene, button, name, ask] of clicks) {
      const page = await shown(scene, 900, false);
      await page.getByRole('button', { name: button, exact: true }).first().click();
      await expect.poll(() => harness.asked()).toContainEqual({ name, ask });
    }
  });

  test('a pause is asked for as it was chosen', async () => {
    const page = await shown('good', 900, false);
    for (const [item, forMs] of [
      ['For 15 minutes', 900_000],
      ['For 1 hour', 3_600_000],
      ['Until I resume', null],
    ] as const) {
      await page.getByRole('button', { name: 'Pause' }).click();
      await page.getByRole('menuitem', { name: item }).click();
      await expect.poll(() => harness.asked()).toContainEqual({ name: 'pause', ask: { forMs } });
    }
  });

  test('a refusal of main is said, and stays until it is dismissed', async () => {
    const page = await shown('good', 900, false);
    await harness.refuse('pause', { what: 'It can not be paused now.', wayOut: 'Try again later.' });
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('menuitem', { name: 'For 1 hour' }).click();
    await page.getByText('It can not be paused now. Try again later.').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    expect(await page.getByText('It can not be paused now.').count()).toBe(0);
  });

  test('the first run can be taken note of, and is not told again while the app runs', async () => {
    const page = await shown('first-run', 900, false);
    await page.getByRole('button', { name: 'Got it' }).click();
    expect(await page.getByText('Faultline has just begun').count()).toBe(0);
    await page.reload();
    await page.getByRole('heading', { name: 'All is well.' }).waitFor();
    expect(await page.getByText('Faultline has just begun').count()).toBe(0);
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
