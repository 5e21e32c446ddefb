import { describe, expect, test } from 'vitest';
import { anchorText } from '../../../../main/app/settings/anchor-words.ts';
import { SettingsService } from '../../../../main/app/settings/settings-service.ts';
import type { SettingsFile } from '../../../../main/app/types.ts';
import type { SettingsView } from '../../../../main/contract/settings-view.ts';
import type { Anchor } from '../../../../main/domain/model/anchor.ts';
import type { Config } from '../../../../main/domain/model/config.ts';
import { OUTCOMES } from '../../../../main/domain/model/sample.ts';
import type { Finding } from '../../../../main/monitor/flight/probe.ts';
import { DEFAULT_CONFIG } from '../../../../main/settings/defaults.ts';

class FileDouble implements SettingsFile {
  readonly path = '/home/ada/.config/faultline/config.json';
  readonly trouble = null;
  config: Config = DEFAULT_CONFIG;
  /** Why nothing can be written; null: it can. */
  reason: string | null = null;
  saves = 0;

  save(config: Config): ReturnType<SettingsFile['save']> {
    if (this.reason !== null) return { ok: false, reason: this.reason };
    this.config = config;
    this.saves += 1;
    return { ok: true };
  }
}

const REPLY: Finding = { outcome: 'reply', rttMs: 21.3, via: 'helper' };

function set() {
  const file = new FileDouble();
  const applied: Config[] = [];
  const probed: Anchor[] = [];
  const logged: string[] = [];
  const views: SettingsView[] = [];
  const world: { finding: Promise<Finding>; fault: Error | null } = {
    finding: Promise.resolve(REPLY),
    fault: null,
  };
  const service = new SettingsService({
    file,
    dataDirectory: '/home/ada/.local/share/faultline',
    canStartAtLogin: true,
    historyBytes: () => 4096,
    apply: async (config) => {
      // Told only once it is in force.
      expect(views).toHaveLength(applied.length);
      if (world.fault !== null) throw world.fault;
      applied.push(config);
    },
    probe: (anchor) => {
      probed.push(anchor);
      return world.finding;
    },
    log: (what) => logged.push(what),
  });
  service.onChange((view) => views.push(view));
  return { file, applied, probed, logged, views, world, service };
}

const slow: Config = { ...DEFAULT_CONFIG, intervalMs: 5000 };

describe('the view', () => {
  test('all that the window shows', () => {
    const { service } = set();
    expect(service.view()).toMatchObject({
      config: DEFAULT_CONFIG,
      defaults: DEFAULT_CONFIG,
      file: '/home/ada/.config/faultline/config.json',
      dataDirectory: '/home/ada/.local/share/faultline',
      historyBytes: 4096,
      canStartAtLogin: true,
    });
    expect(service.view().bounds['retention.rawHours']).toEqual({ min: 1, max: 744 });
  });
});

describe('a change', () => {
  test('is kept, in force, and told', async () => {
    const { service, file, applied, views } = set();
    const change = await service.change(slow);
    expect(change).toMatchObject({ ok: true, view: { config: { intervalMs: 5000 } } });
    expect([file.config, applied, service.config]).toEqual([slow, [slow], slow]);
    expect(views.map(({ config }) => config)).toEqual([slow]);
  });

  test('that is wrong changes nothing, and each field says why', async () => {
    const { service, file, applied, views } = set();
    expect(await service.change({ ...slow, intervalMs: 5, dnsName: '' })).toEqual({
      ok: false,
      problems: [
        { path: ['intervalMs'], message: 'This is too small; the least is 1000.' },
        { path: ['dnsName'], message: expect.stringMatching(/^This must be a host name/) },
      ],
    });
    expect([file.saves, applied, views]).toEqual([0, [], []]);
  });

  test('that can not be kept is not put in force', async () => {
    const { service, file, applied, views } = set();
    file.reason = 'the disk is full';
    expect(await service.change(slow)).toEqual({
      ok: false,
      problems: [{ path: [], message: 'The settings could not be kept: the disk is full.' }],
    });
    expect([service.config, applied, views]).toEqual([DEFAULT_CONFIG, [], []]);
  });

  test('that could not all be put in force is kept and told all the same, and logged', async () => {
    const { service, logged, views, world } = set();
    world.fault = new Error('the history is closed');
    expect(await service.change(slow)).toMatchObject({ ok: true });
    expect(logged).toEqual(['the settings were not all put in force']);
    expect(views).toHaveLength(1);
  });

  test('a listener that was taken off is not told', async () => {
    const { service } = set();
    let told = 0;
    service.onChange(() => {
      told += 1;
    })();
    await service.change(slow);
    expect(told).toBe(0);
  });
});

