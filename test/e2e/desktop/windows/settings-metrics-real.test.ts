import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type HomeLab, startHome } from '../../../lab/net/home.ts';
import { launchDesktop, makeDesktopHome, type RunningDesktop } from '../../../support/desktop/launch.ts';
import { askIn, stateIn } from '../../../support/desktop/page.ts';
import { type DesktopSession, startDesktopSession } from '../../../support/desktop/session.ts';
import { button, field, resultOf, testButton, write } from '../../../support/renderer/metrics-form.ts';

/** Only bounds a test that would wait for ever. */
const SOON = { timeout: 60_000, interval: 200 };

/** Tells what each datagram holds. */
const STATSD_SINK = `
const { createSocket } = require('node:dgram');
const tell = (data) => process.stdout.write(data.toString().trimEnd() + '\\n');
createSocket('udp4').on('message', tell).bind(18125, '127.0.0.1', () => tell('ready'));
`;

/** Takes what is pushed, and says how much each time. */
const PUSH_SINK = `
const { createServer } = require('node:http');
createServer((request, response) => {
  let bytes = 0;
  request.on('data', (part) => { bytes += part.length; });
  request.on('end', () => {
    process.stdout.write(request.method + ' ' + request.url + ' ' + bytes + ' ' + request.headers.authorization + '\\n');
    response.writeHead(request.method === 'POST' ? 204 : 404).end();
  });
}).listen(18428, '127.0.0.1', () => process.stdout.write('ready\\n'));
`;

interface Sink {
  readonly lines: readonly string[];
  stop(): void;
}

const home = makeDesktopHome();
let lab: HomeLab;
let session: DesktopSession;
let desktop: RunningDesktop;
let page: Page;

/** A program on the app's own machine, until the test ends. */
async function startSink(program: string): Promise<Sink> {
  const child = lab.spawn('pc', [process.execPath, '-e', program]);
  const stop = (): void => void child.kill('SIGKILL');
  onTestFinished(stop);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  await expect.poll(() => lines, SOON).toContain('ready');
  return { lines, stop };
}

beforeAll(async () => {
  [lab, session] = await Promise.all([startHome({ rttMs: 5 }), startDesktopSession()]);
  desktop = await launchDesktop(lab, { session, home, config: { metrics: { machine: 'kitchen' } } });
});
afterAll(async () => {
  await desktop?.kill('SIGKILL');
  await Promise.all([lab?.stop(), session?.stop()]);
  home.remove();
});

const phase = (name: string): Promise<string> => page.getByTestId(`${name}-phase`).innerText();
const sentence = (name: string): Promise<string> => page.getByTestId(`${name}-state`).innerText();
const figures = async (name: string): Promise<string> =>
  (await page.getByTestId(`${name}-figures`).innerText()).replace(/\s+/g, ' ');

/** What the page of Prometheus says to one who asks on the same machine. */
async function scrape(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const program = `fetch('http://127.0.0.1:19824/metrics', { headers: ${JSON.stringify(headers)} })
    .then(async (answer) => process.stdout.write(answer.status + ' ' + (await answer.text())))`;
  return (await lab.exec('pc', [process.execPath, '-e', program])).stdout;
}

test('nothing is sent by itself', async () => {
  const dashboard = await desktop.window('dashboard');
  await stateIn(dashboard, ({ phase, tray }) => phase === 'running' && tray === 'good');
  await askIn(dashboard, 'openWindow', { window: 'settings', destination: null });
  page = await desktop.window('settings');
  await page.getByRole('heading', { name: 'Metrics' }).waitFor();
  for (const name of ['statsd', 'prometheus', 'push']) expect(await phase(name)).toBe('Off');
});

describe('StatsD', () => {
  test('is tried before it is saved, then switched on, and its figures arrive', async () => {
    const sink = await startSink(STATSD_SINK);
    expect(await phase('statsd')).toBe('Off');
    await button(page, 'Set up StatsD').click();
    await field(page, 'StatsD port').fill('18125');
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('Sent.').waitFor();
    // One figure, however often it was sent.
    const marked = sink.lines.filter((line) => /^faultline\.kitchen\.test:\d+\|g$/.test(line));
    expect(new Set(marked).size).toBe(1);
    expect(await phase('statsd')).toBe('Off');
    expect(sink.lines.filter((line) => line !== 'ready' && !marked.includes(line))).toEqual([]);
    await page.getByLabel('Send figures to a StatsD server').click();
    await expect.poll(() => phase('statsd'), SOON).toBe('Working');
    expect(await sentence('statsd')).toMatch(/127\.0\.0\.1:18125 by UDP/);
    await expect.poll(() => sink.lines.join('\n'), SOON).toMatch(/faultline\.kitchen\.icmp4\..*\.sent:1\|c/);
    await expect.poll(() => figures('statsd'), SOON).toMatch(/^Sent [1-9][\d,]* Dropped 0 Last sent/);
  });

  test('without anybody there over TCP is trouble, said calmly with what is dropped', async () => {
    await page.getByLabel('Sent over').selectOption('tcp');
    await expect.poll(() => phase('statsd'), SOON).toBe('Trouble');
    expect(await sentence('statsd')).toMatch(/Nothing listens at 127\.0\.0\.1:18125 \(TCP\)\./);
    await expect.poll(() => figures('statsd'), SOON).toMatch(/Dropped [1-9]/);
    await testButton(page, 'statsd').click();
    await resultOf(page, 'statsd').getByText('Failed. Nothing listens at').waitFor();
    await page.getByLabel('Send figures to a StatsD server').click();
    await expect.poll(() => phase('statsd'), SOON).toBe('Off');
  });
});

