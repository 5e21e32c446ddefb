import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { WindowName } from '../../../main/contract/contract.ts';
import { type RendererHarness, type ShowOptions, startRenderer } from './launch.ts';
import type { Scene } from './scene.ts';
import type { SceneName } from './scenes/all.ts';
import { GOOD_SCENE } from './scenes/base.ts';
import {
  ALLOWED,
  goingBack,
  NOT_ASKED,
  PROBES,
  type ProbeName,
  type WayName,
} from './scenes/encapsulated.ts';
import { HELPERS, type HelperName } from './scenes/helper.ts';
import { METRICS_ON, metricsWorking, withMetrics } from './scenes/metrics.ts';
import { type TraceName, tracing } from './scenes/traces.ts';

/** One picture, taken in light and in dark. */
interface Picture {
  readonly name: string;
  readonly window: WindowName;
  readonly scene: SceneName;
  readonly size?: Pick<ShowOptions, 'width' | 'height'>;
  /** Changes to the scene. */
  readonly but?: Partial<Scene>;
  /** What is done before it is taken. */
  readonly before?: (page: Page, harness: RendererHarness) => Promise<void>;
}

const NARROW = { width: 420, height: 900 };
const LARGE = { width: 1000, height: 760 };

const choose = (name: string) => (page: Page) =>
  page.getByRole('button', { name: new RegExp(`, ${name}$`) }).click();

async function selectIncident(page: Page): Promise<void> {
  await choose('6 hours')(page);
  await page.getByRole('button', { name: 'IPv4 down' }).first().click();
  await page.getByText('Your note').scrollIntoViewIfNeeded();
}

async function showNotices(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Notices' }).click();
  await page.getByRole('tabpanel').evaluate((panel) => panel.scrollIntoView());
}

async function showTraces(page: Page): Promise<void> {
  await page.getByRole('tab', { name: 'Traces' }).click();
  await page.getByRole('tabpanel').evaluate((panel) => panel.scrollIntoView());
}

async function refuseSettings(page: Page): Promise<void> {
  await page.getByLabel('Address of').first().fill('resolver.example');
  await page.getByLabel('Address of').first().press('Tab');
  await page.getByText('is not an IP address').waitFor();
  await page.getByLabel('Address of').nth(1).fill('192.0.2.53');
  await page.getByLabel('Address of').nth(1).press('Tab');
  await page.getByRole('button', { name: 'Test ping over IPv4, 192.0.2.53' }).click();
  await page.getByText('It answers in').waitFor();
  await page.getByText('1 field could not be taken').waitFor();
}

const dashboard = (scene: SceneName, more: Partial<Picture> = {}): Picture => ({
  name: `dashboard-${scene}`,
  window: 'dashboard',
  scene,
  ...more,
});

const TRACEROUTE = { width: 1040, height: 720 };

const traceroute = (trace: TraceName, more: Partial<Picture> = {}): Picture => ({
  name: `traceroute-${trace}`,
  window: 'traceroute',
  scene: 'good',
  size: TRACEROUTE,
  but: tracing(trace),
  ...more,
});

