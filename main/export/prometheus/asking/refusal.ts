import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

export const METRICS_PATH = '/metrics';

/** What Faultline says to who has no token, or a wrong one. */
export const REALM = 'Bearer realm="faultline"';

export interface Refusal {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** To whoever asked. */
  readonly text: string;
  /** To whoever runs Faultline, after `the last request was refused: `; null: it need not be told. */
  readonly why: string | null;
}

export interface Rules {
  /** Null: nobody is asked for a token. */
  readonly isAuthorized: ((authorization: string | undefined) => boolean) | null;
  /** Only who asks by address, or for `localhost`, is answered. */
  readonly byAddressOnly: boolean;
}

export type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'headersDistinct'>;

interface Target {
  readonly host: string | undefined;
  readonly path: string;
}

const BAD_REQUEST: Refusal = {
  status: 400,
  text: 'This is no request that can be answered.',
  why: 'it was malformed',
};

const ABSOLUTE = /^https?:\/\//i;

/** RFC 9112 section 3.2: `/path?query`, or a whole URI, whose host then holds instead of the header's. */
function targetOf({ url = '', headers }: Asked): Target | null {
  if (url.startsWith('/')) return { host: headers.host, path: url.split('?', 1)[0] ?? '' };
  if (!ABSOLUTE.test(url) || !URL.canParse(url)) return null;
  const { host, pathname } = new URL(url);
  return { host, path: pathname };
}

const HOST = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:[\]]+))(?::\d{1,5})?$/;

/**
 * A page of the web can point its own name at the loopback (DNS rebinding) and then read what answers there as its
 * own; what it can't do is ask by an address or for `localhost`. Only HTTP/1.0, which no browser speaks, has no host.
 */
function isByAddress(host: string | undefined): boolean {
  if (host === undefined) return true;
  const { v6, name = '' } = HOST.exec(host)?.groups ?? {};
  return v6 === undefined ? isIP(name) === 4 || name.toLowerCase() === 'localhost' : isIP(v6) === 6;
}

const hasBody = ({ headers }: Asked): boolean =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';

const hasTwoHosts = ({ headersDistinct }: Asked): boolean => (headersDistinct['host']?.length ?? 0) > 1;

/** Why a request is not answered with figures; null: it is. */
export function refusalOf(asked: Asked, { isAuthorized, byAddressOnly }: Rules): Refusal | null {
  const target = targetOf(asked);
  if (target === null || hasTwoHosts(asked) || hasBody(asked)) return BAD_REQUEST;
  if (byAddressOnly && !isByAddress(target.host)) {
    const text = 'Ask by address or for localhost: other names are not answered here.';
    return { status: 421, text, why: 'it asked for another host' };
  }
  if (isAuthorized !== null && !isAuthorized(asked.headers.authorization)) {
    const headers = { 'WWW-Authenticate': REALM };
    return { status: 401, headers, text: 'A bearer token is needed.', why: tokenFault(asked) };
  }
  if (asked.method !== 'GET' && asked.method !== 'HEAD') {
    const text = 'Figures can only be read.';
    return { status: 405, headers: { Allow: 'GET, HEAD' }, text, why: 'it did not just read' };
  }
  if (target.path === METRICS_PATH) return null;
  return {
    status: 404,
    text: `The figures are at ${METRICS_PATH}.`,
    why: `it did not ask for ${METRICS_PATH}`,
  };
}

const tokenFault = ({ headers }: Asked): string =>
  headers.authorization === undefined ? 'it carried no token' : 'its token was a wrong one';
