import type { TraceMethod, TraceMode } from '../../../main/domain/model/trace.ts';
import type { TraceAsk } from '../../../main/domain/trace/ask.ts';
import { checkOptions, NO_OPTIONS, type OptionName, type OptionTexts, optionTexts } from './options.ts';
import type { Way } from './ways.ts';

/** `once-mtu`: once, and the largest packet that passes whole. */
export type ModeChoice = TraceMode | 'once-mtu';
export type FamilyChoice = 'auto' | '4' | '6';

/** As the fields hold it. */
export interface AskForm {
  readonly way: Way;
  readonly host: string;
  /** Where it begins, if not here. */
  readonly from: string;
  readonly method: TraceMethod | 'auto';
  readonly family: FamilyChoice;
  readonly mode: ModeChoice;
  readonly options: OptionTexts;
  /** Of a path probe: the next round begins when all of the last are back or lost. */
  readonly synchronous: boolean;
}

export const NEW_FORM: AskForm = {
  way: 'forward',
  host: '',
  from: '',
  method: 'auto',
  family: 'auto',
  mode: 'continuous',
  options: NO_OPTIONS,
  synchronous: false,
};

export type AskField = 'host' | 'from' | 'family' | OptionName;

export interface Refused {
  readonly ok: false;
  readonly field: AskField;
  readonly text: string;
}

export type CheckedAsk = { readonly ok: true; readonly ask: TraceAsk } | Refused;

/** A name may have so many characters (RFC 1035 section 2.3.4). */
const MOST = 253;
const IPV4 = /^\d{1,3}(\.\d{1,3}){3}$/;
/** Digits and dots alone are meant to be an address. */
const LIKE_IPV4 = /^[\d.]+$/;
const IPV6 = /^[0-9a-f:.]+(%[\w.-]+)?$/i;
const NAME =
  /^[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?(\.[\p{L}\p{N}_]([\p{L}\p{N}_-]*[\p{L}\p{N}_])?)*\.?$/u;

export interface Typed {
  readonly host: string;
  /** Empty: none was named. */
  readonly port: string;
}

/** `https://example.net/page` and `[2001:db8::1]:443` are pasted often: the host of them is meant, and the port. */
export function typedIn(typed: string): Typed {
  const text = typed.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/?#]*)/i.exec(text)?.[1] ?? text;
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d+))?$/.exec(whole) ?? [];
  return { host: bracketed ?? plain ?? whole, port: port ?? '' };
}

export const hostIn = (typed: string): string => typedIn(typed).host;

export const literalFamily = (host: string): 4 | 6 | null =>
  IPV4.test(host) ? 4 : host.includes(':') ? 6 : null;

export const familyOf = (form: AskForm): 4 | 6 | null =>
  form.family === 'auto' ? null : form.family === '4' ? 4 : 6;

export function hostProblem(host: string): string | null {
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

/** Of all addresses together: packets of one family pass none of the other. */
export function familyProblem(hosts: readonly string[], family: FamilyChoice): Refused | null {
  const literal = hosts.flatMap((host) => {
    const of = literalFamily(host);
    return of === null ? [] : [{ host, of }];
  });
  const [first] = literal;
  const other = literal.find(({ of }) => of !== first?.of);
  if (first !== undefined && other !== undefined) {
    const text = `${first.host} is an IPv${first.of} address and ${other.host} is an IPv${other.of} one.`;
    return { ok: false, field: 'host', text };
  }
  if (first === undefined || family === 'auto' || String(first.of) === family) return null;
  const text = `${first.host} is an IPv${first.of} address, but Family is IPv${family}: choose Auto or IPv${first.of}.`;
  return { ok: false, field: 'family', text };
}

export function fromProblem(from: string): Refused | null {
  const text = hostProblem(from);
  return text === null ? null : { ok: false, field: 'from', text };
}

/** What the fields of a forward trace add; the other directions know none of them. */
function forwardParts({ method, mode }: AskForm): Pick<TraceAsk, 'method' | 'mode' | 'findMtu'> {
  return mode === 'once-mtu' ? { method, mode: 'once', findMtu: true } : { method, mode };
}

const EXACT = { method: 'icmp', mode: 'once' } as const;

export type SettledForm = { readonly ok: true; readonly form: AskForm } | Refused;

/**
 * The fields with a port that was typed behind the host in the field of ports. A port is one of TCP where nobody said
 * otherwise: what is written so is a server as a rule.
 */
export function settlePort(form: AskForm): SettledForm {
  const { host, port } = typedIn(form.host);
  if (form.way !== 'forward' || port === '') return { ok: true, form };
  if (form.method === 'icmp') {
    const text = `ICMP has no ports: choose TCP or UDP, or leave :${port} out.`;
    return { ok: false, field: 'host', text };
  }
  const method = form.method === 'auto' ? 'tcp' : form.method;
  return { ok: true, form: { ...form, host, method, options: { ...form.options, port } } };
}

/** What can be seen to be wrong without asking anybody. A port is where `settlePort` puts it. */
export function checkAsk(form: AskForm): CheckedAsk {
  const host = hostIn(form.host);
  const from = hostIn(form.from);
  const text = hostProblem(host);
  if (text !== null) return { ok: false, field: 'host', text };
  const isBetween = form.way === 'between';
  const wrong =
    (isBetween ? fromProblem(from) : null) ?? familyProblem(isBetween ? [from, host] : [host], form.family);
  if (wrong !== null) return wrong;
  const checked = checkOptions(form.options, form.way);
  if (!checked.ok) return checked;
  const whole = { host, family: familyOf(form), ...checked.options };
  if (form.way === 'reverse') return { ok: true, ask: { ...whole, ...EXACT, way: { direction: 'reverse' } } };
  if (isBetween) return { ok: true, ask: { ...whole, ...EXACT, way: { direction: 'between', from } } };
  return { ok: true, ask: { ...whole, ...forwardParts(form) } };
}

/** The fields as somebody else filled them. */
export const formOf = (ask: TraceAsk): AskForm => {
  const { host, method, family, mode, findMtu, way } = ask;
  return {
    ...NEW_FORM,
    way: way?.direction ?? 'forward',
    host,
    from: way?.direction === 'between' ? way.from : '',
    method,
    family: family === 4 ? '4' : family === 6 ? '6' : 'auto',
    mode: mode === 'once' && findMtu === true ? 'once-mtu' : mode,
    options: optionTexts(ask),
  };
};
