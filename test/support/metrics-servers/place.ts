import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import type { Lab } from '../../lab/net/lab.ts';
import { asker } from './asker.ts';

export interface HttpAsk {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpAnswer {
  /** 0: nobody answered; the reason is the text. */
  readonly status: number;
  readonly text: string;
}

/** Where servers run and are asked: this machine's loopback, or a node of a lab, whose network nobody else sees. */
export interface Place {
  /** The child's pid is the command's own. */
  spawn(command: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
  /** From inside the place; never rejects. */
  http(url: string, ask?: HttpAsk): Promise<HttpAnswer>;
  /**
   * Sends a text over TCP and gives what comes back until the far end closes or an answer ends with `until`. Without
   * a text it only connects. Rejects when nobody listens.
   */
  tell(host: string, port: number, text: string, until: string): Promise<string>;
  /** A TCP and UDP port that nobody uses: the wanted one where the place is empty, any on a machine with others. */
  port(wanted: number): Promise<number>;
}

const DEADLINE_MS = 20_000;

async function httpHere(url: string, ask: HttpAsk): Promise<HttpAnswer> {
  try {
    const answer = await fetch(url, { ...ask, signal: AbortSignal.timeout(DEADLINE_MS), redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
}

const TELL = `
const [host, port, text, until] = process.argv.slice(1);
let heard = '';
const end = () => { process.stdout.write(heard); process.exit(0); };
const begin = () => (text === '' ? end() : socket.write(text));
const socket = require('node:net').connect({ host, port: Number(port) }, begin);
socket.setEncoding('utf8').on('data', (part) => { heard += part; if (heard.endsWith(until)) end(); });
socket.on('close', end).on('error', ({ message }) => { process.stderr.write(message); process.exit(1); });
setTimeout(() => { process.stderr.write('no answer'); process.exit(1); }, ${DEADLINE_MS}).unref();
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function collected(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let [out, err] = ['', ''];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(new Error(err))));
  });
}

/** Servers end with this process, even when it is killed. */
export function hostPlace(): Place {
  const place: Place = {
    spawn: ([...command], env = {}) =>
      spawn('setpriv', ['--pdeathsig=KILL', '--', ...command], { env: { ...process.env, ...env } }),
    http: (url, ask = {}) => httpHere(url, ask),
    tell: (host, port, text, until) =>
      collected(place.spawn([process.execPath, '-e', TELL, host, String(port), text, until])),
    port: freePort,
  };
  return place;
}

/** Servers end with the lab. */
export function labPlace(lab: Lab, node: string): Place {
  return {
    spawn: (command, env = {}) => lab.spawn(node, command, { env }),
    http: asker((command) => lab.spawn(node, command), DEADLINE_MS),
    async tell(host, port, text, until) {
      const command = [process.execPath, '-e', TELL, host, String(port), text, until];
      const { code, stdout, stderr } = await lab.exec(node, command);
      if (code !== 0) throw new Error(stderr);
      return stdout;
    },
    port: (wanted) => Promise.resolve(wanted),
  };
}
