import { describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { DOCTOR } from './schemas.ts';

describe('doctor', () => {
  test('as JSON: every check once, the exit code by the conclusion', async () => {
    const { code, stdout } = await runCli(['doctor', '--json']);
    const result = DOCTOR.parse(JSON.parse(stdout));
    expect(result.canMonitor).toBe(true);
    expect(code).toBe(0);
    expect(result.checks.map(({ id }) => id)).toEqual(DOCTOR.shape.checks.element.shape.id.options);
    for (const check of result.checks) if (check.state === 'ok') expect(check.wayOut).toBe('');
  });

  test('for people: the same checks, in ASCII where asked', async () => {
    const { code, stdout, stderr } = await runCli(['doctor', '--ascii']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^[\n\x20-\x7e]+$/);
    expect(stdout).toMatch(/^\(o\) {2}Node\.js +ok /);
    expect(stdout).toMatch(/\(o\) Monitoring can run here, with /);
  });

  test('without a ping and without rights it still says what can run', async () => {
    const { code, stdout } = await runCli(['doctor', '--json'], { env: { PATH: '/nonexistent' } });
    const result = DOCTOR.parse(JSON.parse(stdout));
    expect(result.checks.find(({ id }) => id === 'ping')).toMatchObject({ state: 'no' });
    expect(code).toBe(0);
  });
});
