import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as tlsConnect } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  FILES_AGAIN_MS,
  FILES_EVERY_MS,
  FIRST_RETRY_MS,
} from '../../../../main/export/prometheus/listening/listener.ts';
import { readCredentials } from '../../../../main/export/prometheus/listening/tls-files.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makePair, type Pair } from './certificates.ts';
import { exchange, isListening, portOf, type Started, startExporter } from './started.ts';

let folder: string;
let used: Pair;
let started: Started | null = null;
beforeEach(() => {
  folder = temporaryFolder();
  used = makePair(folder, 'first');
});
afterEach(async () => {
  await started?.stop();
  started = null;
});

async function start(): Promise<Started> {
  const one = startExporter({ ...used });
  started = one;
  await one.until(({ phase, text }) => phase === 'trouble' || text.startsWith('Listens'));
  return one;
}

function replaceBy(pair: Pair): void {
  copyFileSync(pair.certFile, used.certFile);
  copyFileSync(pair.keyFile, used.keyFile);
}

/** The name in the certificate with which it answers. */
const shownName = (port: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = tlsConnect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => {
      resolve(socket.getPeerCertificate().subject.CN);
      socket.destroy();
    });
    socket.on('error', reject);
  });

/** Lets the time of the next look at the files come until the state fits. */
async function look(one: Started, fits: (text: string) => boolean): Promise<void> {
  const timer = setInterval(() => one.clock.advance(FILES_AGAIN_MS), 5);
  await one.until(({ text }) => fits(text));
  clearInterval(timer);
}

describe('files that are good', () => {
  test('it listens with them, and plain HTTP gets nothing', async () => {
    const one = await start();
    expect(one.exporter.state.text).toContain('Listens at https://127.0.0.1:');
    expect(await shownName(portOf(one.exporter))).toBe('first');
    const plain = await exchange(portOf(one.exporter), 'GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
    expect(plain.text).not.toContain('faultline_');
  });

  test('new ones are used without listening anew', async () => {
    const one = await start();
    const port = portOf(one.exporter);
    replaceBy(makePair(folder, 'second'));
    const before = one.exporter.listener.credentials?.fingerprint;
    while (one.exporter.listener.credentials?.fingerprint === before) {
      one.clock.advance(FILES_EVERY_MS);
      await one.exporter.listener.tried();
    }
    expect(await shownName(port)).toBe('second');
    expect([portOf(one.exporter), one.exporter.state.phase]).toEqual([port, 'waiting']);
  });
});

describe('files that turn bad', () => {
  test('a trouble in words; those from before stay in use, and it ends when they are good again', async () => {
    const one = await start();
    const good = readFileSync(used.certFile);
    truncateSync(used.certFile, 100);
    await look(one, (text) => !text.startsWith('Listens'));
    expect(one.exporter.state).toMatchObject({
      phase: 'trouble',
      text: `The certificate file ${used.certFile} holds no certificate in PEM; the certificate from before stays in use.`,
    });
    expect(await shownName(portOf(one.exporter))).toBe('first');
    writeFileSync(used.certFile, good);
    await look(one, (text) => text.startsWith('Listens'));
    expect(one.exporter.state.phase).toBe('waiting');
  });

  test('half of a pair that is just being replaced is not told', async () => {
    const one = await start();
    const second = makePair(folder, 'second');
    const told: string[] = [];
    copyFileSync(second.certFile, used.certFile);
    one.clock.advance(FILES_EVERY_MS);
    await one.exporter.listener.tried();
    told.push(one.exporter.state.phase);
    copyFileSync(second.keyFile, used.keyFile);
    one.clock.advance(FILES_AGAIN_MS);
    await one.exporter.listener.tried();
    told.push(one.exporter.state.phase);
    expect(told).toEqual(['waiting', 'waiting']);
    expect(await shownName(portOf(one.exporter))).toBe('second');
  });

  test('an expired one is told', async () => {
    used = makePair(folder, 'old', { days: 1 });
    const one = await start();
    const long = 40 * 365 * 86_400_000;
    one.clock.setWall(long);
    await look(one, (text) => text.includes('expired'));
    expect(one.exporter.state.text).toMatch(/has expired on \d{4}-\d\d-\d\d; put a new one there\.$/);
  });
});

describe('files that were never good', () => {
  test('it does not listen, least of all without TLS, and begins when they are', async () => {
    const good = readFileSync(used.keyFile);
    rmSync(used.keyFile);
    const one = await start();
    expect(one.exporter.state).toMatchObject({
      phase: 'trouble',
      text: `The key file ${used.keyFile} is not there; it is tried again by itself, at least once a minute.`,
    });
    expect(one.exporter.listener.port).toBeNull();
    writeFileSync(used.keyFile, good);
    one.clock.advance(FIRST_RETRY_MS);
    await one.until(isListening);
    expect(await shownName(portOf(one.exporter))).toBe('first');
  });

  const faults: readonly (readonly [string, () => Pair, RegExp])[] = [
    ['a folder', () => ({ ...used, certFile: folder }), /^the certificate file \S+ is no file$/],
    ['a device', () => ({ ...used, keyFile: '/dev/zero' }), /^the key file \/dev\/zero is no file$/],
    ['under a file', () => ({ ...used, certFile: join(used.keyFile, 'x') }), / is not there$/],
    ['too large', () => ({ ...used, certFile: large() }), / is too large to be one$/],
    ['swapped', () => ({ certFile: used.keyFile, keyFile: used.certFile }), / holds no certificate in PEM$/],
    ['no key', () => ({ ...used, keyFile: used.certFile }), / holds no private key in PEM$/],
    [
      'of two pairs',
      () => ({ ...used, keyFile: makePair(folder, 'x').keyFile }),
      /^the key in .* is not the one of the /,
    ],
    [
      'with a broken chain',
      () => ({ ...used, certFile: broken() }),
      /^the certificate in .* cannot be used \(/,
    ],
    ['locked', () => ({ ...used, keyFile: locked() }), / is locked by a passphrase, /],
    ['a pipe', () => ({ ...used, keyFile: pipe() }), / is no file$/],
  ];

  const large = (): string => {
    const path = join(folder, 'large.pem');
    writeFileSync(path, Buffer.alloc((1 << 20) + 1, '-'));
    return path;
  };
  const broken = (): string => {
    const path = join(folder, 'chain.crt');
    const next = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    writeFileSync(path, `${readFileSync(used.certFile, 'utf8')}${next}`);
    return path;
  };
  const locked = (): string => {
    const path = join(folder, 'locked.key');
    const args = ['pkcs8', '-topk8', '-in', used.keyFile, '-out', path, '-passout', 'pass:secret'];
    execFileSync('openssl', args, { stdio: 'pipe' });
    return path;
  };
  const pipe = (): string => {
    mkdirSync(join(folder, 'pipes'));
    const path = join(folder, 'pipes', 'fifo');
    execFileSync('mkfifo', [path]);
    return path;
  };

  test.each(faults)('%s', async (_what, pair, text) => {
    expect(await readCredentials(pair())).toEqual({ ok: false, text: expect.stringMatching(text) });
  });
});
