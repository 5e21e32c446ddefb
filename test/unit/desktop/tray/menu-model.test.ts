import { describe, expect, test } from 'vitest';
import type { AppState } from '../../../../main/contract/app-state.ts';
import type { TraceTargets } from '../../../../main/contract/contract.ts';
import { type MenuEntry, trayModel } from '../../../../main/desktop/tray/menu-model.ts';
import { SteadyFigures } from '../../../../main/desktop/tray/steady-figures.ts';
import { wallMs } from '../../../../main/domain/model/units.ts';
import { appState, incident, light, NOW, QUIET_LIGHTS } from './state.ts';

const MINUTE = 60_000;

const NO_TARGETS: TraceTargets = { anchors: [], gateways: [], recent: [] };

function model(change: Partial<AppState> = {}, targets = NO_TARGETS) {
  const figures = new SteadyFigures();
  return trayModel({ state: appState(change), targets, figures: (one) => figures.text(one), zone: 'UTC' });
}

/** As a panel would show it; what is in a submenu is indented. */
const lines = (entries: readonly MenuEntry[]): readonly string[] =>
  entries.flatMap((entry) => {
    if (entry.type === 'separator') return ['-'];
    if (entry.type === 'item') return [entry.label];
    return [entry.label, ...lines(entry.entries).map((line) => `  ${line}`)];
  });

function actionOf(entries: readonly MenuEntry[], label: string): unknown {
  for (const entry of entries) {
    if (entry.type === 'item' && entry.label === label) return entry.action;
    const inner = entry.type === 'submenu' ? actionOf(entry.entries, label) : undefined;
    if (inner !== undefined) return inner;
  }
  return undefined;
}

const DOWN: Partial<AppState> = {
  tray: 'outage',
  verdict: {
    state: 'down',
    headline: 'IPv4 is down since 14:02 (3 min 12 s).',
    detail: 'IPv6 and ping work, your router answers: probably your provider.',
  },
  lights: [light('icmp'), light('ipv4', 'down', null, 1), light('ipv6', 'good', 26.1)],
  open: [incident('ipv4-only', 3 * MINUTE + 12_000)],
};

describe('a quiet line', () => {
  test('has the whole menu, each line with its way on', () => {
    const { menu, icon } = model();
    expect(icon).toBe('good');
    expect(lines(menu)).toEqual([
      '● All is well.',
      '-',
      '● ICMP 21 ms, 0 % lost',
      '● IPv4 24 ms, 0 % lost',
      '● IPv6 26 ms, 0 % lost',
      '-',
      'Open dashboard',
      'Trace now',
      '  Other…',
      'Pause',
      '  15 minutes',
      '  1 hour',
      '  Until resumed',
      'Quiet hours: not now',
      'Settings',
      'Copy status',
      '-',
      'About Faultline',
      'Quit',
    ]);
    expect(actionOf(menu, '● All is well.')).toEqual({ type: 'dashboard', destination: null });
    expect(actionOf(menu, '15 minutes')).toEqual({ type: 'pause', forMs: 15 * MINUTE });
    expect(actionOf(menu, '1 hour')).toEqual({ type: 'pause', forMs: 60 * MINUTE });
    expect(actionOf(menu, 'Until resumed')).toEqual({ type: 'pause', forMs: null });
    expect(actionOf(menu, 'Quiet hours: not now')).toEqual({ type: 'settings' });
    expect(actionOf(menu, 'Settings')).toEqual({ type: 'settings' });
    expect(actionOf(menu, 'Copy status')).toEqual({ type: 'copy-status' });
    expect(actionOf(menu, 'About Faultline')).toEqual({ type: 'about' });
    expect(actionOf(menu, 'Quit')).toEqual({ type: 'quit' });
  });

  test('has the verdict and three figures in its tooltip, in less than Windows has room for', () => {
    const { tooltip } = model();
    expect(tooltip).toBe('All is well.\nICMP 21 ms, 0 % lost\nIPv4 24 ms, 0 % lost\nIPv6 26 ms, 0 % lost');
    expect(model(DOWN).tooltip.length).toBeLessThan(128);
  });
});

