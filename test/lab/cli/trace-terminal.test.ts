import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultline } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { LINE, line } from '../net/topologies.ts';

/** A terminal of 100 columns and 30 rows around a command; Ctrl-C is typed once the output holds one of some texts. */
const TERMINAL = `
import fcntl, os, pty, struct, sys, termios
typed, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 30, 100, 0, 0))
seen = b''
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    seen += part
    if typed and any(text.encode() in seen for text in typed.split('|')):
        typed = ''
        os.write(terminal, b'\\x03')
sys.stdout.buffer.write(seen)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

/** The same terminal, closed once the output holds a text; said is how the command ended, and what it left behind. */
const CLOSED = `
import os, pty, sys
awaited, errors, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    if errors:
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT, 0o600), 2)
    os.execv(command[0], command)
seen = b''
while awaited.encode() not in seen:
    seen += os.read(terminal, 65536)
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(line(8, { delayMs: 3 }));
});
afterAll(() => lab.stop());

async function onTerminal(typed: string, ...args: readonly string[]) {
  const command = ['python3', '-c', TERMINAL, typed, ...faultline('trace', ...args)];
  const { code, stdout } = await lab.exec('pc', command, { env: { LANG: 'C.UTF-8', TERM: 'xterm' } });
  const text = stdout.replaceAll('\r', '');
  return { code, text, frames: text.split('A\u001b[J') };
}

/** As it is read, without its colours. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an ANSI sequence begins with ESC.
const plain = (text: string): string => text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');

describe('on a terminal', () => {
  test('the table grows in place, and stays when it has ended', async () => {
    const { code, frames } = await onTerminal('', LINE.server.ipv4, '--numeric');
    expect(code).toBe(0);
    expect(frames.length).toBeGreaterThan(1);
    for (const frame of frames.slice(0, -1)) {
      const lines = plain(frame).split('\n');
      expect(lines.length).toBeLessThanOrEqual(30);
      for (const text of lines) expect([...text].length).toBeLessThan(100);
    }
    const last = plain(frames.at(-1) ?? '')
      .trimEnd()
      .split('\n');
    expect(last[0]).toMatch(/^● /);
    expect(last.filter((text) => /^ +\d+ +\S+ +3\/3 /.test(text))).toHaveLength(9);
  });

  test('in rounds, until Ctrl-C is typed: the cursor stands below the table', async () => {
    const args = [LINE.server.ipv6, '--watch', '--interval', '200', '--numeric'];
    const { code, text, frames } = await onTerminal('3 rounds|4 rounds|5 rounds', ...args);
    expect(code).toBe(0);
    expect(frames.length).toBeGreaterThan(3);
    expect(plain(frames.at(-1) ?? '')).toMatch(/ 9 +2001:db8:3::10 +0 % /);
    expect(plain(text)).toMatch(/\d rounds, [\d,]+ probes[^\n]* in [^\n]+\n$/);
  });

  test.each([
    ['table', 'rounds, ', []],
    ['lines', '"rounds":2,', ['--json']],
  ] as const)('that is closed, rounds end without a crash: %s', async (_, awaited, options) => {
    const errors = join(temporaryFolder(), 'errors');
    const args = [LINE.server.ipv4, '--watch', '--interval', '200', '--numeric', ...options];
    const closed = async (file: string): Promise<number> => {
      const command = ['python3', '-c', CLOSED, awaited, file, ...faultline('trace', ...args)];
      const { stdout } = await lab.exec('pc', command, { env: { LANG: 'C.UTF-8', TERM: 'xterm' } });
      return Number(stdout);
    };
    expect([await closed(errors), readFileSync(errors, 'utf8')]).toEqual([0, '']);
    expect(await closed('')).toBe(0);
  });
});
