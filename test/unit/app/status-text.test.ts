import { expect, test } from 'vitest';
import { statusText } from '../../../main/app/status-text.ts';
import { ALL_GOOD, incident } from '../words/incident-example.ts';
import { setUp } from './set-up.ts';

test('says the verdict, the lights, the network, the mode and the version', async () => {
  const { app, engine } = await setUp();
  engine().health = { ...ALL_GOOD, ipv4: 'down', ipv6: 'unavailable' };
  engine().open = [incident('ipv4-only', { sinceMs: app.state.atMs })];
  engine().mode = { icmp: 'ping', reason: 'No right to open raw sockets.' };
  const lines = statusText(app.state, 'UTC').split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^IPv4 is down since 00:00 \(0 ms\)\./),
    'ICMP: good',
    'IPv4: down',
    'IPv6: not available here',
    'DNS: good',
    'Router: good',
    'Network: eth0 192.0.2.10 via 192.0.2.1',
    "ICMP is measured by the system's ping. No right to open raw sockets.",
    'Faultline 1.2.3, 2026-01-01 00:00',
  ]);
});

test('says of no light that it is good while nothing is measured', async () => {
  const { app } = await setUp();
  const text = statusText({ ...app.state, pause: { untilMs: null } }, 'UTC');
  expect(text).toContain('\nICMP: not measured now\n');
  expect(text).not.toMatch(/good/);
});

test('names what is wrong with Faultline itself', async () => {
  const { app } = await setUp({ start: () => Promise.reject(new Error('no handles')) });
  const text = app.statusText();
  expect(text).toContain('Nothing is being measured.');
  expect(text).toContain('Network: not known yet');
  expect(text).toContain('no handles');
});
