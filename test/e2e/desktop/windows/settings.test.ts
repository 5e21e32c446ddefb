import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Config } from '../../../../main/domain/model/config.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';
import { violationsOf } from '../../../support/renderer/axe.ts';
import { type RendererHarness, type ShowOptions, startRenderer } from '../../../support/renderer/launch.ts';
import { GOOD_SCENE } from '../../../support/renderer/scenes/base.ts';

let harness: RendererHarness;
beforeAll(async () => {
  harness = await startRenderer();
});
afterAll(() => harness.stop());

async function settings(options: ShowOptions = {}): Promise<Page> {
  const page = await harness.show('settings', 'good', { width: 760, height: 720, ...options });
  await page.getByRole('heading', { name: 'What is probed' }).waitFor();
  return page;
}

/** The configs that main was asked to take, in their order. */
async function sent(): Promise<readonly Config[]> {
  const asked = await harness.asked();
  return asked
    .filter(({ name }) => name === 'changeSettings')
    .map(({ ask }) => (ask as { config: Config }).config);
}

const isSaved = (page: Page) => page.getByText('Saved and in force.').waitFor();

/** What is said beside a control: everything that describes it. */
async function describedBy(page: Page, label: string): Promise<string> {
  const ids = await page.getByLabel(label, { exact: true }).getAttribute('aria-describedby');
  const texts = (ids ?? '').split(' ').map((id) => page.locator(`[id="${id}"]`).innerText());
  return (await Promise.all(texts)).join(' ');
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.getByLabel(label, { exact: true }).press('Tab');
}

describe('a field', () => {
  test.each([
    ['One probe every', '2.5', { intervalMs: 2500 }],
    ['Wait for an answer', '3', { timeoutMs: 3000 }],
    ['When an outage has lasted', '30', { notifyAfterMs: 30_000 }],
    ['Name asked of DNS', 'example.net', { dnsName: 'example.net' }],
    ['Sign-in page check', '', { portalUrl: '' }],
    ['More loss than usual', '10', { thresholds: { lossPercent: 10, latencyMs: 50 } }],
    ['Slower than usual', '80', { thresholds: { lossPercent: 5, latencyMs: 80 } }],
    ['Keep each probe for', '24', { retention: { ...DEFAULT_CONFIG.retention, rawHours: 24 } }],
    ['Keep at most', '250', { retention: { ...DEFAULT_CONFIG.retention, maxMegabytes: 250 } }],
    [
      'Then none of its kind for',
      '15',
      { notifications: { ...DEFAULT_CONFIG.notifications, cooldownMs: 900_000 } },
    ],
  ])('%s is saved when it is finished', async (label, text, change) => {
    const page = await settings();
    await write(page, label, text);
    await isSaved(page);
    expect(await sent()).toEqual([{ ...DEFAULT_CONFIG, ...change }]);
    expect(await page.getByLabel(label, { exact: true }).inputValue()).toBe(text);
  });

  test.each([
    ['One probe every', '0.2', 'This is too small; the least is 1 s.'],
    ['One probe every', '61', 'This is too large; the most is 60 s.'],
    ['When an outage has lasted', 'soon', 'Write a number, 0 to 3,600 s.'],
    ['More loss than usual', '', 'Write a number, 2 to 100 %.'],
    ['More loss than usual', '7.5', 'whole number'],
    ['Name asked of DNS', 'no name!', 'must be a host name such as example.com'],
    ['Sign-in page check', 'https://example.com', 'must be an http:// address'],
  ])('%s refuses "%s" beside it, and keeps what was written', async (label, text, reason) => {
    const page = await settings();
    await write(page, label, text);
    await page.getByText(reason).first().waitFor();
    const field = page.getByLabel(label, { exact: true });
    expect(await describedBy(page, label)).toContain(reason);
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.inputValue()).toBe(text);
    await page.getByText('1 field could not be taken; all else is in force.').waitFor();
  });

  test('that is refused does not keep others from being saved, and can be mended', async () => {
    const page = await settings();
    await write(page, 'One probe every', '0.2');
    await page.getByText('the least is 1 s').waitFor();
    await write(page, 'Slower than usual', '80');
    await expect.poll(sent).toHaveLength(1);
    expect((await sent())[0]).toMatchObject({ intervalMs: 1000, thresholds: { latencyMs: 80 } });
    expect(await page.getByLabel('One probe every').inputValue()).toBe('0.2');
    await write(page, 'One probe every', '2');
    await isSaved(page);
    expect((await sent()).at(-1)).toMatchObject({ intervalMs: 2000, thresholds: { latencyMs: 80 } });
    expect(await page.getByText('the least is 1 s').count()).toBe(0);
  });

  test('keeps what was written when main can’t take anything, and says why', async () => {
    const page = await settings();
    await harness.refuse('changeSettings', {
      what: 'The settings could not be kept.',
      wayOut: 'The disk is full.',
    });
    await write(page, 'One probe every', '2');
    await page.getByText('The settings could not be kept. The disk is full.').waitFor();
    expect(await page.getByLabel('One probe every').inputValue()).toBe('2');
    await harness.refuse('changeSettings', null);
    await write(page, 'One probe every', '3');
    await isSaved(page);
    expect((await sent()).at(-1)).toMatchObject({ intervalMs: 3000 });
  });
});