describe('an outage', () => {
  test('is the verdict without its running time, and a line that leads to it', () => {
    const { menu, tooltip, icon } = model(DOWN);
    expect(icon).toBe('outage');
    expect(lines(menu).slice(0, 7)).toEqual([
      '☒ IPv4 is down since 14:02.',
      '-',
      '● ICMP 21 ms, 0 % lost',
      '☒ IPv4 down, 100 % lost',
      '● IPv6 26 ms, 0 % lost',
      '-',
      'IPv4 down for 3 min',
    ]);
    expect(tooltip.split('\n')[0]).toBe('IPv4 is down since 14:02.');
    expect(actionOf(menu, 'IPv4 down for 3 min')).toEqual({
      type: 'dashboard',
      destination: { incident: `ipv4-only-${NOW - 3 * MINUTE - 12_000}`, tab: 'incidents', trace: null },
    });
  });

  test.each([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [60_000, '1 min'],
    [59 * MINUTE + 59_000, '59 min'],
    [125 * MINUTE, '2 h 5 min'],
    [52 * 60 * MINUTE, '2 d 4 h'],
    // The clock was set back.
    [-5000, 'less than a minute'],
  ])('of %i ms runs for %s', (agoMs, text) => {
    const { menu } = model({ ...DOWN, open: [incident('total', agoMs)] });
    expect(lines(menu)).toContain(`Everything down for ${text}`);
  });

  test('looks the same for a whole minute', () => {
    const at = (ms: number) => JSON.stringify(model({ ...DOWN, atMs: wallMs(NOW + ms) }));
    expect(at(0)).toBe(at(47_000));
    expect(at(0)).not.toBe(at(48_000));
  });

  test('beside others leaves room for the rest of the menu', () => {
    const open = (['total', 'ipv4-only', 'dns', 'degraded-loss'] as const).map((kind) =>
      incident(kind, MINUTE),
    );
    const shown = lines(model({ ...DOWN, open }).menu).filter((line) => line.includes(' for 1 min'));
    expect(shown).toEqual(['Everything down for 1 min', 'IPv4 down for 1 min', 'DNS down for 1 min']);
  });
});

describe('a trace', () => {
  const run = (host: string) => ({
    type: 'traceroute',
    trace: { kind: 'run', ask: { host, mode: 'continuous', method: 'auto', family: null } },
  });

  test('of an anchor, the router, a host of before or any other is one choice away', () => {
    const { menu } = model(
      {},
      {
        anchors: ['192.0.2.53', '2001:db8::53'],
        gateways: ['192.0.2.1', 'fe80::1%eth0'],
        recent: ['host.example'],
      },
    );
    const shown = lines(menu);
    expect(shown.slice(shown.indexOf('Trace now'), shown.indexOf('Pause'))).toEqual([
      'Trace now',
      '  192.0.2.53',
      '  2001:db8::53',
      '  -',
      '  Router 192.0.2.1',
      '  Router fe80::1%eth0',
      '  -',
      '  host.example',
      '  -',
      '  Other…',
    ]);
    expect(actionOf(menu, '2001:db8::53')).toEqual(run('2001:db8::53'));
    expect(actionOf(menu, 'Router fe80::1%eth0')).toEqual(run('fe80::1%eth0'));
    expect(actionOf(menu, 'host.example')).toEqual(run('host.example'));
    expect(actionOf(menu, 'Other…')).toEqual({ type: 'traceroute', trace: { kind: 'ask' } });
  });

  test('begins with what an incident affects', () => {
    const { menu } = model(
      {},
      { affected: ['192.0.2.9'], anchors: ['192.0.2.53'], gateways: [], recent: [] },
    );
    const shown = lines(menu);
    expect(shown[shown.indexOf('Trace now') + 1]).toBe('  Affected 192.0.2.9');
    expect(actionOf(menu, 'Affected 192.0.2.9')).toEqual(run('192.0.2.9'));
  });

  test('leaves room in the menu, however many hosts there are', () => {
    const many = Array.from({ length: 30 }, (_, index) => `host-${index}.example`);
    const { menu } = model({}, { anchors: many, gateways: [], recent: many });
    expect(lines(menu).filter((line) => line.includes('.example'))).toHaveLength(16);
  });

  test('can be asked for while monitoring is paused', () => {
    const { menu } = model({ pause: { untilMs: null }, tray: 'paused' });
    expect(lines(menu)).toContain('Trace now');
  });
});

