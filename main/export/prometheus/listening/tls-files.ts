import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { PrometheusConfig } from '../../../domain/model/metrics-config.ts';

type Files = Pick<PrometheusConfig, 'certFile' | 'keyFile'>;

export interface Credentials {
  /** PEM; the certificate may be followed by those between it and its authority. */
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate itself, as `X509Certificate` writes it. */
  readonly fingerprint: string;
  readonly untilMs: number;
}

export type TlsReading =
  | { readonly ok: true; readonly credentials: Credentials }
  /** A sentence without its full stop: which file, and what is wrong with it. */
  | { readonly ok: false; readonly text: string };

/** A chain of certificates has some kilobytes; a device or a wrong file may have no end. */
const MOST_BYTES = 1 << 20;

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a folder',
};

class FileFault extends Error {}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Looked at before it is opened: opening a pipe would wait for its other end. */
async function readPem(path: string, what: string): Promise<string> {
  try {
    const { size, ...file } = await stat(path).then((found) => ({
      size: found.size,
      isFile: found.isFile(),
    }));
    if (!file.isFile) throw new FileFault(`${what} ${path} is no file`);
    if (size > MOST_BYTES) throw new FileFault(`${what} ${path} is too large to be one`);
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof FileFault) throw error;
    const code = codeOf(error);
    throw new FileFault(`${what} ${path} ${READ_FAULTS[code] ?? `cannot be read (${code || 'unknown'})`}`);
  }
}

function certificateOf(pem: string, path: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new FileFault(`the certificate file ${path} holds no certificate in PEM`);
  }
}

function keyOf(pem: string, path: string): KeyObject {
  if (/^-----BEGIN ENCRYPTED |^Proc-Type: 4,ENCRYPTED/m.test(pem)) {
    throw new FileFault(`the key file ${path} is locked by a passphrase, which nobody can be asked for here`);
  }
  try {
    return createPrivateKey(pem);
  } catch {
    throw new FileFault(`the key file ${path} holds no private key in PEM`);
  }
}

/** The rest of the chain, and what this OpenSSL thinks of their strength. */
function checkUse(cert: string, key: string, fault: string): void {
  try {
    createSecureContext({ cert, key });
  } catch (error) {
    throw new FileFault(`${fault} (${messageOf(error)})`);
  }
}

async function read({ certFile, keyFile }: Files): Promise<Credentials> {
  const cert = await readPem(certFile, 'the certificate file');
  const key = await readPem(keyFile, 'the key file');
  const certificate = certificateOf(cert, certFile);
  if (!certificate.checkPrivateKey(keyOf(key, keyFile))) {
    throw new FileFault(`the key in ${keyFile} is not the one of the certificate in ${certFile}`);
  }
  checkUse(cert, key, `the certificate in ${certFile} with the key in ${keyFile} cannot be used`);
  return { cert, key, fingerprint: certificate.fingerprint256, untilMs: Date.parse(certificate.validTo) };
}

/** Reads and checks both; never rejects. */
export async function readCredentials(files: Files): Promise<TlsReading> {
  try {
    return { ok: true, credentials: await read(files) };
  } catch (error) {
    const text =
      error instanceof FileFault ? error.message : `the files cannot be used (${messageOf(error)})`;
    return { ok: false, text };
  }
}
