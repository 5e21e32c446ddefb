import { describe, expect, test } from 'vitest';
import { askBySudoPrompt, endOf } from '../../../../main/helper-client/channel/ask-by-sudo-prompt.ts';

const failure = (message: string, code?: number | string): Error =>
  Object.assign(new Error(message), { code });

describe('how a question ended, by what the package tells', () => {
  test('refused', () => {
    expect(endOf(failure('User did not grant permission.', 126), '', '')).toEqual({ kind: 'declined' });
  });

  test('nobody to be asked', () => {
    expect(endOf(failure('No polkit authentication agent found.', 127), '', '')).toEqual({
      kind: 'nobody-asked',
    });
  });

  test('the command is over', () => {
    expect(endOf(undefined, 'out', 'err')).toEqual({ kind: 'ended', code: 0, stdout: 'out', stderr: 'err' });
    expect(endOf(failure('Command failed: x', 3), 'out', 'err')).toMatchObject({ kind: 'ended', code: 3 });
    const message = failure('Command failed: x', 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER');
    expect(endOf(message, 'SUDOPROMPT\n', '')).toMatchObject({ kind: 'ended', code: null });
  });

  test('the package could not ask', () => {
    expect(endOf(failure("env['USER'] not defined."), '', '')).toEqual({
      kind: 'failed',
      message: "env['USER'] not defined.",
    });
  });

  test('refused by the words of it, but it did run: something else was printed before', () => {
    const noise = 'Welcome back\nSUDOPROMPT\n{"event":"fatal"}\n';
    expect(endOf(failure('User did not grant permission.', 3), noise, '')).toEqual({
      kind: 'ended',
      code: 3,
      stdout: noise,
      stderr: '',
    });
  });

  test('a command that the package will not take is an answer as well', async () => {
    expect(await askBySudoPrompt('sudo reboot')).toEqual({
      kind: 'failed',
      message: 'Command should not be prefixed with "sudo".',
    });
  });
});
