import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from './types.ts';

/** Milliseconds for all of it: the name, the connection, the answer's head. */
const PORTAL_TIMEOUT_MS = 2_000;
const HEAD_BYTES = 8_192;

/** Null: says nothing about a portal. 511 is "network authentication required" (RFC 6585 section 6). */
function captiveByStatus(status: number): boolean | null {
  if (status === 204) return false;
  if (status === 200 || (status >= 300 && status < 400) || status === 511) return true;
  return null;
}

/**
 * Asks a page that is known to answer 204 with nothing in it: a captive portal answers in its place. Redirects
 * are not followed, the body is not read. `onAnswer` is called once, unless the check is cancelled.
 */
export function checkPortal(
  url: string,
  clock: Clock,
  onAnswer: (captive: boolean | null) => void,
): { cancel(): void } {
  let isOver = false;
  const finish = (captive: boolean | null): void => {
    if (isOver) return;
    isOver = true;
    timer.cancel();
    request?.destroy();
    onAnswer(captive);
  };
  const timer = clock.setTimer(() => finish(null), PORTAL_TIMEOUT_MS);
  const request = openRequest(url);
  // Never from within this call: the caller may be in the middle of a decision.
  if (request === null) queueMicrotask(() => finish(null));
  request?.on('response', (response) => finish(captiveByStatus(response.statusCode ?? 0)));
  request?.on('error', () => finish(null));
  request?.end();
  return {
    cancel: () => {
      isOver = true;
      timer.cancel();
      request?.destroy();
    },
  };
}

function openRequest(url: string): ReturnType<typeof httpRequest> | null {
  try {
    const target = new URL(url);
    const open = target.protocol === 'https:' ? httpsRequest : httpRequest;
    return open(target, {
      method: 'GET',
      agent: false,
      maxHeaderSize: HEAD_BYTES,
      headers: { connection: 'close', accept: '*/*' },
    });
  } catch {
    return null;
  }
}
