#!/usr/bin/env node
// Stands in for Electron's executable: runs the real one inside the lab's pc. The debuggers that it opens on the
// pc's loopback are joined to this machine's, so whoever drives it finds them where its output says.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';

/** @type {{ electron: string, pid: number, relay: string, through: string[], loaders: string[] }} */
const { electron, pid, relay, through, loaders } = JSON.parse(process.env['FAULTLINE_LAB_PC'] ?? '');

/** @param {number} port @returns {Promise<number>} the port here that leads to the port there */
function join(port) {
  const server = createServer((outer) => {
    const inner = connect(relay);
    inner.write(`${port}\n`);
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ]) {
      one?.on('error', () => other?.destroy());
      one?.on('close', () => other?.destroy());
    }
    outer.pipe(inner).pipe(outer);
  });
  server.unref();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

const { FAULTLINE_LAB_PC: _, ...env } = process.env;
const args = [
  `--net=/proc/${pid}/ns/net`,
  `--mount=/proc/${pid}/ns/mnt`,
  `--wdns=${process.cwd()}`,
  '--',
  ...through,
  electron,
  ...loaders.flatMap((loader) => ['-r', loader]),
  ...process.argv.slice(2),
];
const child = spawn('nsenter', args, { stdio: ['inherit', 'inherit', 'pipe'], env });
// Nothing but its namespaces changes on the way: the pid is Electron's own.
writeFileSync(`${relay}.pid`, String(child.pid));
const lines = createInterface({ input: child.stderr });
lines.on('line', async (line) => {
  const port = /ws:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
  const text = port === undefined ? line : line.replace(`:${port}/`, `:${await join(Number(port))}/`);
  process.stderr.write(`${text}\n`);
});
for (const signal of /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP'])) {
  process.on(signal, () => child.kill(signal));
}
child.once('exit', (code, signal) => {
  if (signal !== null) process.stderr.write(`ended by ${signal}\n`);
  process.exitCode = signal === null ? (code ?? 1) : 128;
  process.disconnect?.();
});