describe('boxes', () => {
  test('are saved at once', async () => {
    const page = await settings();
    await page.getByLabel('Show notices on the desktop').click();
    await isSaved(page);
    await page.getByLabel('Packet loss').click();
    await page.getByLabel('No network').click();
    await page.getByLabel('Start when I log in').click();
    await expect.poll(sent).toHaveLength(4);
    expect((await sent()).at(-1)).toMatchObject({
      notifications: { enabled: false, muted: ['local', 'degraded-loss'] },
      startAtLogin: true,
    });
    expect(await page.getByLabel('Packet loss').isChecked()).toBe(false);
  });

  test('spring back when they are refused, and say why', async () => {
    const page = await settings();
    await harness.refuse('changeSettings', { what: 'The settings could not be kept.', wayOut: '' });
    await page.getByLabel('Start when I log in').click();
    await page.getByText('The settings could not be kept.').waitFor();
    expect(await page.getByLabel('Start when I log in').isChecked()).toBe(false);
  });

  test('quiet hours show their times when they are on', async () => {
    const page = await settings();
    expect(await page.getByLabel('Quiet from').count()).toBe(0);
    await page.getByLabel('Quiet hours').click();
    await page.getByLabel('Quiet from').fill('21:30');
    await page.getByLabel('Quiet from').press('Tab');
    await expect
      .poll(async () => (await sent()).at(-1)?.notifications.quietHours)
      .toEqual({ enabled: true, from: '21:30', to: '07:00' });
  });

  test('start at login is not offered where the system has none', async () => {
    const page = await settings({ but: { settings: { ...GOOD_SCENE.settings, canStartAtLogin: false } } });
    expect(await page.getByLabel('Start when I log in').isDisabled()).toBe(true);
    expect(await describedBy(page, 'Start when I log in')).toContain('no start at login');
  });
});

