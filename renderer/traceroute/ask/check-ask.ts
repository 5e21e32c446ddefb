import type { TraceMethod, TraceMode } from '../../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { checkOptions, type OptionName, type OptionTexts, optionTexts } from './options.ts';

/** `once-mtu`: once, and the largest packet that passes whole. */
export type ModeChoice = TraceMode | 'once-mtu';
export type FamilyChoice = 'auto' | '4' | '6';

/** As the fields hold it. */
export interface AskForm {
  readonly host: string;
  readonly method: TraceMethod | 'auto';
  readonly family: FamilyChoice;
  readonly mode: ModeChoice;
  readonly options: OptionTexts;
}

export type AskField = 'host' | 'family' | OptionName;

export type CheckedAsk =
  | { readonly ok: true; readonly ask: TraceAsk }
  | { readonly ok: false; readonly field: AskField; readonly text: string };

/** A name may have so many characters (RFC 1035 section 2.3.4). */
const MOST = 253;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
/** Digits and dots alone are meant to be an address. */
const LIKE_IPV4 = /^[\d.]+$/;
const IPV6 = /^[0-9a-f:.]+(%[\w.-]+)?$/i;
const NAME =
  /^[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?)*\.?$/u;

/** `https://example.net/page` and `[2001:db8::1]:443` are pasted often: the host of them is meant. */
export function hostIn(typed: string): string {
  const text = typed.trim();
  const host = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/?#]*)/i.exec(text)?.[1] ?? text;
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(host)?.[1];
  if (bracketed !== undefined) return bracketed;
  return /^[^:]+:\d+$/.test(host) ? host.slice(0, host.indexOf(':')) : host;
}

export const literalFamily = (host: string): 4 | 6 | null =>
  IPV4.test(host) ? 4 : host.includes(':') ? 6 : null;

function hostProblem(host: string): string | null {
  if (host === '') return 'Type a name such as example.net, or an address.';
  if (host.length > MOST) return `No name is longer than ${MOST} characters.`;
  if (/\s/.test(host)) return 'A name or an address has no spaces.';
  if (host.includes(':')) return IPV6.test(host) ? null : `${host} is not an IPv6 address.`;
  if (LIKE_IPV4.test(host)) {
    const isWhole = IPV4.test(host) && host.split('.').every((part) => Number(part) <= 255);
    return isWhole ? null : `${host} is not an IPv4 address; one looks like 192.0.2.1.`;
  }
  return NAME.test(host) ? null : `${host} is neither a name nor an address.`;
}

/** What can be seen to be wrong without asking anybody. */
export function checkAsk(form: AskForm): CheckedAsk {
  const host = hostIn(form.host);
  const text = hostProblem(host);
  if (text !== null) return { ok: false, field: 'host', text };
  const literal = literalFamily(host);
  if (literal !== null && form.family !== 'auto' && String(literal) !== form.family) {
    return { ok: false, field: 'family', text: `${host} is an IPv${literal} address.` };
  }
  const checked = checkOptions(form.options);
  if (!checked.ok) return checked;
  const { method } = form;
  const family = form.family === 'auto' ? null : form.family === '4' ? 4 : 6;
  const way =
    form.mode === 'once-mtu' ? ({ mode: 'once', findMtu: true } as const) : ({ mode: form.mode } as const);
  return { ok: true, ask: { host, method, family, ...way, ...checked.options } };
}

/** The fields as somebody else filled them. */
export const formOf = (ask: TraceAsk): AskForm => {
  const { host, method, family, mode, findMtu } = ask;
  return {
    host,
    method,
    family: family === 4 ? '4' : family === 6 ? '6' : 'auto',
    mode: mode === 'once' && findMtu === true ? 'once-mtu' : mode,
    options: optionTexts(ask),
  };
};
