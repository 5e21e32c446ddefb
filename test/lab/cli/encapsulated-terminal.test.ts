import { chownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultline } from '../../support/monitor-process.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { type Lab, startLab } from '../net/lab.ts';
import { allOpen, tunnelLine, tunnelPath } from '../net/paths/tunnel-line.ts';
import { LINE } from '../net/topologies.ts';

/** A terminal of 70 columns and 14 rows around a command; Ctrl-C is typed once the output holds a text. */
const TERMINAL = `
import fcntl, os, pty, struct, sys, termios
typed, *command = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(command[0], command)
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack('HHHH', 14, 70, 0, 0))
seen = b''
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:
        break
    if not part:
        break
    seen += part
    if typed and typed.encode() in seen:
        typed = ''
        os.write(terminal, b'\\x03')
sys.stdout.buffer.write(seen)
sys.stdout.flush()
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

const PATH = tunnelPath('ipv4', 5);
/** Up to the start of the live lines, then erase: what comes before each is one frame. */
const ERASE = 'A\u001b[J';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab(tunnelLine(allOpen(5)));
});
afterAll(() => lab.stop());

async function onTerminal(typed: string, ...args: readonly string[]) {
  const own = [...args, '--numeric', '--allow-encapsulation', '--data', temporaryFolder()];
  const command = ['python3', '-c', TERMINAL, typed, ...faultline(...own)];
  const { code, stdout } = await lab.exec('pc', command, { env: { LANG: 'C.UTF-8', TERM: 'xterm' } });
  const frames = stdout.replaceAll('\r', '').split(ERASE);
  return { code, frames, last: frames.at(-1) ?? '' };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an ANSI sequence begins with ESC.
const SEQUENCES = /\u001b\[[0-9;]*[A-Za-z]?/g;
const linesOf = (frame: string): readonly string[] => frame.replace(SEQUENCES, '').split('\n');

describe('on a terminal', () => {
  test('a path probe is redrawn as it goes, no wider and no higher than the terminal', async () => {
    const { code, frames, last } = await onTerminal('', 'probe', '--path', PATH.join(), '--count', '3');
    expect(code).toBe(0);
    expect(frames.length).toBeGreaterThan(3);
    for (const frame of frames.slice(0, -1)) {
      const lines = linesOf(frame);
      expect(lines.length).toBeLessThanOrEqual(14);
      for (const line of lines) expect([...line].length).toBeLessThan(70);
    }
    for (const address of PATH) expect(last).toContain(address);
  });

  test('Ctrl-C ends it with what is known', async () => {
    const typed = await onTerminal('round', 'probe', '--path', PATH.join(), '--count', '1000');
    expect([0, 1]).toContain(typed.code);
    expect(typed.last).toContain(PATH[0]);
  });

  test('a way back says what it is doing, then the way', async () => {
    const { code, frames, last } = await onTerminal('', 'trace', '--reverse', LINE.server.ipv4);
    expect(code).toBe(0);
    expect(frames.join('')).toContain('Asking whether 203.0.113.10 takes packets');
    expect(last).toContain('The way back from 203.0.113.10 to this machine takes 6 hops.');
    for (const address of PATH.slice(0, -1)) expect(last).toContain(address);
  });
});

test('behind sudo, what is kept belongs to the person', async () => {
  const folder = temporaryFolder();
  chownSync(folder, 12345, 12346);
  const data = join(folder, 'data');
  const command = faultline(
    'trace',
    '--reverse',
    LINE.server.ipv4,
    '--numeric',
    '--allow-encapsulation',
    '--data',
    data,
  );
  const { code, stderr } = await lab.exec('pc', command, { env: { SUDO_UID: '12345', SUDO_GID: '12346' } });
  expect([code, stderr]).toEqual([0, '']);
  expect(readdirSync(data).sort()).toEqual(['encapsulation-audit.ndjson', 'encapsulation.json']);
  for (const name of ['', ...readdirSync(data)]) expect(statSync(join(data, name)).uid).toBe(12345);
});
