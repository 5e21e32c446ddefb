import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface Pair {
  readonly certFile: string;
  readonly keyFile: string;
}

/** A certificate of its own authority, good for `host` for so many days from now (or until so many days ago). */
export function makePair(folder: string, name: string, { host = '127.0.0.1', days = 2 } = {}): Pair {
  const certFile = join(folder, `${name}.crt`);
  const keyFile = join(folder, `${name}.key`);
  const names = `subjectAltName=IP:${host},DNS:localhost`;
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const args = ['req', '-x509', ...key, '-out', certFile, '-days', String(days), '-subj', `/CN=${name}`];
  execFileSync('openssl', [...args, '-addext', names], { stdio: 'pipe' });
  return { certFile, keyFile };
}