describe('anchors', () => {
  async function addresses(page: Page): Promise<readonly string[]> {
    const inputs = await page.locator('.anchor-address input').all();
    return Promise.all(inputs.map((input) => input.inputValue()));
  }

  test('one is added when its address is written', async () => {
    const page = await settings();
    await page.getByRole('button', { name: 'Add an anchor' }).click();
    await page.locator('[data-anchor="new"] .anchor-address input:focus').waitFor();
    await page.getByLabel('Kind of ping over IPv4, new anchor').selectOption('tcp6');
    await page.getByLabel('Address of TCP over IPv6, new anchor').fill('2001:DB8::1');
    await page.getByLabel('Address of TCP over IPv6, 2001:DB8::1').press('Tab');
    await isSaved(page);
    expect((await sent()).at(-1)?.anchors.at(-1)).toEqual({ kind: 'tcp6', address: '2001:DB8::1' });
    expect((await addresses(page)).at(-1)).toBe('2001:db8::1');
    expect(await page.getByLabel('Port of TCP over IPv6, 2001:db8::1').inputValue()).toBe('443');
  });

  test('one that is wrong is refused beside its field, and the others can still be changed', async () => {
    const page = await settings();
    const label = 'Address of ping over IPv4, resolver.example';
    await page.getByLabel('Address of ping over IPv4, 1.1.1.1').fill('resolver.example');
    await page.getByLabel(label).press('Tab');
    await page.getByText('"resolver.example" is not an IP address').waitFor();
    expect(await describedBy(page, label)).toContain('is not an IP address');
    await page.getByRole('button', { name: 'Remove ping over IPv4, 9.9.9.9' }).click();
    await expect.poll(async () => (await addresses(page)).filter((one) => one === '9.9.9.9')).toHaveLength(1);
    expect((await addresses(page))[0]).toBe('resolver.example');
    expect((await sent()).at(-1)?.anchors).toEqual(
      DEFAULT_CONFIG.anchors.filter(({ kind, address }) => kind !== 'icmp4' || address !== '9.9.9.9'),
    );
  });

  test('one of another family is refused', async () => {
    const page = await settings();
    await page.getByLabel('Kind of ping over IPv4, 1.1.1.1').selectOption('icmp6');
    await page.getByText('needs an IPv6 address').waitFor();
    expect(await page.getByLabel('Kind of ping over IPv6, 1.1.1.1').inputValue()).toBe('icmp6');
  });

  test('a second one of the same is refused', async () => {
    const page = await settings();
    await page.getByLabel('Address of ping over IPv4, 8.8.8.8').fill('1.1.1.1');
    await page.getByLabel('Address of ping over IPv4, 1.1.1.1').nth(1).press('Tab');
    await page.getByText('1.1.1.1 is in the list already for ping over IPv4; once is enough.').waitFor();
    expect((await addresses(page))[1]).toBe('1.1.1.1');
  });

  test('this machine itself is refused beside its field', async () => {
    const page = await settings();
    await page.getByLabel('Address of ping over IPv4, 8.8.8.8').fill('127.0.0.1');
    await page.getByLabel('Address of ping over IPv4, 127.0.0.1').press('Tab');
    await page.getByText('127.0.0.1 is this machine itself, which answers without any network').waitFor();
    expect(await page.getByLabel('Address of ping over IPv4, 127.0.0.1').getAttribute('aria-invalid')).toBe(
      'true',
    );
  });

  test('each can be tested, in force or not', async () => {
    const page = await settings();
    await page.getByRole('button', { name: 'Test ping over IPv4, 9.9.9.9' }).click();
    await page.getByText('It answers in 21.3 ms.').waitFor();
    await page.getByRole('button', { name: 'Add an anchor' }).click();
    expect(await page.getByRole('button', { name: 'Test ping over IPv4, new anchor' }).isDisabled()).toBe(
      true,
    );
    await page.getByLabel('Address of ping over IPv4, new anchor').fill('nonsense');
    await page.getByRole('button', { name: 'Test ping over IPv4, nonsense' }).click();
    await page.locator('.anchor-test').getByText('"nonsense" is not an IP address').waitFor();
    expect((await harness.asked()).filter(({ name }) => name === 'testAnchor').map(({ ask }) => ask)).toEqual(
      [
        { kind: 'icmp4', address: '9.9.9.9' },
        { kind: 'icmp4', address: 'nonsense' },
      ],
    );
  });

  test('all can go, which is explained, and the usual ones come back when that is confirmed', async () => {
    const config = { ...DEFAULT_CONFIG, anchors: DEFAULT_CONFIG.anchors.slice(0, 1) };
    const page = await settings({ but: { settings: { ...GOOD_SCENE.settings, config } } });
    await page.getByRole('button', { name: 'Remove ping over IPv4, 1.1.1.1' }).click();
    await page.getByText('No anchor', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Back to the usual ones' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await addresses(page)).toEqual([]);
    await page.getByRole('button', { name: 'Back to the usual ones' }).click();
    await page.getByRole('button', { name: 'Replace the list' }).click();
    await expect.poll(() => addresses(page)).toHaveLength(DEFAULT_CONFIG.anchors.length);
  });
});

describe('the rest', () => {
  test('shows the size on disk, the folder and the file', async () => {
    const page = await settings();
    expect(await page.getByTestId('history-size').innerText()).toBe('41.3 MB');
    expect(await page.locator('body').innerText()).toContain('/home/you/.local/share/faultline');
    expect(await page.locator('body').innerText()).toContain('/home/you/.config/faultline/config.json');
    await page.getByText('Faultline 0.1.0').waitFor();
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect.poll(() => harness.asked()).toContainEqual({ name: 'openDataFolder', ask: null });
  });

  test('says that there is no history yet', async () => {
    const page = await settings({ but: { settings: { ...GOOD_SCENE.settings, historyBytes: null } } });
    expect(await page.getByTestId('history-size').innerText()).toBe('none yet');
  });

  test('everything is reset when that is confirmed', async () => {
    const page = await settings();
    await write(page, 'One probe every', '0.2');
    await write(page, 'Slower than usual', '80');
    await page.getByText('1 field could not be taken').waitFor();
    await page.getByRole('button', { name: 'Reset all settings' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset all settings' }).click();
    await page.getByText('All settings are as they were on the first day.').waitFor();
    await isSaved(page);
    expect(await page.getByLabel('Slower than usual').inputValue()).toBe('50');
    expect(await page.getByLabel('One probe every').inputValue()).toBe('1');
  });

  test('a change from elsewhere is shown, and what is being written stays', async () => {
    const page = await settings();
    await write(page, 'One probe every', '0.2');
    await page.getByText('the least is 1 s').waitFor();
    const config = { ...DEFAULT_CONFIG, intervalMs: 5000, dnsName: 'example.org' };
    await harness.push('settings', { ...GOOD_SCENE.settings, config });
    await expect.poll(() => page.getByLabel('Name asked of DNS').inputValue()).toBe('example.org');
    expect(await page.getByLabel('One probe every').inputValue()).toBe('0.2');
  });

  test('says when the settings can’t be read, and tries again', async () => {
    const page = await harness.show('settings', 'unreachable');
    await page.getByText('The settings could not be read', { exact: true }).waitFor();
    await harness.refuse('settings', null);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'What is probed' }).waitFor();
    expect(await page.getByText('The settings could not be read', { exact: true }).count()).toBe(0);
  });

  test.each([
    [900, false],
    [900, true],
    [420, false],
    [420, true],
  ])('is without fault for axe at %i px, dark: %s, with something refused', async (width, dark) => {
    const page = await settings({ width, dark });
    await write(page, 'One probe every', '0.2');
    await page.getByLabel('Quiet hours').click();
    await page.getByLabel('Quiet from').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reset all settings' }).click();
    await page.getByRole('dialog').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });
});

test('no page complained', () => {
  expect(harness.complaints).toEqual([]);
});