const going = (name: WayName, more: Partial<Picture> = {}): Picture => ({
  name: `traceroute-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  window: 'traceroute',
  scene: 'good',
  size: TRACEROUTE,
  but: goingBack(name),
  ...more,
});

/** The question before the first packet. */
const asking = (name: string, more: Partial<Picture>): Picture => ({
  ...going('back', more),
  name,
  but: { ...goingBack('back'), encapsulation: NOT_ASKED },
  before: async (page) => {
    await page.getByRole('dialog').waitFor();
  },
});

const probing = (name: ProbeName, more: Partial<Picture> = {}): Picture => ({
  name: `traceroute-probe-${name}`,
  window: 'traceroute',
  scene: 'good',
  size: { width: 1040, height: 860 },
  but: { encapsulation: ALLOWED, startedPathProbe: PROBES[name] },
  before: startProbe,
  ...more,
});

/** The section of the helper, as it is. */
const helping = (name: HelperName, more: Partial<Picture> = {}): Picture => ({
  name: `settings-helper-${name}`,
  window: 'settings',
  scene: 'good',
  size: { width: 760, height: 640 },
  but: { helper: HELPERS[name] },
  before: showHelper,
  ...more,
});

async function showHelper(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Helper' }).evaluate((head) => head.scrollIntoView());
}

const MINUTE = 60_000;

/** The section of the metrics with all exporters on, each standing differently. */
const measured = (name: string, more: Partial<Picture> = {}): Picture => ({
  name,
  window: 'settings',
  scene: 'good',
  size: { width: 760, height: 1590 },
  but: { settings: { ...GOOD_SCENE.settings, config: withMetrics(METRICS_ON) } },
  before: showExporters,
  ...more,
});

async function showMetrics(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Metrics' }).evaluate((head) => head.scrollIntoView());
}

async function showExporters(page: Page, harness: RendererHarness): Promise<void> {
  await harness.push('metrics', metricsWorking(12.5 * MINUTE));
  await page.getByText('1,284,310').waitFor();
  await showMetrics(page);
}

/** One of each outcome, and something that was refused. */
async function testExporters(page: Page, harness: RendererHarness): Promise<void> {
  await showExporters(page, harness);
  for (const title of ['StatsD', 'Prometheus', 'Push']) {
    await page.getByRole('button', { name: `Send a test, ${title}` }).click();
  }
  await page.getByText('Failed.').waitFor();
  await page.getByLabel('Certificate file').fill('/etc/ssl/own.pem');
  await page.getByLabel('Certificate file').press('Tab');
  await page.getByText('TLS needs both files').waitFor();
  await showMetrics(page);
}

async function setUpStatsd(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Set up StatsD' }).click();
  await page.getByRole('button', { name: 'Send a test, StatsD' }).click();
  await page.getByText('The test figure was sent').waitFor();
  await showMetrics(page);
}

/** Asked for a password, which nobody has typed yet. */
async function waitForPassword(page: Page, harness: RendererHarness): Promise<void> {
  await harness.change({ pending: ['useHelperWay'] });
  await page.getByLabel('Desktop password window').check();
  await page.getByRole('button', { name: 'Use this way' }).click();
  await page.getByText('Waiting for your password').waitFor();
  await showHelper(page);
}

async function declineHelper(page: Page, harness: RendererHarness): Promise<void> {
  await harness.refuse('useHelperWay', {
    what: 'The right to open raw sockets was not given.',
    wayOut: 'It is tried again when you ask for it.',
  });
  await page.getByRole('button', { name: 'Start the helper' }).click();
  await page.getByText('was not given').waitFor();
  await showHelper(page);
}

async function startProbe(page: Page): Promise<void> {
  await page.getByText('Path probe', { exact: true }).click();
  await page.getByLabel('Host, or a path').fill('example.net');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Result' }).waitFor();
}

/** An address that the window itself refuses. */
async function refuseAddress(page: Page): Promise<void> {
  await page.getByLabel('Address', { exact: true }).fill('192.0.2.256');
  await page.keyboard.press('Enter');
  await page.getByText('is not an IPv4 address').waitFor();
}

/** All that could be meant, while nothing is typed. */
async function suggest(page: Page): Promise<void> {
  await page.getByLabel('Address', { exact: true }).fill('');
  await page.getByLabel('Address', { exact: true }).press('ArrowDown');
}

const PICTURES: readonly Picture[] = [
  dashboard('good', { before: choose('1 hour') }),
  dashboard('ipv4-down'),
  dashboard('everything-down'),
  dashboard('degraded'),
  dashboard('no-ipv6'),
  dashboard('starting'),
  dashboard('first-run'),
  dashboard('empty', { size: { width: 900, height: 840 } }),
  dashboard('failed'),
  dashboard('no-helper'),
  dashboard('advice'),
  dashboard('paused'),
  dashboard('quiet', { before: choose('24 hours') }),
  dashboard('unreachable'),
  dashboard('good', { name: 'dashboard-incident', size: LARGE, before: selectIncident }),
  dashboard('good', { name: 'dashboard-7-days', size: LARGE, before: choose('7 days') }),
  dashboard('good', { name: 'dashboard-notices', before: showNotices }),
  dashboard('good', { name: 'dashboard-traces', before: showTraces }),
  dashboard('good', {
    name: 'dashboard-trace-now',
    before: (page) => page.getByRole('button', { name: 'Trace now' }).first().click(),
  }),
  dashboard('ipv4-down', {
    name: 'dashboard-narrow',
    size: { width: 420, height: 1200 },
    before: choose('24 hours'),
  }),
  { name: 'settings', window: 'settings', scene: 'good', size: { width: 760, height: 900 } },
  {
    name: 'settings-rest',
    window: 'settings',
    scene: 'good',
    size: { width: 760, height: 900 },
    before: (page) => page.getByRole('button', { name: 'Reset all settings' }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'settings-refused',
    window: 'settings',
    scene: 'good',
    size: { width: 760, height: 720 },
    before: refuseSettings,
  },
  {
    name: 'settings-encapsulation',
    window: 'settings',
    scene: 'good',
    size: { width: 760, height: 720 },
    but: { encapsulation: ALLOWED },
    before: (page) =>
      page.getByTestId('allowance').evaluate((line) => line.scrollIntoView({ block: 'center' })),
  },
  helping('installed'),
  helping('unasked'),
  helping('unasked', { name: 'settings-helper-waiting', before: waitForPassword }),
  helping('unasked', { name: 'settings-helper-declined', before: declineHelper }),
  helping('given'),
  helping('gone'),
  helping('distrusted'),
  helping('distrusted', { name: 'settings-helper-narrow', size: NARROW }),
  measured('settings-metrics'),
  measured('settings-metrics-push', {
    size: { width: 760, height: 860 },
    before: async (page, harness) => {
      await testExporters(page, harness);
      await page.getByRole('region', { name: 'Push' }).evaluate((part) => part.scrollIntoView());
    },
  }),
  measured('settings-metrics-off', { size: { width: 760, height: 640 }, but: {}, before: showMetrics }),
  measured('settings-metrics-set-up', { size: { width: 760, height: 860 }, but: {}, before: setUpStatsd }),
  measured('settings-metrics-tested', { size: { width: 760, height: 1720 }, before: testExporters }),
  measured('settings-metrics-narrow', { size: { width: 420, height: 1600 }, before: testExporters }),
  { name: 'settings-narrow', window: 'settings', scene: 'good', size: NARROW },
  traceroute('good'),
  traceroute('lossy', { size: { width: 1040, height: 960 } }),
  traceroute('once'),
  traceroute('unreached'),
  traceroute('running'),
  traceroute('failed', { scene: 'no-helper' }),
  traceroute('stopped'),
  traceroute('multipath', { size: { width: 1040, height: 960 } }),
  traceroute('ipv6'),
  traceroute('good', { name: 'traceroute-empty', but: {} }),
  traceroute('good', { name: 'traceroute-refused', but: {}, before: refuseAddress }),
  traceroute('good', {
    name: 'traceroute-options',
    before: (page) => page.getByRole('button', { name: 'More options' }).click(),
  }),
  traceroute('good', { name: 'traceroute-suggestions', before: suggest }),
  traceroute('lossy', { name: 'traceroute-narrow', size: { width: 420, height: 1200 } }),
  going('back', { size: { width: 1040, height: 960 } }),
  going('back', { name: 'traceroute-back-narrow', size: { width: 420, height: 1400 } }),
  going('backRefused', { size: { width: 1040, height: 860 } }),
  going('between'),
  asking('traceroute-consent', {}),
  asking('traceroute-consent-narrow', { size: NARROW }),
  probing('clean'),
  probing('lossy'),
  probing('grey'),
  probing('grey', { name: 'traceroute-probe-narrow', size: { width: 420, height: 1600 } }),
  probing('many'),
  probing('probing'),
  probing('long'),
];

/** The running times stand still, so that the same picture comes out each time. */
const stopClock = (page: Page): Promise<unknown> =>
  page.evaluate('{ const now = performance.now(); performance.now = () => now; }');

/** Two frames after everything was asked: what is shown then is what stays. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 300))))',
  );
}

/** Writes `NAME-light.png` and `NAME-dark.png` of every picture whose name begins so. */
export async function takePictures(
  folder: string,
  prefix: string,
  say: (line: string) => void,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const harness = await startRenderer();
  try {
    for (const { name, window, scene, size, but, before } of PICTURES.filter((one) =>
      one.name.startsWith(prefix),
    )) {
      for (const scheme of ['light', 'dark'] as const) {
        const page = await harness.show(window, scene, {
          ...size,
          ...(but === undefined ? {} : { but }),
          dark: scheme === 'dark',
        });
        await stopClock(page);
        await settled(page);
        await before?.(page, harness);
        // A pointer left on a chart is a crosshair in the picture.
        await page.mouse.move(1, 1);
        await settled(page);
        const file = join(folder, `${name}-${scheme}.png`);
        writeFileSync(file, await page.screenshot({ animations: 'disabled', caret: 'hide' }));
        say(file);
      }
    }
  } finally {
    await harness.stop();
  }
}