describe('a reset', () => {
  test('brings the defaults back, in force and told', async () => {
    const { service, applied, views } = set();
    await service.change(slow);
    expect(await service.reset()).toMatchObject({ config: DEFAULT_CONFIG });
    expect(applied).toEqual([slow, DEFAULT_CONFIG]);
    expect(views).toHaveLength(2);
  });

  test('that can not be kept is refused in words', async () => {
    const { service, file, applied } = set();
    await service.change(slow);
    file.reason = 'you may not write there';
    await expect(service.reset()).rejects.toMatchObject({
      trouble: {
        what: 'The settings could not be reset.',
        wayOut: 'The file could not be written: you may not write there.',
      },
    });
    expect([service.config, applied]).toEqual([slow, [slow]]);
  });
});

describe('the test of an anchor', () => {
  test('one probe, in words, with the anchor as it would be kept', async () => {
    const { service, probed } = set();
    const test = await service.testAnchor({ kind: 'tcp6', address: '2001:DB8::0:1' });
    const anchor = { kind: 'tcp6', address: '2001:db8::1', port: 443 };
    expect(test).toEqual({ anchor, outcome: 'reply', rttMs: 21.3, text: 'It answers in 21.3 ms.' });
    expect(probed).toEqual([anchor]);
  });

  test.each<[Anchor, string]>([
    [{ kind: 'icmp4', address: 'example.com' }, 'address'],
    [{ kind: 'icmp4', address: '2001:db8::1' }, 'address'],
    [{ kind: 'icmp6', address: 'ff02::1' }, 'address'],
    [{ kind: 'icmp4', address: '192.0.2.1', port: 80 }, 'port'],
  ])('%j is not probed: the field says why', async (anchor, field) => {
    const { service, probed } = set();
    const test = await service.testAnchor(anchor);
    expect(test).toMatchObject({ outcome: 'error', rttMs: null, problems: [{ path: [field] }] });
    expect(test.text).toBe(test.problems?.[0]?.message);
    expect(probed).toEqual([]);
  });

  test('pressed many times: one probe at a time, and a new one after it', async () => {
    const { service, probed, world } = set();
    const anchor: Anchor = { kind: 'icmp4', address: '192.0.2.1' };
    let answer: (finding: Finding) => void = () => undefined;
    world.finding = new Promise((resolve) => {
      answer = resolve;
    });
    const tests = Array.from({ length: 20 }, () => service.testAnchor(anchor));
    answer(REPLY);
    await Promise.all(tests);
    expect(probed).toHaveLength(1);
    await service.testAnchor(anchor);
    expect(probed).toHaveLength(2);
  });

  test('a probe that can not be made rejects, and the next one is made', async () => {
    const { service, world } = set();
    const anchor: Anchor = { kind: 'icmp4', address: '192.0.2.1' };
    world.finding = Promise.reject(new Error('no engine'));
    await expect(service.testAnchor(anchor)).rejects.toThrow('no engine');
    world.finding = Promise.resolve(REPLY);
    expect(await service.testAnchor(anchor)).toMatchObject({ outcome: 'reply' });
  });
});

describe('words', () => {
  const told = (kind: Anchor['kind'], over: Partial<Finding>): string =>
    anchorText({ kind }, { outcome: 'reply', rttMs: null, via: 'socket', ...over });

  test.each<[Anchor['kind'], Partial<Finding>, string]>([
    ['icmp4', { rttMs: 12, via: 'ping' }, "It answers in 12.0 ms, measured with the system's ping."],
    [
      'tcp4',
      { outcome: 'refused', rttMs: 3 },
      'It refuses the connection in 3.00 ms: nothing listens at that port, but the way there works, which is enough.',
    ],
    ['icmp4', { outcome: 'lost' }, 'No answer came in time. Many machines do not answer pings at all.'],
    ['tcp4', { outcome: 'lost' }, 'No answer came in time.'],
    [
      'tcp4',
      { outcome: 'lost', detail: 'syn-retransmitted' },
      'It answered only after the first attempt was lost; try again to see if that lasts.',
    ],
    [
      'tcp6',
      { outcome: 'unreachable', detail: 'net-unreachable' },
      'It can not be reached: there is no route to it.',
    ],
    [
      'icmp4',
      { outcome: 'unreachable', detail: 'admin-prohibited' },
      'It can not be reached: admin-prohibited.',
    ],
    [
      'dns',
      { outcome: 'unreachable', detail: 'no-contact' },
      'It can not be reached: nothing answers DNS there.',
    ],
    [
      'icmp4',
      { outcome: 'error', detail: 'no-means' },
      "It could not be tried: neither the helper nor the system's ping can be used.",
    ],
    ['icmp4', { outcome: 'error' }, 'It could not be tried.'],
  ])('%s %j', (kind, finding, text) => {
    expect(told(kind, finding)).toBe(text);
  });

  test('for every outcome there is one', () => {
    for (const outcome of OUTCOMES)
      if (outcome !== 'suspect') expect(told('dns', { outcome })).toMatch(/^It|^No/);
  });
});
