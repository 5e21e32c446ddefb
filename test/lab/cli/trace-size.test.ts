import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TRACE } from '../../contract/cli/schemas.ts';
import { faultline } from '../../support/monitor-process.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { withLink } from '../net/paths/change.ts';
import { LINE, line } from '../net/topologies.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(withLink(line(4), 'l3', { mtu: 1400 }));
});
afterAll(() => lab.stop());

async function trace(host: string, ...options: readonly string[]) {
  const command = faultline('trace', host, '--json', '--numeric', ...options);
  const { code, stdout } = await lab.exec('pc', command, { env: { LANG: 'C.UTF-8' } });
  return { code, result: TRACE.parse(JSON.parse(stdout)) };
}

describe('packets that are too large for a link on the way', () => {
  test.each([
    ['ipv4', []],
    ['ipv6', []],
    ['ipv4', ['--mtu']],
    ['ipv4', ['--multipath']],
  ] as const)('%s %j: not reached, and no smaller ones instead', async (family, options) => {
    const { code, result } = await trace(LINE.server[family], '--size', '1500', ...options);
    expect(code).toBe(1);
    expect(result).toMatchObject({ reached: false, method: 'udp' });
    expect(result.sentence).not.toMatch(/All is well|answers in/);
    expect(result.sentence).toContain('packets of 1,500 bytes');
    expect(result.warnings.map(({ text }) => text).join()).not.toMatch(/ \d{4}/);
    expect(result.warnings.map(({ code: warning }) => warning)).not.toContain('method-fallback');
  });

  test('that fit are passed on', async () => {
    const { code, result } = await trace(LINE.server.ipv4, '--size', '1400');
    expect([code, result.reached]).toEqual([0, true]);
  });
});