describe('a pause', () => {
  const pause = { untilMs: wallMs(NOW + 15 * MINUTE) };

  test('with an end names it, and offers to end now', () => {
    const { menu, tooltip } = model({ ...DOWN, pause, tray: 'paused' });
    expect(tooltip).toBe(
      'Monitoring is paused until 14:20.\nICMP not measured now\nIPv4 not measured now\nIPv6 not measured now',
    );
    expect(lines(menu).slice(0, 6)).toEqual([
      '‖ Monitoring is paused until 14:20.',
      '-',
      '‖ ICMP not measured now',
      '‖ IPv4 not measured now',
      '‖ IPv6 not measured now',
      '-',
    ]);
    expect(lines(menu)).not.toContain('IPv4 down for 3 min');
    expect(lines(menu)).not.toContain('Pause');
    expect(actionOf(menu, 'Resume')).toEqual({ type: 'resume' });
  });

  test('without an end is just that', () => {
    const { tooltip } = model({ pause: { untilMs: null }, tray: 'paused' });
    expect(tooltip.split('\n')[0]).toBe('Monitoring is paused.');
  });

  test('that ends on another day says on which', () => {
    const until = { untilMs: wallMs(NOW + 24 * 60 * MINUTE) };
    const [first] = model({ pause: until }).tooltip.split('\n');
    expect(first).toBe('Monitoring is paused until 2026-11-22 14:05.');
  });
});

describe('other times', () => {
  test('starting: nothing is known, and nothing is made up', () => {
    const lights = QUIET_LIGHTS.map(({ subject }) => light(subject, 'unknown', null, null));
    const verdict = { state: 'unknown', headline: 'Faultline is starting.', detail: '' } as const;
    const { menu, tooltip, icon } = model({ phase: 'starting', tray: 'starting', verdict, lights });
    expect(icon).toBe('starting');
    expect(tooltip.split('\n')).toEqual([
      'Faultline is starting.',
      'ICMP not known yet',
      'IPv4 not known yet',
      'IPv6 not known yet',
    ]);
    expect(lines(menu)[2]).toBe('◌ ICMP not known yet');
  });

  test('a kind that was never there is not an outage, whatever was sent', () => {
    const lights = [light('icmp'), light('ipv4'), light('ipv6', 'unavailable', null, 1)];
    expect(lines(model({ lights }).menu)).toContain('○ IPv6 not available here');
  });

  test('a light that is missing leaves no hole', () => {
    expect(lines(model({ lights: [] }).menu).slice(0, 3)).toEqual(['● All is well.', '-', 'Open dashboard']);
  });

  test('quiet hours say until when', () => {
    const quiet = { active: true, untilMs: wallMs(NOW + 9 * 60 * MINUTE) };
    expect(lines(model({ quiet }).menu)).toContain('Quiet hours: until 23:05');
    expect(lines(model({ quiet: { active: true, untilMs: null } }).menu)).toContain('Quiet hours: now');
  });

  test('what is wrong with Faultline itself is named in short, but not a missing tray', () => {
    const one = (id: string, what: string) => ({ id, what, wayOut: 'Do this.', action: null });
    const advice = [
      one('tray', 'This desktop shows no tray icons.'),
      one('helper', "The helper is not running: ICMP is measured by the system's ping, less precisely."),
      one('history', `The history is ${'very '.repeat(20)}old.`),
      one('settings', 'The settings were damaged.'),
    ];
    const shown = lines(model({ advice, tray: 'no-helper' }).menu).filter(
      (line) => line.endsWith('…') && !line.endsWith('Other…'),
    );
    expect(shown).toEqual([
      'The helper is not running…',
      expect.stringMatching(/^The history is very .{30,40}…$/),
    ]);
    expect(actionOf(model({ advice }).menu, 'The helper is not running…')).toEqual({
      type: 'dashboard',
      destination: null,
    });
  });
});