describe('Prometheus', () => {
  test('is given a page, with a token, and its visits are counted', async () => {
    await button(page, 'Set up Prometheus').click();
    await field(page, 'Page port').fill('19824');
    await write(page, 'Page token', 'hush-hush');
    await testButton(page, 'prometheus').click();
    await resultOf(page, 'prometheus').getByText('Arrived.').waitFor();
    await page.getByLabel('Offer a page for Prometheus').click();
    await expect.poll(() => phase('prometheus'), SOON).toBe('Waiting');
    expect(await scrape()).toMatch(/^401 /);
    const page1 = await scrape({ authorization: 'Bearer hush-hush' });
    expect(page1).toMatch(/^200 /);
    expect(page1).toMatch(/^faultline_probe_sent_total\{.*kind="icmp4".*\} [1-9]/m);
    await expect.poll(() => phase('prometheus'), SOON).toBe('Working');
    expect(await figures('prometheus')).toMatch(/^Times fetched 1 /);
  });

  test('can’t have a port that somebody else has: trouble, and a test says so', async () => {
    const sink = await startSink(PUSH_SINK);
    await write(page, 'Page port', '18428');
    await expect.poll(() => phase('prometheus'), SOON).toBe('Trouble');
    expect(await sentence('prometheus')).toContain('18428');
    await testButton(page, 'prometheus').click();
    await resultOf(page, 'prometheus').getByText('Failed.').waitFor();
    sink.stop();
    await write(page, 'Page port', '19824');
    await expect.poll(() => phase('prometheus'), SOON).toBe('Waiting');
  });
});

describe('push', () => {
  test('keeps everything while nobody is there, and sends it when somebody is', async () => {
    await button(page, 'Set up Push').click();
    await write(page, 'Server address', 'http://127.0.0.1:18428/api/v1/write');
    await write(page, 'User', 'kitchen');
    await write(page, 'Password', 'hush-hush');
    await testButton(page, 'push').click();
    await resultOf(page, 'push').getByText('Failed.').waitFor();
    await page.getByLabel('Push figures to a server').click();
    await expect.poll(() => phase('push'), SOON).toBe('Trouble');
    expect(await sentence('push')).toContain('Everything is kept');
    await expect.poll(() => figures('push'), SOON).toMatch(/Waiting on disk [1-9]/);
    const sink = await startSink(PUSH_SINK);
    await testButton(page, 'push').click();
    await resultOf(page, 'push').getByText('Sent.').waitFor();
    await expect.poll(() => phase('push'), { ...SOON, timeout: 100_000 }).toBe('Working');
    await expect.poll(() => figures('push'), SOON).toMatch(/^Sent [1-9][\d,]* .* Dropped 0 Last arrived/);
    const basic = Buffer.from('kitchen:hush-hush').toString('base64');
    // What was pushed, and what the test has asked for, all under that name.
    expect(sink.lines.filter((line) => line !== 'ready' && !line.endsWith(` Basic ${basic}`))).toEqual([]);
    expect(sink.lines.filter((line) => /^POST \/api\/v1\/write [1-9]/.test(line)).length).toBeGreaterThan(1);
  });
});

test('all of it is in force after a restart', async () => {
  await desktop.quit();
  desktop = await launchDesktop(lab, { session, home, config: null });
  const dashboard = await desktop.window('dashboard');
  await askIn(dashboard, 'openWindow', { window: 'settings', destination: null });
  page = await desktop.window('settings');
  await expect.poll(() => phase('prometheus'), SOON).toBe('Waiting');
  await expect.poll(() => phase('push'), SOON).toBe('Trouble');
  expect(await phase('statsd')).toBe('Off');
  expect(await field(page, 'User').inputValue()).toBe('kitchen');
  expect(await scrape({ authorization: 'Bearer hush-hush' })).toMatch(/^200 /);
});
