import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../../helper/channel/arguments.ts';

const PAGE = readFileSync(new URL('../../../helper/PROTOCOL.md', import.meta.url), 'utf8');
const [, CHANNEL = ''] = PAGE.split('\n## The channel\n');
const TEXT = CHANNEL.split('\n## ')[0] ?? '';

describe('PROTOCOL.md, the channel', () => {
  test('its command line is the one that the helper takes', () => {
    const line = /^faultline-helper (.*)$/m.exec(TEXT)?.[1] ?? '';
    const words = line.replace('FOLDER', '/run/x').replaceAll('N', '1000').split(' ');
    expect(parseArguments(words)).toEqual({
      ok: true,
      channel: { folder: '/run/x', identity: { uid: 1000, gid: 1000 } },
    });
  });

  test('the bound of a folder`s path', () => {
    const bytes = Number(/at most (\d+) bytes/.exec(TEXT)?.[1]);
    const at = (length: number) =>
      parseArguments(['--channel', `/${'x'.repeat(length - 1)}`, '--uid', '1', '--gid', '1']).ok;
    expect([at(bytes), at(bytes + 1)]).toEqual([true, false]);
  });

  test.each(['token', 'socket', 'bad-arguments', 'bad-channel'])('%s is named', (name) => {
    expect(TEXT).toContain(`\`${name}\``);
  });
});
