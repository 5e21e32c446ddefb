import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ORIGIN } from './scheme.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/**
 * Nothing but our own files, no inline script or style, no frame, no form, no connection anywhere. Styles that
 * scripts set on an element (as the charts do) are no inline styles in the sense of CSP.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=()',
  'Cache-Control': 'no-store',
};

interface ServedFile {
  readonly name: string;
  readonly type: string;
}

/** The files of one folder by the only address that each has: no path from outside ever reaches the disk. */
export function servedFiles(folder: string): ReadonlyMap<string, ServedFile> {
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.flatMap(({ name }) => {
      const type = TYPES[extname(name)];
      return type === undefined ? [] : [[`${ORIGIN}/${name}`, { name, type }]];
    }),
  );
}

const refusal = (status: number): Response => new Response(null, { status, headers: { ...HEADERS } });

/** Answers requests for our pages and what they load; everything else is 404, every method but GET 405. */
export function contentHandler(folder: string): (request: Request) => Promise<Response> {
  const files = servedFiles(folder);
  return async ({ method, url }) => {
    if (method !== 'GET') return refusal(405);
    const file = files.get(url.split(/[?#]/, 1)[0] ?? '');
    if (file === undefined) return refusal(404);
    const body = await readFile(join(folder, file.name));
    return new Response(body, { headers: { ...HEADERS, 'Content-Type': file.type } });
  };
}
